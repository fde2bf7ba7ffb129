#!/usr/bin/env bash
# A table is described and no item of any is read or written: the trail leaves data events out. The
# warning names the event selector that would log them. Anybody's data event shows that it is on.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  record "$(session_identity prod/payments/api)" dynamodb.amazonaws.com DescribeTable \
    '{"tableName":"orders"}' null '[]'
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
stderr_has 'no_data_events'
stderr_has 'AWS::DynamoDB::Table'

event_count=100
record "$(user alice)" dynamodb.amazonaws.com GetItem '{"tableName":"other"}' null '[]' >more.jsonl
exits 0 scopedown generate log.jsonl more.jsonl --namespace payments
! grep -q no_data_events "$work/stderr" || fail 'warned of data events that are on'
