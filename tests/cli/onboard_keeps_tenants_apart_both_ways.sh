#!/usr/bin/env bash
# onboard: refused where the new names are a neighbour's, and where a policy of today reaches them.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api payments-data a
  pod_grant prod/ledger/api
  s3_get prod/ledger/api billing-data a
} >log.jsonl
exits 3 scopedown onboard log.jsonl --like payments --namespace billing
stdout_is_empty
stderr_has 'would reach arn:aws:s3:::billing-data/a of'
stderr_has 'namespace=ledger'
exits 0 scopedown onboard log.jsonl --like payments --namespace bills

# A policy that is applied today reaches what is not there yet.
mkdir -p applied/prod/ledger
echo '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bill*"}}' \
  >applied/prod/ledger/api.json
exits 3 scopedown onboard log.jsonl --like payments --namespace bills --policies applied --accesses bills.jsonl
stdout_is_empty
stderr_has 'applied/prod/ledger/api.json reaches arn:aws:s3:::bills-data/a by arn:aws:s3:::bill*'
stderr_has 'scopedown generate --also bills.jsonl'
exits 0 scopedown generate log.jsonl --also bills.jsonl --out applied
exits 2 scopedown onboard log.jsonl --like payments --namespace bills --policies applied --out applied
exits 0 scopedown onboard log.jsonl --like payments --namespace bills --policies applied --quiet
stdout_has bills-data/a

# A folder in a format that cannot be asked is not passed over.
exits 0 scopedown generate log.jsonl --format terraform --role-arn "$shared_role" --out terraform
exits 1 scopedown onboard log.jsonl --like payments --namespace bills --policies terraform
stderr_has 'terraform: no policy below it'

# A budget is asked of the new policy alone: others' are looked at as they are made today, and one that
# reaches the new names is not passed over for being too large.
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments-data a
  pod_grant prod/archive/api
  for number in $(seq 100 190); do s3_get prod/archive/api "shop-billing-$number" a; done
} >wide.jsonl
reached='reaches arn:aws:s3:::shop-billing-data/a by arn:aws:s3:::*-billing*'
for budget in 2048 60; do
  exits 3 scopedown onboard wide.jsonl --like payments --namespace billing --packed-max off --budget $budget
  stderr_has "$reached"
done

# Nor does it matter under which role they were seen.
exits 3 scopedown onboard log.jsonl --like payments --namespace billing --exact
stderr_has 'would reach arn:aws:s3:::billing-data/a of'
