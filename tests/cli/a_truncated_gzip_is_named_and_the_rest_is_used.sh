#!/usr/bin/env bash
# A gzip that ends too early is named, and the run fails; what could be read is used.
. "$(dirname "$0")/common.sh"
mkdir log
one_tenant >log/whole.jsonl
s3_get prod/payments/api shop-payments lost.json | gzip -n | head -c 100 >log/broken.json.gz

exits 1 scopedown generate log --namespace payments
stderr_has log/broken.json.gz
stdout_is_one_policy
stdout_has shop-payments/rates.json
