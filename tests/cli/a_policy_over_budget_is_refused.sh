#!/usr/bin/env bash
# What does not fit is refused (3): never cut short. The shortfall is named.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

exits 3 scopedown generate log.jsonl --budget 100 --summary summary.json
stdout_is_empty
stderr_has payments
stderr_has 100
file_has summary.json short_by

exits 3 scopedown generate log.jsonl --budget 100 --out policies
no_file policies/prod/payments/api.json
file_exists policies/summary.json
