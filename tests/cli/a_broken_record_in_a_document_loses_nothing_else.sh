#!/usr/bin/env bash
# In a document of records, too, a broken one is named and counted, and its neighbours are used.
. "$(dirname "$0")/common.sh"
{ printf '{"Records":['
  pod_grant prod/payments/api
  echo ,
  s3_get prod/payments/api shop-payments before.json
  echo ',{"eventVersion":"1.11","eventName":},'
  s3_get prod/payments/api shop-payments after.json
  echo ']}'
} >log.json

exits 0 scopedown generate log.json --exact --summary summary.json
stderr_has log.json
stdout_has shop-payments/before.json
stdout_has shop-payments/after.json
[[ $(summary_number summary.json broken_record) == 1 ]] || fail 'the record is not counted'
