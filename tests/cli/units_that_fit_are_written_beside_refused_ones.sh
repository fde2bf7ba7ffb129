#!/usr/bin/env bash
# One unit that does not fit costs the others nothing: exit 3, their files are there.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/pay/web
  s3_get prod/pay/web b k
} >log.jsonl

exits 3 scopedown generate log.jsonl --budget 130 --out policies
file_exists policies/prod/pay/web.json
no_file policies/prod/payments/api.json
stderr_has payments
