#!/usr/bin/env bash
# A call is attributed whenever its session is learnt: by a later run, or by one that came long before.
. "$(dirname "$0")/common.sh"
pod_grant prod/payments/api >grant.jsonl
s3_get prod/payments/api shop-payments rates.json >call.jsonl
at=2026-11-21T09:00:00Z s3_get prod/payments/api shop-payments later.json >later.jsonl

exits 0 scopedown ingest call.jsonl --db usage.db
exits 1 scopedown generate --db usage.db --namespace payments
exits 0 scopedown ingest grant.jsonl --db usage.db
exits 0 scopedown generate --db usage.db --namespace payments --exact
stdout_has shop-payments/rates.json
exits 0 scopedown ingest later.jsonl --db usage.db
exits 0 scopedown generate --db usage.db --namespace payments --exact
stdout_has shop-payments/later.json
