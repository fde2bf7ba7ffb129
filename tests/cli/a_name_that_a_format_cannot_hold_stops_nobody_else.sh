#!/usr/bin/env bash
# CloudFormation would read {{resolve:...}} as a secret's name: that policy is not written, its neighbours' are.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/evil/api
  s3_get prod/evil/api drop '{{resolve:secretsmanager:prod}}'
} >log.jsonl

exits 3 scopedown generate log.jsonl --format cloudformation --role-arn "$shared_role" --out out --quiet
stderr_has 'prod/evil/api: warning: not_delivered'
stderr_has '{{resolve:...}}'
file_exists out/prod/payments/api.template.yaml
no_file out/prod/evil
file_has out/summary.json '"not_delivered"'
exits 3 scopedown generate log.jsonl --format cloudformation --role-arn "$shared_role" --namespace evil
stdout_is_empty

exits 0 scopedown generate log.jsonl --format terraform --role-arn "$shared_role" --out out
file_has out/prod/evil/api.tf '{{resolve:secretsmanager:prod}}'
