#!/usr/bin/env bash
# A log that is not there is named, and the run fails.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

exits 1 scopedown generate missing.json.gz
stderr_has missing.json.gz
stdout_is_empty
exits 1 scopedown generate log.jsonl missing.json.gz
stderr_has missing.json.gz
