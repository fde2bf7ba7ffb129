#!/usr/bin/env bash
# stdout is the policy, from its first brace to its last; words are on stderr.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
stdout_is_one_policy
stdout_has '"s3:GetObject"'
stdout_has 'arn:aws:s3:::shop-payments/rates.json'
stdout_has '"sqs:SendMessage"'
stdout_has 'arn:aws:sqs:eu-west-1:111122223333:orders'
