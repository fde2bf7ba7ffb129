#!/usr/bin/env bash
# File names are percent-encoded: no name of a tenant leads out of --out, or into another's file.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/../api
  s3_get prod/../api shop-dots one.json
  pod_grant prod/./api
  s3_get prod/./api shop-dot two.json
  pod_grant prod/%2E/api
  s3_get prod/%2E/api shop-encoded three.json
} >log.jsonl

exits 0 scopedown generate log.jsonl --out policies
file_has policies/prod/%2E%2E/api.json shop-dots/one.json
file_has policies/prod/%2E/api.json shop-dot/two.json
file_has policies/prod/%252E/api.json shop-encoded/three.json
no_file policies/api.json
no_file policies/prod/api.json

exits 0 scopedown generate log.jsonl --namespace ..
stdout_has shop-dots/one.json
