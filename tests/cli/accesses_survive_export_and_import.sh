#!/usr/bin/env bash
# What `export --accesses` writes, `import` reads: a line for each access, and the same policy.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
exits 0 scopedown ingest log.jsonl --db usage.db
exits 0 scopedown export --accesses --db usage.db
keep_stdout accesses.jsonl
[[ $(wc -l <accesses.jsonl) == 2 ]] || fail 'not a line for each of two accesses'
file_has accesses.jsonl '"s3:GetObject"'
file_has accesses.jsonl arn:aws:s3:::shop-payments/rates.json

exits 0 scopedown import accesses.jsonl --db other.db
exits 0 scopedown export --accesses --db other.db
stdout_is_the_file accesses.jsonl

exits 0 scopedown generate --db usage.db
keep_stdout policy.json
exits 0 scopedown generate --db other.db
stdout_is_the_file policy.json
