#!/usr/bin/env bash
# --never: what must not be granted is not, though it was used; the answer is then no (3).
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_put prod/payments/api shop-payments rates.json
} >log.jsonl
cat >never.json <<'END'
{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}
END

exits 3 scopedown generate log.jsonl --never never.json --summary summary.json
stdout_is_one_policy
stdout_has '"s3:GetObject"'
stdout_lacks PutObject
stderr_has s3:PutObject
tr -d ' \n' <summary.json | grep -q '"withheld":\[{.*s3:PutObject' || fail 'not listed as withheld'
