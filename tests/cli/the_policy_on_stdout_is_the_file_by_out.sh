#!/usr/bin/env bash
# What --namespace prints is what --out writes for all, to the byte.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/pay/web
  s3_get prod/pay/web shop-pay logo.svg
  sqs_receive prod/pay/web orders
} >log.jsonl

exits 0 scopedown generate log.jsonl --out policies
exits 0 scopedown generate log.jsonl --namespace payments
stdout_is_the_file policies/prod/payments/api.json
exits 0 scopedown generate log.jsonl --namespace pay
stdout_is_the_file policies/prod/pay/web.json
