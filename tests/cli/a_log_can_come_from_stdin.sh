#!/usr/bin/env bash
# `-` is stdin, plain or gzipped.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
gzip -nc log.jsonl >log.jsonl.gz

exits 0 scopedown generate log.jsonl
keep_stdout from_file.json
exits 0 scopedown generate - <log.jsonl
stdout_is_the_file from_file.json
exits 0 scopedown generate - <log.jsonl.gz
stdout_is_the_file from_file.json
