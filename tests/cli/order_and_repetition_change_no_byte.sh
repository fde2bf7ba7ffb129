#!/usr/bin/env bash
# The order of files and of lines, and how often an event comes, change nothing.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/pay/web
  s3_get prod/pay/web shop-pay logo.svg
  sqs_receive prod/pay/web orders
  s3_get prod/payments/api shop-payments 'uploads/2026/11/20/5f3c2d7e-8a90-4b3c-9d21-6e7f8091a2b3.json'
} >whole.jsonl
tac whole.jsonl >backwards.jsonl
head -n 4 whole.jsonl >first.jsonl
tail -n +5 whole.jsonl >second.jsonl

exits 0 scopedown generate whole.jsonl --out a
exits 0 scopedown generate backwards.jsonl --out b
exits 0 scopedown generate second.jsonl first.jsonl --out c
exits 0 scopedown generate whole.jsonl backwards.jsonl --out d
for other in b c d; do
  same_file a/prod/payments/api.json "$other/prod/payments/api.json"
  same_file a/prod/pay/web.json "$other/prod/pay/web.json"
done
same_file a/summary.json b/summary.json
same_file a/summary.json c/summary.json
