#!/usr/bin/env bash
# explain: the calls behind each statement, and why a token is no narrower.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments rates.json
  at=2026-11-21T09:00:00Z s3_get prod/payments/api shop-payments rates.json
  sqs_send prod/payments/api orders
  for number in 1 2 3 4 5 6 7 8 9; do
    s3_put prod/payments/api shop-payments "uploads/2026/11/2$number/5f3c0a1b-7d2e-4c61-9a53-0b1c2d3e4f5$number.json"
  done
} >log.jsonl

exits 0 scopedown explain log.jsonl --namespace payments
stdout_has 'statement 0: {"Version"'
tr -s ' ' <"$work/stdout" >shown
file_has shown 's3:GetObject arn:aws:s3:::shop-payments/rates.json 2 2026-11-20T09:00:00Z 2026-11-21T09:00:00Z 00000002-0000-4000-8000-000000000000 s3.amazonaws.com GetObject'
stdout_has 'no narrower, since its names will not repeat: 9 were seen'

exits 0 scopedown explain log.jsonl --namespace payments --access sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:orders
stdout_has sqs:SendMessage
exits 3 scopedown explain log.jsonl --namespace payments --access sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:other
stderr_has 'no statement allows it'
exits 2 scopedown explain log.jsonl --namespace payments --statement 99
stderr_has 'counted from 0'
exits 1 scopedown explain log.jsonl --namespace nobody
