#!/usr/bin/env bash
# A command line that makes no sense exits with 2, says why on stderr, and leaves stdout empty.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

nonsense() {
  exits 2 scopedown "$@"
  stdout_is_empty
  [[ -s $work/stderr ]] || fail "nothing on stderr: $*"
}
nonsense
nonsense show
nonsense --no-such-option
nonsense generate
nonsense generate log.jsonl --no-such-option
nonsense generate log.jsonl --budget plenty
nonsense generate log.jsonl --packed-max much
nonsense generate log.jsonl --per pod
nonsense generate log.jsonl --tenant-by colour
nonsense generate log.jsonl --tenant payments
nonsense generate log.jsonl --since yesterday
nonsense generate log.jsonl --min-calls few
nonsense ingest log.jsonl
nonsense export --db some.db
nonsense catalogue
nonsense catalogue show
nonsense catalogue expand
nonsense catalogue expand s3
nonsense catalogue explain 's3:Get*'
nonsense catalogue event s3.amazonaws.com
nonsense catalogue coverage
nonsense check
nonsense simulate
nonsense simulate s3:Get*
nonsense explain

exits 0 scopedown --help
exits 0 scopedown generate --help
exits 0 scopedown catalogue event --help
