#!/usr/bin/env bash
# Two runs that write to one ledger at the same time come one after the other: nothing counts twice.
. "$(dirname "$0")/common.sh"
"$MAKE_LOGS" logs 3000 100
exits 0 scopedown ingest logs --db whole.db
exits 0 scopedown tenants --db whole.db
keep_stdout whole.txt

"$SCOPEDOWN" ingest logs --db usage.db 2>first & first=$!
"$SCOPEDOWN" ingest logs --db usage.db 2>second & second=$!
wait "$first" || fail 'the first run failed'
wait "$second" || fail 'the second run failed'
grep -qhF '30 files were known already' first second || fail 'neither run knew the files of the other'
exits 0 scopedown tenants --db usage.db
stdout_is_the_file whole.txt
