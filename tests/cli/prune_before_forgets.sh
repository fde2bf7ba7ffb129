#!/usr/bin/env bash
# --prune-before forgets calls that were last made before, and does not count them should they come
# again; what was made since stays.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments old.json
  at=2026-11-22T09:00:00Z s3_get prod/payments/api shop-payments new.json
} >log.jsonl
{ cat log.jsonl; echo; } >copy.jsonl

exits 0 scopedown ingest log.jsonl --db usage.db
exits 0 scopedown ingest log.jsonl --db usage.db --prune-before 2026-11-21
exits 0 scopedown export --accesses --db usage.db
stdout_has shop-payments/new.json
stdout_lacks shop-payments/old.json
keep_stdout pruned.jsonl
exits 0 scopedown ingest copy.jsonl --db usage.db
exits 0 scopedown export --accesses --db usage.db
stdout_is_the_file pruned.jsonl
exits 0 scopedown tenants --db usage.db
stdout_has pruned
exits 2 scopedown ingest log.jsonl --db usage.db --prune-before yesterday
