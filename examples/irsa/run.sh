#!/usr/bin/env bash
# The trust policy of service accounts (IRSA), and why one of them gets 403.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$scopedown" role ../quickstart/events --cluster staging --out "$out" --quiet 2>&1
cat "$out/trust-irsa.json"
echo

issuer=$(sed 's/.*oidc-provider.\([^"]*\)".*/\1/' "$out/trust-irsa.json")
ask() {
  local code=0
  echo
  echo "# $1"
  shift
  "$scopedown" diagnose --trust "$out/trust-irsa.json" --annotation arn:aws:iam::111122223333:role/tenants "$@" 2>&1 || code=$?
  echo "exit $code"
}
ask 'the service account that is meant' --provider "https://$issuer" --service-account analytics/report-builder
ask 'a typo' --provider "https://$issuer" --service-account analytics/report-bulder
ask 'the cluster was made anew' --provider https://oidc.eks.eu-west-1.amazonaws.com/id/0000 --service-account analytics/report-builder
ask 'another audience' --provider "https://$issuer" --service-account analytics/report-builder --audience kubernetes
