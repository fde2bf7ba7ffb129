#!/usr/bin/env bash
# What `aws eks describe-cluster` prints joins IRSA sessions to their cluster; so does `ingest
# --cluster-provider`, for good; annotations of service accounts do, with a warning.
. "$(dirname "$0")/common.sh"
issuer=oidc.eks.eu-west-1.amazonaws.com/id/3D9E1F0A
provider=arn:aws:iam::$account:oidc-provider/$issuer
{ pod_grant prod/payments/api
  pod_grant staging/payments/api
  irsa_grant prod/payments/batch "$provider"
  s3_get prod/payments/batch shop-payments batch.csv
} >log.jsonl
printf '{"cluster":{"name":"prod","arn":"%s","identity":{"oidc":{"issuer":"https://%s"}}}}' \
  "$(cluster_arn prod)" "$issuer" >cluster.json
printf '{"kind":"ServiceAccountList","items":[{"metadata":{"name":"batch","namespace":"payments",' >accounts.json
printf '"annotations":{"eks.amazonaws.com/role-arn":"%s"}}}]}' "$shared_role" >>accounts.json

exits 0 scopedown generate log.jsonl --out unknown
no_file unknown/prod/payments/batch.json
exits 0 scopedown generate log.jsonl --inventory cluster.json --out known
file_has known/prod/payments/batch.json batch.csv
exits 0 scopedown generate log.jsonl --inventory prod=accounts.json --out told
stderr_has cluster_by_annotation
file_has told/prod/payments/batch.json batch.csv

exits 0 scopedown ingest log.jsonl --db usage.db --cluster-provider "$(cluster_arn prod)=3D9E1F0A"
exits 0 scopedown generate --db usage.db --out kept
file_has kept/prod/payments/batch.json batch.csv
exits 2 scopedown ingest log.jsonl --db usage.db --cluster-provider prod=3D9E1F0A
stderr_has "the cluster's ARN"
