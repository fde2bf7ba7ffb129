#!/usr/bin/env bash
# IRSA names a provider only: --cluster-provider says whose it is; else it stands as the cluster.
. "$(dirname "$0")/common.sh"
provider=arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/3D9E1F0A
{ one_tenant
  irsa_grant prod/payments/batch "$provider"
  s3_get prod/payments/batch shop-payments batch.csv
} >log.jsonl

exits 0 scopedown generate log.jsonl --cluster "$provider" --namespace payments
stdout_has shop-payments/batch.csv
stdout_lacks rates.json
exits 0 scopedown generate log.jsonl --cluster-provider "$(cluster_arn prod)=$provider" --out policies
file_has policies/prod/payments/batch.json shop-payments/batch.csv
file_has policies/prod/payments/api.json shop-payments/rates.json
