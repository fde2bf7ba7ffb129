#!/usr/bin/env bash
# One command for the role and the session policies inside it, and who may assume the role.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

echo '$ scopedown generate ../quickstart/events --cluster prod --with-role role --out policies'
"$scopedown" generate ../quickstart/events --cluster prod --with-role "$out/role" --out "$out/policies" --quiet
(cd "$out" && find . -type f | LC_ALL=C sort)

echo
echo '$ cat role/trust.json'
cat "$out/role/trust.json"
echo

ask() {
  local code=0
  echo
  echo "# $1"
  shift
  "$scopedown" simulate "$@" --quiet >"$out/answer" || code=$?
  echo "exit $code"
}
role=arn:aws:iam::111122223333:role/tenants
cluster=arn:aws:eks:eu-west-1:111122223333:cluster
assume() {
  ask "$1" "$2" --principal pods.eks.amazonaws.com --resource "$role" --resource-policy "$out/role/trust.json" \
    --context "aws:SourceArn=$3" --context "aws:SourceAccount=$4"
}
assume 'EKS for a pod of prod' sts:AssumeRole "$cluster/prod" 111122223333
assume 'with session tags, which are off' sts:TagSession "$cluster/prod" 111122223333
assume 'another cluster' sts:AssumeRole "$cluster/staging" 111122223333
assume 'another account' sts:AssumeRole arn:aws:eks:eu-west-1:444455556666:cluster/prod 444455556666

use() {
  ask "$1" "$2" --resource "$3" --identity "$out/role/inline.json" --session "$out/policies/prod/$4.json"
}
table=arn:aws:dynamodb:eu-west-1:111122223333:table
use 'payments/api reads its table' dynamodb:GetItem "$table/payments" payments/api
use 'and not that of orders, which the role allows' dynamodb:PutItem "$table/orders" payments/api
