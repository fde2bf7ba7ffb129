#!/usr/bin/env bash
# EKS tags no session that has a session policy: associations and pods say whose it is, or that
# several may hold it. It is kept in the ledger, and attributes what came before and what comes later.
. "$(dirname "$0")/common.sh"

# Session names as EKS chooses them; POD is what they have of the pod's name.
session_is() {
  IFS=/ read -r cluster name_space service_account <<<"$1"
  access_key=ASIA$(number_of "$1 $pod")
  session_name=eks-$cluster-$pod-$(printf '%08d' "$(number_of "$1 $pod" | tail -c 8)")-3d04-4713-b86a-cd6774cdbae9
  role=$shared_role
  session_arn=arn:aws:sts::$account:assumed-role/${role##*/}/$session_name
}
untagged_grant() {
  local cluster name_space service_account access_key session_name role session_arn
  session_is "$1"
  record '{"type":"AWSService","invokedBy":"pods.eks.amazonaws.com"}' sts.amazonaws.com AssumeRole \
    "{\"roleArn\":\"$role\",\"roleSessionName\":\"$session_name\"}" \
    "$(granted "$access_key" "$session_arn" "AROATENANTS:$session_name")" "[$(resource IAM::Role "$role")]"
}
association() { # NAMESPACE SERVICE_ACCOUNT
  printf '{"association":{"clusterName":"prod","namespace":"%s","serviceAccount":"%s","roleArn":"%s",' \
    "$1" "$2" "$shared_role"
  printf '"associationArn":"arn:aws:eks:%s:%s:podidentityassociation/prod/a-%s","disableSessionTags":true}}\n' \
    "$region" "$account" "$1"
}
pod_of() { # NAMESPACE WORKLOAD HASH
  printf '{"kind":"Pod","metadata":{"name":"%s-%s-x2x9z","generateName":"%s-%s-",' "$2" "$3" "$2" "$3"
  printf '"namespace":"%s","labels":{"pod-template-hash":"%s"},' "$1" "$3"
  printf '"ownerReferences":[{"kind":"ReplicaSet","name":"%s-%s"}]},' "$2" "$3"
  printf '"spec":{"serviceAccountName":"api"}}'
}
{ pod=api-7c9f8d untagged_grant prod/payments/api
  pod=api-7c9f8d s3_get prod/payments/api shop-payments rates.json
  pod=api-56b9f9 untagged_grant prod/orders/api
  pod=api-56b9f9 s3_get prod/orders/api shop-orders list.json
  pod=api-66b6c4 untagged_grant prod/somebody/api
  pod=api-66b6c4 s3_get prod/somebody/api shop-other x.json
} >log.jsonl
{ association payments api; association orders api; } >associations.json
{ printf '{"kind":"List","items":['
  pod_of payments api 7c9f8d6b5; printf ,; pod_of orders api 56b9f94b4
  printf ']}'
} >pods.json

exits 0 scopedown tenants log.jsonl
stdout_has 'untagged_session'
exits 0 scopedown tenants log.jsonl --inventory associations.json
stdout_has 'ambiguous_pod'

exits 0 scopedown generate log.jsonl --inventory associations.json --inventory pods.json --out one
stderr_has 'inventory: 2 associations, 2 kinds of pods'
file_has one/prod/payments/api.json shop-payments/rates.json
file_has one/prod/orders/api.json shop-orders/list.json
file_lacks one/prod/payments/api.json shop-other
file_has one/summary.json '"ambiguous_pod"'

# Kept in the ledger, before or after the logs, in one run or in several: the same export.
exits 0 scopedown ingest log.jsonl --db a.db --inventory associations.json --inventory pods.json
exits 0 scopedown ingest --db b.db --inventory associations.json --inventory "$(cluster_arn prod)=pods.json"
exits 0 scopedown ingest log.jsonl --db b.db
exits 0 scopedown ingest log.jsonl --db c.db
exits 0 scopedown ingest --db c.db --inventory associations.json
exits 0 scopedown ingest --db c.db --inventory prod=pods.json
exits 0 scopedown export --usage --db a.db
keep_stdout a.csv
exits 0 scopedown export --usage --db b.db
stdout_is_the_file a.csv
exits 0 scopedown export --usage --db c.db
stdout_is_the_file a.csv
file_has a.csv payments

# Forgotten on request, and refused where it would be guessed.
exits 0 scopedown ingest --db a.db --forget-inventory
exits 0 scopedown export --usage --db a.db
stdout_lacks payments,api
exits 2 scopedown tenants log.jsonl --inventory pods.json
stderr_has '--inventory CLUSTER=FILE'
exits 1 scopedown tenants log.jsonl --inventory log.jsonl
stderr_has 'no inventory in it'
exits 1 scopedown tenants log.jsonl --inventory missing.json
