#!/usr/bin/env bash
# role --target-role-arn: who was seen with one session for longest, if more than an hour, is named, since AWS
# ends sessions of a chained role then. An hour is no more than an hour.
. "$(dirname "$0")/common.sh"
chain() { scopedown role "$1" --role-arn "$shared_role" --target-role-arn arn:aws:iam::444455556666:role/data --out role; }
{ pod_grant prod/payments/api
  at=2026-11-20T09:00:00Z sqs_send prod/payments/api orders
  at=2026-11-20T10:00:00Z sqs_send prod/payments/api orders
  pod_grant prod/orders/worker
  at=2026-11-20T09:30:00Z sqs_send prod/orders/worker jobs
} >short.jsonl
exits 0 chain short.jsonl
! grep -q chained_hour "$work/stderr" || fail 'a session of an hour is held against it'
{ cat short.jsonl
  event_count=100
  at=2026-11-20T14:05:59Z sqs_receive prod/payments/api orders
} >long.jsonl
exits 0 chain long.jsonl
stderr_has 'chained_hour: sessions of the target role last an hour at most; 1 of 2 units used one for longer, '
stderr_has 'namespace=payments,service-account=api for 5 h 6 min'
file_has role/role.json chained_hour

# What an engine counted does not tell it.
exits 0 scopedown ingest long.jsonl --db usage.sqlite
exits 0 scopedown export --db usage.sqlite --usage
keep_stdout rows.csv
exits 0 scopedown import rows.csv --db imported.sqlite
exits 0 scopedown role --db imported.sqlite --role-arn "$shared_role" --target-role-arn arn:aws:iam::444455556666:role/data --out role
stderr_has 'how long 2 of 2 units used one, the ledger does not tell'
