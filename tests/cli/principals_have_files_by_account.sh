#!/usr/bin/env bash
# --tenant-by principal: DIR/<account>/<role|user>-<name>.json.
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_call "$(user alice)" GetObject shop-reports all.csv
} >log.jsonl

exits 0 scopedown generate log.jsonl --tenant-by principal --out policies
file_has policies/111122223333/user-alice.json shop-reports/all.csv
file_has policies/111122223333/role-tenants.json shop-payments/rates.json
file_lacks policies/111122223333/role-tenants.json shop-reports
