#!/usr/bin/env bash
# Why a pod gets 403: each cause, and what to do about it.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

ask() {
  local code=0
  echo "# $1"
  shift
  "$scopedown" diagnose "$@" 2>&1 || code=$?
  echo "exit $code"
  echo
}
irsa=(--trust trust-irsa.json --annotation arn:aws:iam::111122223333:role/tenants)
issuer=https://oidc.eks.eu-west-1.amazonaws.com/id/8D3F
cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod

ask 'IRSA as it should be' "${irsa[@]}" --provider "$issuer" --service-account payments/api
ask 'a typo in the subject' "${irsa[@]}" --provider "$issuer" --service-account payment/api
ask 'another audience' "${irsa[@]}" --provider "$issuer" --service-account payments/api --audience vault
ask 'the provider of another cluster' "${irsa[@]}" --provider https://oidc.eks.eu-west-1.amazonaws.com/id/0000 --service-account payments/api
ask 'the endpoint of another region' "${irsa[@]}" --provider "$issuer" --service-account payments/api --event wrong-region.json

ask 'Pod Identity as it should be' --trust trust-pods.json --association association.json --cluster "$cluster"
ask 'another cluster' --trust trust-pods.json --association association.json --cluster "${cluster/prod/staging}"
ask 'no association' --event no-association.json
ask 'the association of another service account' --association association.json --service-account orders/worker
ask 'tags are off, and a policy needs them' --association association.json --policy role-by-tags.json
ask 'tags are on, and may not be passed' --trust trust-pods.json --association association-with-tags.json --cluster "$cluster"
ask 'an annotation and an association' --annotation arn:aws:iam::111122223333:role/tenants --association association.json
