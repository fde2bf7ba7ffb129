#!/usr/bin/env bash
# Nothing observed, nothing granted: no policy at all, refusal no_usage.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/idle/api
  error=AccessDenied s3_get prod/idle/api shop-payments rates.json
} >log.jsonl

exits 3 scopedown generate log.jsonl --out policies
file_exists policies/prod/payments/api.json
no_file policies/prod/idle/api.json
file_has policies/summary.json no_usage
