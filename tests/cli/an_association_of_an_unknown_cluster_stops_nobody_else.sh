#!/usr/bin/env bash
# A provider that no cluster is joined to has no association: that is said with the remedy, and others are written.
. "$(dirname "$0")/common.sh"
provider=arn:aws:iam::444455556666:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F
{ one_tenant
  irsa_grant old/legacy/api "$provider"
  s3_get old/legacy/api shop-legacy rates.json
} >log.jsonl

exits 3 scopedown generate log.jsonl --format ack --role-arn "$shared_role" --out out --quiet
file_exists out/prod/payments/api.ack.yaml
stderr_has not_delivered
stderr_has --cluster-provider
[[ $(find out -type f | wc -l) == 2 ]] || fail "other files: $(find out -type f | xargs)"
exits 0 scopedown generate log.jsonl --format ack --role-arn "$shared_role" --out out --cluster prod
