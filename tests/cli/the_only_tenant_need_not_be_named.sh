#!/usr/bin/env bash
# One unit and no --out: its policy is on stdout, whether it was asked for by name or not.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
keep_stdout by_name.json
exits 0 scopedown generate log.jsonl
stdout_is_the_file by_name.json
