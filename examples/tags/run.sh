#!/usr/bin/env bash
# One role policy for all tenants whose names carry their namespace, and whom it cannot serve.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {
  local code=0
  echo "\$ scopedown $*"
  "$scopedown" "$@" 2>"$work/words" || code=$?
  echo
  cat "$work/words"
  echo "exit $code"
  echo
}
ask() {
  local code=0
  echo "\$ scopedown simulate $*"
  "$scopedown" simulate "$@" --identity "$work/role-policy.json" --quiet | sed "s|$work/||" || code=$?
  echo "exit $code"
  echo
}

echo '# Session tags beside session policies'
run generate events.jsonl --quiet --mode tags --compare

echo '# Who gets in with that policy: payments, its own objects and not those of payments-eu'
"$scopedown" generate events.jsonl --quiet --mode tags >"$work/role-policy.json" 2>/dev/null || true
ask s3:PutObject --association payments.json --resource arn:aws:s3:::acme-apps/payments/2026/11/22/report.json
ask s3:PutObject --association payments.json --resource arn:aws:s3:::acme-apps/payments-eu/2026/11/22/report.json

echo '# The same with disableSessionTags: nobody'
ask s3:PutObject --association untagged.json --resource arn:aws:s3:::acme-apps/payments/2026/11/22/report.json

echo "# AWS's example: objects that carry the cluster's name as a tag"
run generate events.jsonl --quiet --mode tags --namespace payments \
  --tagged 's3:GetObject*=s3:ExistingObjectTag/eks-cluster-name'
