#!/usr/bin/env bash
# Killed at any moment, `ingest` goes on the next time, and ends with the ledger of a run that nobody
# disturbed. SCOPEDOWN_KILLS says how often it is killed.
. "$(dirname "$0")/common.sh"
kills=${SCOPEDOWN_KILLS:-20}
"$MAKE_LOGS" logs 6000 100
# Some are there under another name too: a copy must not be done before the file that was read.
for file in $(ls logs | head -n 20); do cp "logs/$file" "logs/again-$file"; done

begin=$(date +%s%N)
exits 0 scopedown ingest logs --db whole.db
taken=$((($(date +%s%N) - begin) / 1000))
exits 0 scopedown export --usage --db whole.db
keep_stdout whole.csv
exits 0 scopedown tenants --db whole.db
keep_stdout whole.txt

landed=0
RANDOM=${SCOPEDOWN_SEED:-17}
while [[ $landed -lt $kills ]]; do
  # Files come a few at a time, so that a ledger has several transactions to be killed between.
  mkdir -p some
  count=$((RANDOM % 30 + 1))
  ls logs | sort -R --random-source=<(yes "$RANDOM") | head -n "$count" | while read -r file; do
    ln -f "logs/$file" "some/$file"
  done
  "$SCOPEDOWN" ingest some --db usage.db --quiet 2>/dev/null &
  sleep "$(printf '0.%06d' $((RANDOM * 32 % (taken < 900000 ? taken : 900000))))"
  kill -9 $! 2>/dev/null && landed=$((landed + 1))
  wait $! 2>/dev/null || true
  # What is there can be read at any time.
  if [[ -s usage.db ]]; then exits 0 scopedown export --usage --db usage.db; fi
  if [[ $(ls some | wc -l) == 80 ]]; then rm -rf some usage.db*; fi
done

exits 0 scopedown ingest logs --db usage.db
exits 0 scopedown export --usage --db usage.db
stdout_is_the_file whole.csv
exits 0 scopedown tenants --db usage.db
stdout_is_the_file whole.txt
