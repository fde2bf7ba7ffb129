#!/usr/bin/env bash
# --out writes a file for each service account, and a summary that names them all.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/payments/worker
  sqs_receive prod/payments/worker payments
  pod_grant staging/payments/api
  s3_get staging/payments/api shop-staging rates.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --out policies
for file in prod/payments/api.json prod/payments/worker.json staging/payments/api.json; do
  file_exists "policies/$file"
  file_has policies/summary.json "$file"
  [[ $(head -c 1 "policies/$file")$(tail -c 1 "policies/$file") == '{}' ]] ||
    fail "$file is not a policy and nothing else"
done
[[ $(find policies -type f | wc -l) == 4 ]] || fail "other files: $(find policies -type f | xargs)"
file_lacks policies/staging/payments/api.json shop-payments
