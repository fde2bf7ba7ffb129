#!/usr/bin/env bash
# A record that is no JSON is named with its line and counted; its neighbours are used.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments before.json
  echo '{"eventVersion":"1.11","userIdentity":{"type":'
  s3_get prod/payments/api shop-payments after.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --exact --summary summary.json
stderr_has log.jsonl:3
stdout_has shop-payments/before.json
stdout_has shop-payments/after.json
[[ $(summary_number summary.json broken_record) == 1 ]] || fail 'the record is not counted'
