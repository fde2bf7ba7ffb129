#!/usr/bin/env bash
# A key that looks like a pattern or a variable is a name: the policy escapes it.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments 'reports/*'
  s3_get prod/payments/api shop-payments 'templates/${currency}.html'
  s3_get prod/payments/api shop-payments 'what?'
} >log.jsonl

exits 0 scopedown generate log.jsonl --exact
stdout_has '/reports/${*}"'
stdout_has '/templates/${$}{currency}.html"'
stdout_has '/what${?}"'
