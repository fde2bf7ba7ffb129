#!/usr/bin/env bash
# What a format cannot be made of exits with 2, says what to write, and leaves stdout empty.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/payments/worker
  sqs_receive prod/payments/worker payments
} >log.jsonl
elsewhere=arn:aws:iam::444455556666:role/tenants

refuses() {
  local says=$1
  shift
  exits 2 scopedown generate log.jsonl "$@"
  stdout_is_empty
  stderr_has "$says"
}
refuses 'no such format' --format pulumi
refuses 'no field for a policy' --format crossplane-native
refuses 'give its ARN with --role-arn' --format ack --service-account api
refuses 'no role' --format ack --service-account api --role-arn tenants
refuses "cluster's own account" --format ack --service-account api --role-arn "$elsewhere"
refuses 'name it with --out' --format kustomize --service-account api --role-arn "$shared_role"
refuses 'one association at a time' --format cli-create --per namespace --role-arn "$shared_role"
refuses 'write KEY=VALUE' --format ack --role-arn "$shared_role" --association-tag team
refuses 'before' --format ack --role-arn "$shared_role" --association-tag a=b --association-tag a=c
refuses 'only service accounts' --format ack --role-arn "$shared_role" --tenant-by principal --tenant "principal=$shared_role"
refuses 'only service accounts' --format ack --role-arn "$shared_role" --tenant-by principal --out out
no_file out

# The policy of a namespace goes into an association for each of its service accounts.
exits 0 scopedown generate log.jsonl --format ack --per namespace --role-arn "$shared_role"
stdout_has 'serviceAccount: api'
stdout_has 'serviceAccount: worker'

# An update may leave the role as it is; tags stand where they are taken.
exits 0 scopedown generate log.jsonl --format cli-update --service-account api
stdout_lacks roleArn
exits 0 scopedown generate log.jsonl --format cli-create --service-account api --role-arn "$shared_role" \
  --association-tag team=blue
stdout_has '"team": "blue"'
