#!/usr/bin/env bash
# Where --out cannot be made, the run fails and names it.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
echo precious >file

exits 1 scopedown generate log.jsonl --out file/policies
stderr_has file/policies
stdout_is_empty
file_has file precious
