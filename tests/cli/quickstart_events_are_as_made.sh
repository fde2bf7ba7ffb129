#!/usr/bin/env bash
# The log of examples/quickstart is what tests/support/make_quickstart.cc writes: unpacked, since
# compressors may differ. $MAKE_QUICKSTART is that program.
. "$(dirname "$0")/common.sh"
committed=$here/../../examples/quickstart/events

exits 0 "$MAKE_QUICKSTART" events
diff <(ls "$committed") <(ls events) || fail 'other files'
for file in events/*; do
  diff -q <(gzip -cdf <"$committed/${file##*/}") <(gzip -cdf <"$file") || fail "${file##*/} differs"
done
