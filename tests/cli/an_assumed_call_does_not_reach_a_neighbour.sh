#!/usr/bin/env bash
# What is assumed goes through isolation as everything does: a whole log group is withheld where
# another tenant has a stream in it.
. "$(dirname "$0")/common.sh"
logs_call() { record "$(session_identity "$1")" logs.amazonaws.com "$2" "$3" null '[]'; }
{ pod_grant prod/payments/api
  logs_call prod/payments/api DescribeLogStreams '{"logGroupName":"/app"}'
  pod_grant prod/orders/api
  logs_call prod/orders/api CreateLogStream '{"logGroupName":"/app","logStreamName":"orders"}'
} >log.jsonl

exits 3 scopedown generate log.jsonl --namespace payments --assume-unlogged
stdout_lacks PutLogEvents
stderr_has 'withheld logs:PutLogEvents'
exits 0 scopedown generate log.jsonl --namespace orders --assume-unlogged
stdout_has 'log-group:/app:log-stream:orders"'
