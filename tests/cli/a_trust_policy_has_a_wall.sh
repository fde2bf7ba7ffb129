#!/usr/bin/env bash
# role: a trust policy of more service accounts than 2,048 characters hold is not written; how many they hold is
# said, and a raised quota holds more. Clusters that do not fit by name are trusted by region.
. "$(dirname "$0")/common.sh"
provider=arn:aws:iam::$account:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F
{ for tenant in $(seq 100 159); do
    irsa_grant "prod/team-$tenant/api" "$provider"
    sqs_send "prod/team-$tenant/api" "queue-$tenant"
  done
} >irsa.jsonl
exits 3 scopedown role irsa.jsonl --out role
stderr_has irsa_trust_too_long
grep -q 'names 60 has [0-9]* of 2048 characters, which is room for about 4[0-9]' "$work/stderr" || fail 'the wall is not said'
no_file role/trust-irsa.json
file_exists role/inline.json
exits 0 scopedown role irsa.jsonl --trust-characters 4096 --out role
file_has role/trust-irsa.json system:serviceaccount:team-159:api

{ for cluster in $(seq 100 140); do
    pod_grant "cluster-$cluster/payments/api"
    sqs_send "cluster-$cluster/payments/api" "queue-$cluster"
  done
} >pods.jsonl
exits 0 scopedown role pods.jsonl --out pods
stderr_has clusters_by_region
file_has pods/trust.json '"ArnLike":{"aws:SourceArn":"arn:aws:eks:eu-west-1:111122223333:cluster/*"}'
