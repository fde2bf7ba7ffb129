#!/usr/bin/env bash
# A tool that deletes what a folder does not list must not delete the tenants that one run did not ask about.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/kustomization/web
  s3_get prod/kustomization/web shop-pay logo.svg
  pod_grant staging/payments/api
  s3_get staging/payments/api shop-staging rates.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --format kustomize --role-arn "$shared_role" --out out
for cluster in prod staging; do
  file_has out/$cluster/kustomization.yaml '- payments/api.ack.yaml'
done
file_has out/prod/kustomization.yaml '- kustomization/web.ack.yaml'
cp out/prod/kustomization.yaml before.yaml
exits 0 scopedown generate log.jsonl --format kustomize --role-arn "$shared_role" --out out --namespace payments
same_file before.yaml out/prod/kustomization.yaml
rm -r out/prod/kustomization
exits 0 scopedown generate log.jsonl --format kustomize --role-arn "$shared_role" --out out --namespace payments
file_lacks out/prod/kustomization.yaml kustomization/web

# A namespace of that name does not take the list's place.
exits 0 scopedown generate log.jsonl --format kustomize --role-arn "$shared_role" --out per --per namespace
file_has per/prod/kustomization.yaml '- kustomization.ack.yaml'
file_has per/prod/kustomization.ack.yaml 'namespace: kustomization'
