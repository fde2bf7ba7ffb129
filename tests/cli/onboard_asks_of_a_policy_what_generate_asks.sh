#!/usr/bin/env bash
# onboard: --format, --budget, --packed-max, --never and the others mean what they mean to generate, which
# makes the same of what onboard wrote for it.
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_put prod/payments/api shop-payments rates.json
  for number in 11 22 33 44; do s3_get prod/payments/api shop-payments "prices-$number.json"; done
} >log.jsonl
like=(--like payments --namespace billing --replace orders=bills)
exits 0 scopedown onboard log.jsonl "${like[@]}" --accesses billing.jsonl
cat >never.json <<'END'
{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}
END

# same CODE OPTION...: both exit with CODE, and print the same.
same() {
  local code=$1
  shift
  exits "$code" scopedown generate log.jsonl --also billing.jsonl --namespace billing "$@"
  keep_stdout expected
  exits "$code" scopedown onboard log.jsonl "${like[@]}" "$@"
  stdout_is_the_file expected
}
same 0 --packed-max off --layout readable --exact
same 0 --format ack --role-arn "$shared_role" --association-tag team=blue
stdout_has 'kind: PodIdentityAssociation'
stdout_has 'namespace: billing'
same 3 --budget 120 --packed-max off
stderr_has 'budget 120'

# What its likes have and it must not is withheld, and said.
same 3 --never never.json
stdout_lacks s3:PutObject
stderr_has 'withheld s3:PutObject on arn:aws:s3:::shop-billing/rates.json'

exits 0 scopedown onboard log.jsonl "${like[@]}" --format terraform --role-arn "$shared_role" --out new
file_has new/prod/billing/api.tf aws_eks_pod_identity_association
exits 0 scopedown onboard log.jsonl "${like[@]}" --format terraform --role-arn "$shared_role" --out new
exits 2 scopedown onboard log.jsonl "${like[@]}" --format terraform
exits 2 scopedown onboard log.jsonl "${like[@]}" --packed-max much
stderr_has '--packed-max much'
