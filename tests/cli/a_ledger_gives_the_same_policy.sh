#!/usr/bin/env bash
# `ingest` and then `generate --db` is `generate LOG`, whatever the parts the log came in.
. "$(dirname "$0")/common.sh"
one_tenant >whole.jsonl
head -n 2 whole.jsonl >first.jsonl
tail -n 1 whole.jsonl >second.jsonl

exits 0 scopedown generate whole.jsonl
keep_stdout direct.json
exits 0 scopedown ingest second.jsonl --db usage.db
exits 0 scopedown ingest first.jsonl --db usage.db
stdout_is_empty
exits 0 scopedown generate --db usage.db
stdout_is_the_file direct.json
