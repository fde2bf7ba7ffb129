#!/usr/bin/env bash
# The quotas that bind a fleet, and who shares a role with whom when one role cannot hold all.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

echo '$ scopedown plan ../quickstart/events --cluster prod'
"$scopedown" plan ../quickstart/events --cluster prod --quiet

fleet() {
  for tenant in $(seq 10 29); do
    for queue in $(seq 100 199); do
      printf '{"cluster":"arn:aws:eks:eu-west-1:111122223333:cluster/prod","namespace":"tenant-%s","service_account":"app",' "$tenant"
      printf '"action":"sqs:SendMessage","resource":"arn:aws:sqs:eu-west-1:111122223333:orders-of-tenant-%s-%s"}\n' "$tenant" "$queue"
    done
  done
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fleet >"$work/fleet.jsonl"
"$scopedown" import "$work/fleet.jsonl" --db "$work/db.sqlite" --quiet

echo
echo '$ scopedown plan --db fleet.sqlite --no-policies'
"$scopedown" plan --db "$work/db.sqlite" --no-policies
echo
echo '$ scopedown plan --db fleet.sqlite --no-policies --exact'
"$scopedown" plan --db "$work/db.sqlite" --no-policies --exact
echo
echo '$ scopedown plan ../quickstart/events --cluster prod --roles 1,2,4'
"$scopedown" plan ../quickstart/events --cluster prod --roles 1,2,4 --quiet | sed -n '/^units dealt/,/^unneeded/p'
