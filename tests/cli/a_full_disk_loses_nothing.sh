#!/usr/bin/env bash
# A disk that is full is named; what was written before is whole, and with room the run goes on.
. "$(dirname "$0")/common.sh"
"$MAKE_LOGS" logs 6000 100
exits 0 scopedown ingest logs --db whole.db
exits 0 scopedown export --usage --db whole.db
keep_stdout whole.csv

# No file may grow beyond 256 KiB: the ledger needs more.
limited() { (ulimit -f 256; trap '' XFSZ; "$SCOPEDOWN" "$@"); }
exits 1 limited ingest logs --db usage.db
stderr_has usage.db
stderr_has 'is its disk full or failing?'

exits 0 scopedown ingest logs --db usage.db
exits 0 scopedown export --usage --db usage.db
stdout_is_the_file whole.csv
