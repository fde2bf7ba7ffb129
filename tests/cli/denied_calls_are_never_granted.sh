#!/usr/bin/env bash
# What AWS refused is not granted; where the same call also succeeded, it is.
. "$(dirname "$0")/common.sh"
{ one_tenant
  error=AccessDenied s3_delete prod/payments/api shop-payments rates.json
  error=AccessDenied s3_put prod/payments/api shop-payments rates.json
  at=2026-11-21T09:00:00Z s3_put prod/payments/api shop-payments rates.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
stdout_lacks DeleteObject
stdout_has '"s3:PutObject"'
