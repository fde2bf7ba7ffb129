#!/usr/bin/env bash
# Associations with a target role: who gets from the shared role into it.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

source=arn:aws:iam::111122223333:role/tenants
target=arn:aws:iam::444455556666:role/data
"$scopedown" role ../quickstart/events --cluster prod --namespace payments --role-arn "$source" --target-role-arn "$target" --out "$out" --quiet 2>&1
cat "$out/target-trust.json"
echo

ask() {
  local code=0
  echo "# $1"
  shift
  "$scopedown" simulate sts:AssumeRole --resource "$target" --identity "$out/source.json" --resource-policy "$out/target-trust.json" "$@" \
    --quiet >"$out/answer" || code=$?
  echo "exit $code"
}
session=arn:aws:sts::111122223333:assumed-role/tenants/eks-prod-api-1
id=sts:ExternalId=eu-west-1/111122223333
ask 'the association that is meant' --principal "$session" --context "$id/prod/payments/api"
ask 'without an external ID' --principal "$session"
ask 'another namespace' --principal "$session" --context "$id/prod/orders/api"
ask 'another cluster' --principal "$session" --context "$id/staging/payments/api"
ask 'another account' --principal "$session" --context sts:ExternalId=eu-west-1/999988887777/prod/payments/api
ask 'another role' --principal arn:aws:sts::111122223333:assumed-role/other/1 --context "$id/prod/payments/api"
