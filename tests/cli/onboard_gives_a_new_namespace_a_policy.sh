#!/usr/bin/env bash
# onboard: the policy of a namespace like it, its name replaced; what no name tells is asked for.
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_get prod/payments/api shop-payments rates.json
  s3_get prod/payments/api shop-config rates.json
} >log.jsonl

exits 3 scopedown onboard log.jsonl --like payments --namespace billing
stdout_is_empty
stderr_has '--keep arn:aws:s3:::shop-config/rates.json'
stderr_has 'arn:aws:sqs:eu-west-1:111122223333:orders'
exits 0 scopedown onboard log.jsonl --like payments --namespace billing --replace orders=bills \
  --keep 'arn:aws:s3:::shop-config/*' --accesses billing.jsonl
stdout_is_one_policy
keep_stdout billing.json
for arn in shop-billing/rates.json shop-config/rates.json 111122223333:bills; do
  stdout_has "$arn"
done
stdout_lacks payments
stdout_lacks shop-payments

# What it is allowed goes on to be known: the same policy, and a neighbour that others keep away from.
file_has billing.jsonl '"namespace":"billing"'
exits 0 scopedown generate log.jsonl --also billing.jsonl --namespace billing --service-account api
stdout_is_the_file billing.json
exits 0 scopedown onboard log.jsonl --also billing.jsonl --namespace billing
stdout_is_the_file billing.json
exits 0 scopedown onboard log.jsonl --like payments --namespace billing --replace orders=bills \
  --drop 'arn:aws:s3:::shop-config/*' --out new
file_exists new/prod/billing/api.json
file_lacks new/prod/billing/api.json shop-config
file_exists new/summary.json

exits 2 scopedown onboard log.jsonl --like payments --namespace payments
stderr_has 'has calls of its own'
exits 1 scopedown onboard log.jsonl --like paymens --namespace billing
stderr_has 'payments'
exits 2 scopedown onboard log.jsonl --namespace billing
stderr_has '--like'
