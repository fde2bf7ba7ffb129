#!/usr/bin/env bash
# --mode tags: one policy of the role serves whoever's names carry its namespace; what it cannot
# serve is named, and exits with 3.
. "$(dirname "$0")/common.sh"
tenant='${aws:PrincipalTag/kubernetes-namespace}'
for name_space in payments payments-eu orders; do
  pod_grant prod/$name_space/api
  s3_get prod/$name_space/api shop "$name_space/rates.json"
  s3_get prod/$name_space/api shop "$name_space/2026/11/20.json"
  sqs_send prod/$name_space/api "$name_space-jobs"
done >log.jsonl

exits 0 scopedown generate log.jsonl --mode tags --compare
stdout_has "\"arn:aws:s3:::shop/$tenant/*\""
stdout_has "\"arn:aws:sqs:$region:$account:$tenant-jobs\""
stderr_has '3 of 3 units need nothing but this policy'
stderr_has 'the namespace of that name in every cluster'
stderr_has 'session policies  3 of 3'

cp "$work/stdout" role-policy.json
association() { # NAMESPACE TAGS-ARE-OFF
  printf '{"association":{"clusterName":"prod","namespace":"%s","serviceAccount":"api",' "$1"
  printf '"roleArn":"%s","associationId":"a-1","disableSessionTags":%s}}' "$shared_role" "$2"
}
association payments false >payments.json
association payments true >untagged.json
ask() { scopedown simulate s3:GetObject --identity role-policy.json --association "$1" --resource "arn:aws:s3:::shop/$2"; }
exits 0 ask payments.json payments/new.json
exits 3 ask payments.json payments-eu/new.json
exits 3 ask untagged.json payments/new.json

{ cat log.jsonl; s3_get prod/orders/api shared catalogue.json; } >more.jsonl
exits 3 scopedown generate more.jsonl --mode tags --out role
file_has role/role-policy.json "$tenant"
file_has role/summary.json '"mode": "tags"'
stderr_has 'namespace=orders,service-account=api needs a session policy: s3:GetObject on arn:aws:s3:::shared/catalogue.json'
exits 2 scopedown generate log.jsonl --mode tags --tagged s3:GetObject=s3:ExistingObjectTag/team

# A policy that no role holds inline is said, and is no success.
{ pod_grant prod/payments/api
  for number in $(seq 100 299); do sqs_send prod/payments/api "payments-jobs-$(printf 'x%.0s' $(seq $((number / 4))))-$number"; done
} >long.jsonl
exits 3 scopedown generate long.jsonl --mode tags --exact
stderr_has 'is what a role'
