#!/usr/bin/env bash
# diagnose: 3 and a finding a line where something is wrong, 0 where nothing is, 2 where nothing was given.
. "$(dirname "$0")/common.sh"
issuer=oidc.eks.eu-west-1.amazonaws.com/id/8D3F
trust() {
  printf '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::%s:oidc-provider/%s"},' "$account" "$issuer"
  printf '"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"%s:sub":"system:serviceaccount:%s"}}}}' "$issuer" "$1"
}
trust payments:api >good.json
trust payment:api >typo.json
asked() { scopedown diagnose --trust "$1" --provider "https://$issuer" --service-account payments/api --annotation "$shared_role"; }
exits 0 asked good.json
stdout_is_empty
exits 3 asked typo.json
stdout_has 'subject: '
stdout_has system:serviceaccount:payments:api
exits 2 scopedown diagnose --provider "https://$issuer"
exits 2 scopedown diagnose --trust good.json --service-account payments
exits 1 scopedown diagnose --trust missing.json
exits 1 scopedown diagnose --event good.json
