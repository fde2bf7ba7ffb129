#!/usr/bin/env bash
# `tenants`: who was found and how many calls they made; what was set aside, and why.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant staging/orders/worker
  s3_get staging/orders/worker shop-orders all.csv
  s3_call "$(user alice)" GetObject shop-payments rates.json
} >log.jsonl

exits 0 scopedown tenants log.jsonl
for word in prod payments api staging orders worker not_a_tenant session_grant; do
  stdout_has "$word"
done
