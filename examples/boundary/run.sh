#!/usr/bin/env bash
# What a delegated administrator may do with roles, and what a role made that way may do.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$scopedown" role ../quickstart/events --cluster prod --path /tenants/ --boundary-name tenants-boundary --out "$out" --quiet
ask() {
  local code=0
  echo "# $1"
  shift
  "$scopedown" simulate "$@" --quiet >"$out/answer" || code=$?
  echo "exit $code"
}
mine=arn:aws:iam::111122223333:role/tenants/acme
bounded=iam:PermissionsBoundary=arn:aws:iam::111122223333:policy/tenants-boundary
administer() { ask "$@" --principal arn:aws:iam::111122223333:role/team --identity "$out/delegation.json"; }
administer 'a role under the path, with the boundary' iam:CreateRole --resource "$mine" --context "$bounded"
administer 'without it' iam:CreateRole --resource "$mine"
administer 'with another' iam:CreateRole --resource "$mine" --context "$bounded-2"
administer 'somewhere else' iam:CreateRole --resource arn:aws:iam::111122223333:role/platform --context "$bounded"
administer 'taking the boundary off' iam:DeleteRolePermissionsBoundary --resource "$mine" --context "$bounded"
administer 'changing the boundary' iam:CreatePolicyVersion --resource arn:aws:iam::111122223333:policy/tenants-boundary

bound() { ask "$@" --principal arn:aws:sts::111122223333:assumed-role/acme/1 --identity ../simulate/full-access.json --boundary "$out/boundary.json"; }
bound 'a bounded role with full access, on what tenants use' dynamodb:GetItem --resource arn:aws:dynamodb:eu-west-1:111122223333:table/payments
bound 'on what nobody uses' dynamodb:GetItem --resource arn:aws:dynamodb:eu-west-1:111122223333:table/salaries
bound 'making users' iam:CreateUser --resource arn:aws:iam::111122223333:user/x
