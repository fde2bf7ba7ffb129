#!/usr/bin/env bash
# plan: quotas, the fewest roles by usage with a lower bound, and who goes where.
. "$(dirname "$0")/common.sh"
{ for tenant in alpha beta gamma delta; do
    pod_grant "prod/$tenant/api"
    for number in $(seq 100 199); do sqs_send "prod/$tenant/api" "$tenant-orders-of-the-customer-number-$number"; done
  done
} >log.jsonl
exits 0 scopedown plan log.jsonl --no-policies
stdout_has 'associations of prod'
stdout_has '3 are saved'
exits 0 scopedown plan log.jsonl --no-policies --exact --managed 0 --json
stdout_has '"role": "tenants-4"'
stdout_has '"roles_lower_bound": 3'
exits 0 scopedown plan log.jsonl --no-policies --exact --managed 0
stdout_has 'no fewer than 3 roles name every resource; 4 were found'
exits 3 scopedown plan log.jsonl --no-policies --exact --no-inline --managed 1
stdout_has 'too large for any role'
