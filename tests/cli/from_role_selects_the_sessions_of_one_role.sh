#!/usr/bin/env bash
# --from-role: calls under other roles do not count.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments --from-role "$shared_role"
stdout_has shop-payments/rates.json
exits 3 scopedown generate log.jsonl --from-role arn:aws:iam::111122223333:role/other --out policies
file_has policies/summary.json '"other_role"'
