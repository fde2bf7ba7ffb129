#!/usr/bin/env bash
# --per namespace makes one policy for all service accounts of a namespace.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/payments/worker
  sqs_receive prod/payments/worker payments
} >log.jsonl

exits 0 scopedown generate log.jsonl --per namespace --out policies
file_has policies/prod/payments.json '"s3:GetObject"'
file_has policies/prod/payments.json '"sqs:ReceiveMessage"'
no_file policies/prod/payments
[[ $(find policies -type f | wc -l) == 2 ]] || fail "other files: $(find policies -type f | xargs)"
