#!/usr/bin/env bash
# CloudTrail does not log PutLogEvents. Who makes a log stream is taken to write to it only with
# --assume-unlogged, and what was assumed is listed with its evidence. Never says no to that, too.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  record "$(session_identity prod/payments/api)" logs.amazonaws.com CreateLogStream \
    '{"logGroupName":"/app","logStreamName":"api"}' null '[]'
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments --summary summary.json
stdout_lacks PutLogEvents
stderr_has 'unlogged: plausible'
stderr_has 'logs:PutLogEvents on'
file_has summary.json '"assumed": []'

exits 0 scopedown generate log.jsonl --namespace payments --assume-unlogged --summary summary.json
stdout_has '"logs:PutLogEvents"'
stdout_has 'log-group:/app:log-stream:api"'
stdout_lacks '"*"'
stderr_has 'assumed: added though no log shows it: logs:PutLogEvents'
file_has summary.json '"evidence": "logs:CreateLogStream on arn:aws:logs:'

echo '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"logs:PutLogEvents","Resource":"*"}}' >never.json
exits 3 scopedown generate log.jsonl --namespace payments --assume-unlogged --never never.json
stdout_lacks PutLogEvents
stderr_has 'withheld logs:PutLogEvents'
