#!/usr/bin/env bash
# A namespace that the log does not know: the nearest names, and no policy.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/checkout/web
  s3_get prod/checkout/web shop-checkout cart.json
} >log.jsonl

exits 1 scopedown generate log.jsonl --namespace paymets
stderr_has paymets
stderr_has payments
stdout_is_empty

exits 1 scopedown generate log.jsonl --namespace ..
stdout_is_empty
