#!/usr/bin/env bash
# Every examples/*/run.sh prints its expected.txt. SCOPEDOWN_BLESS=1 writes the file instead, for a
# person to read in the diff.
. "$(dirname "$0")/common.sh"
export SCOPEDOWN

tried=0
for run in "$here"/../../examples/*/run.sh; do
  expected=$(dirname "$run")/expected.txt
  exits 0 bash "$run"
  if [[ -n ${SCOPEDOWN_BLESS:-} ]]; then keep_stdout "$expected"; fi
  diff -u "$expected" "$work/stdout" || fail "$run printed something else"
  tried=$((tried + 1))
done
[[ $tried -gt 0 ]] || fail 'there are no examples'
