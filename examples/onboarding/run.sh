#!/usr/bin/env bash
# A new namespace, billing, gets its policy from one that is like it.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

events=../quickstart/events
echo '$ scopedown onboard events --like payments --namespace billing'
"$scopedown" onboard $events --like payments --namespace billing --quiet 2>&1 || true

echo
echo '$ scopedown onboard events --like payments --namespace billing --keep QUEUE --replace OLD_KEY=NEW_KEY'
"$scopedown" onboard $events --like payments --namespace billing --quiet \
  --keep arn:aws:sqs:eu-west-1:111122223333:orders \
  --replace 5f1c2d7e-8a90-4b3c-9d21-6e7f8091a2b3=0a1b2c3d-1111-4222-8333-444455556666
echo
