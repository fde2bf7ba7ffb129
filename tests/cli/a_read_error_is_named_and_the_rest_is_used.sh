#!/usr/bin/env bash
# A file whose reading fails (EIO) is named with the system's reason; the others count, as if it had
# not been there, and it is read once it can be.
. "$(dirname "$0")/common.sh"
[[ -r /proc/self/mem ]] || { echo 'skipped: no /proc/self/mem, whose beginning cannot be read'; exit 0; }
one_tenant >log.jsonl
ln -s /proc/self/mem failing.json

exits 0 scopedown ingest log.jsonl --db whole.db
exits 1 scopedown ingest failing.json log.jsonl --db part.db
stderr_has 'failing.json: cannot be read: input/output error'
exits 0 scopedown export --usage --db whole.db
keep_stdout whole.csv
exits 0 scopedown export --usage --db part.db
stdout_is_the_file whole.csv

rm failing.json
s3_get prod/payments/api shop-payments late.json >failing.json
exits 0 scopedown ingest failing.json log.jsonl --db part.db
exits 0 scopedown export --usage --db part.db
stdout_has late.json
