#!/usr/bin/env bash
# Where two clusters share a name, the folder is name.region.account.
. "$(dirname "$0")/common.sh"
{ one_tenant
  region=us-east-1 pod_grant prod/payments/api
  region=us-east-1 s3_get prod/payments/api shop-payments-us rates.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --out policies
file_has policies/prod.eu-west-1.111122223333/payments/api.json shop-payments/rates.json
file_has policies/prod.us-east-1.111122223333/payments/api.json shop-payments-us/rates.json
