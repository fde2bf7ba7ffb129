#!/usr/bin/env bash
# `--layout readable`: a statement per service where that fits; else the compact layout, and it says so.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments rates.json
  record "$(session_identity prod/payments/api)" sqs.amazonaws.com SendMessage \
    '{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/'"$account"'/orders"}' null '[]'
} >log.jsonl

exits 0 scopedown generate log.jsonl
stdout_is_one_policy
stdout_has '"Action":["s3:GetObject","sqs:SendMessage"]'
exits 0 scopedown generate log.jsonl --layout readable
stdout_is_one_policy
stdout_has '"Action":"s3:GetObject"'
stdout_has '"Action":"sqs:SendMessage"'
keep_stdout readable.json

exits 0 scopedown generate log.jsonl --layout readable --budget $(($(wc -c <readable.json) - 1))
stdout_has '"Action":["s3:GetObject","sqs:SendMessage"]'
stderr_has not_readable
exits 2 scopedown generate log.jsonl --layout pretty
