#!/usr/bin/env bash
# A role that the application assumed is another role: its AssumeRole is in the policy, what it did
# there is not.
. "$(dirname "$0")/common.sh"
export_role=arn:aws:iam::111122223333:role/export
{ one_tenant
  role_chain prod/payments/api "$export_role" ASIAEXPORT
  s3_call "$(other_session "$export_role" ASIAEXPORT)" PutObject shop-exports all.csv
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments --summary summary.json
stdout_has '"sts:AssumeRole"'
stdout_has "\"$export_role\""
stdout_lacks shop-exports
file_has summary.json '"chained_session"'
