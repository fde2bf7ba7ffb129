#!/usr/bin/env bash
# Two clusters of one name: the ARNs to choose from, and no policy.
. "$(dirname "$0")/common.sh"
{ one_tenant
  region=us-east-1 pod_grant prod/payments/api
  region=us-east-1 s3_get prod/payments/api shop-payments-us rates.json
} >log.jsonl
europe=arn:aws:eks:eu-west-1:111122223333:cluster/prod
america=arn:aws:eks:us-east-1:111122223333:cluster/prod

exits 2 scopedown generate log.jsonl --cluster prod --namespace payments
stderr_has "$europe"
stderr_has "$america"
stdout_is_empty

exits 2 scopedown generate log.jsonl --namespace payments
stdout_is_empty

exits 0 scopedown generate log.jsonl --cluster "$america" --namespace payments
stdout_has shop-payments-us/rates.json
stdout_lacks shop-payments/rates.json
