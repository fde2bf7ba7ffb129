#!/usr/bin/env bash
# --since S: last seen at or after S. --until U: first seen before U.
. "$(dirname "$0")/common.sh"
{ at=2026-11-18T08:59:00Z pod_grant prod/payments/api
  at=2026-11-18T09:00:00Z s3_get prod/payments/api shop-payments old.json
  at=2026-11-20T09:00:00Z s3_get prod/payments/api shop-payments middle.json
  at=2026-11-22T09:00:00Z s3_get prod/payments/api shop-payments new.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --exact --since 2026-11-20T09:00:00Z
stdout_lacks old.json
stdout_has middle.json
stdout_has new.json
exits 0 scopedown generate log.jsonl --exact --until 2026-11-20T09:00:00Z
stdout_has old.json
stdout_lacks middle.json
exits 0 scopedown generate log.jsonl --exact --since 2026-11-19 --until 2026-11-21 --summary summary.json
stdout_lacks old.json
stdout_has middle.json
stdout_lacks new.json
[[ $(summary_number summary.json outside_window) == 2 ]] || fail 'two calls are outside the window'
