#!/usr/bin/env bash
# --min-calls N: what was called less often is set aside, and counted.
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_get prod/payments/api shop-payments rates.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --min-calls 2 --summary summary.json
stdout_has '"s3:GetObject"'
stdout_lacks SendMessage
[[ $(summary_number summary.json few_calls) == 1 ]] || fail 'the rare call is not counted'
