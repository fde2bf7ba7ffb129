#!/usr/bin/env bash
# Names that begin like a neighbour's are no reason for a wildcard that reaches the neighbour.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/pay/web
  for number in 1 2 3 4 5 6 7 8 9; do s3_get prod/pay/web shop-pay "logos/$number.svg"; done
  pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments logos/secret.svg
  s3_get prod/payments/api shop-pay logos/secret.svg
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace pay
stdout_lacks 'shop-pay*'
stdout_lacks 'shop-pay/*'
stdout_lacks 'shop-pay/logos/*'
