#!/usr/bin/env bash
# --target-role-arn: the association's policy goes to the sessions of its target role, so it is made
# of their calls and of no others; the association names that role.
. "$(dirname "$0")/common.sh"
target=arn:aws:iam::111122223333:role/export
{ one_tenant
  role_chain prod/payments/api "$target" ASIAEXPORT
  s3_call "$(other_session "$target" ASIAEXPORT)" PutObject shop-exports all.csv
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments --target-role-arn "$target" --summary summary.json
stdout_has '"arn:aws:s3:::shop-exports/all.csv"'
stdout_lacks shop-payments
stdout_lacks sts:AssumeRole
file_has summary.json '"other_role"'
exits 0 scopedown generate log.jsonl --namespace payments --format cli-create --role-arn "$shared_role" \
  --target-role-arn "$target"
stdout_has "\"targetRoleArn\": \"$target\""
stdout_has shop-exports
exits 2 scopedown generate log.jsonl --target-role-arn "$target" --from-role "$shared_role"
exits 2 scopedown generate log.jsonl --target-role-arn export
