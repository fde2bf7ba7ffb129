#!/usr/bin/env bash
# What the program knows of AWS, asked by itself; and how well it understands a log.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

ask() {
  echo "\$ scopedown catalogue $*"
  "$scopedown" catalogue "$@"
  echo
}
ask expand 'sqs:*Message*'
ask explain sqs:SendMessage
ask event sqs.amazonaws.com SendMessageBatch --parameters \
  '{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/orders","entries":[{"id":"1"}]}'
ask coverage ../quickstart/events --quiet
