#!/usr/bin/env bash
# Action names are cut short where whole ones do not fit, and it says so; `--whole-words` forbids it.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments rates.json
  record "$(session_identity prod/payments/api)" sqs.amazonaws.com DeleteQueue \
    '{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/'"$account"'/orders"}' null '[]'
} >log.jsonl

exits 0 scopedown generate log.jsonl
stdout_is_one_policy
stdout_has '"Action":["s3:GetObject","sqs:DeleteQueue"]'
keep_stdout whole.json

budget=$(($(wc -c <whole.json) - 3))
exits 0 scopedown generate log.jsonl --budget $budget
stdout_is_one_policy
stdout_has '"Action":["s3:GetObject","sqs:DeleteQ*"]'
stderr_has cut_short
exits 0 scopedown generate log.jsonl --budget $budget --whole-words
stdout_lacks 'DeleteQ*'
