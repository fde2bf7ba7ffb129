#!/usr/bin/env bash
# Who is in the log, and the session policy of one of them.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

echo '$ scopedown tenants events'
"$scopedown" tenants events

echo
echo '$ scopedown generate events --namespace payments'
"$scopedown" generate events --namespace payments
echo
