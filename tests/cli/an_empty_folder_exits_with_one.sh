#!/usr/bin/env bash
# A folder without logs is a mistake, not an empty answer.
. "$(dirname "$0")/common.sh"
mkdir empty

exits 1 scopedown generate empty
stderr_has empty
stdout_is_empty
