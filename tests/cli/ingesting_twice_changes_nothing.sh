#!/usr/bin/env bash
# An event counts once, in whichever file it comes again.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
cp log.jsonl copy.jsonl

exits 0 scopedown ingest log.jsonl --db usage.db
exits 0 scopedown export --accesses --db usage.db
keep_stdout once.jsonl
exits 0 scopedown ingest log.jsonl copy.jsonl --db usage.db
exits 0 scopedown ingest copy.jsonl --db usage.db
exits 0 scopedown export --accesses --db usage.db
stdout_is_the_file once.jsonl
