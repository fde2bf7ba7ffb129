#!/usr/bin/env bash
# role: what no document holds is generalised, or refused with --exact, with the way out; stale documents of an
# earlier run are listed, and what makes no sense exits with 2.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  for number in $(seq 100 420); do sqs_send prod/payments/api "acme-orders-of-customer-$number"; done
} >log.jsonl
exits 0 scopedown role log.jsonl --exact --out role
file_exists role/managed-01.json
exits 3 scopedown role log.jsonl --exact --managed 0 --out refused
stderr_has role_too_long
no_file refused/inline.json
exits 0 scopedown role log.jsonl --managed 0 --out role
file_has role/role.json '"managed-01.json"'
tr -d ' \n' <role/role.json | grep -q '"stale":\["managed-01.json"' || fail 'the earlier document is not called stale'
tr -d ' \n' <role/role.json | grep -q '"pattern":"arn:aws:sqs:eu-west-1:111122223333:acme-orders-of-customer-' || fail 'a pattern is not listed'
# Without a folder the only document is printed; of several none.
exits 0 scopedown role log.jsonl --managed 0
stdout_has '"Action": "sqs:SendMessage"'
exits 2 scopedown role log.jsonl --exact
stdout_is_empty
exits 2 scopedown role log.jsonl --managed 0 --no-inline --out x
exits 2 scopedown role log.jsonl --managed 26 --out x
exits 2 scopedown role log.jsonl --path tenants --out x
exits 2 scopedown role log.jsonl --region 'eu west' --out x
exits 2 scopedown role log.jsonl --account 1 --out x
exits 2 scopedown role log.jsonl --target-role-arn arn:aws:iam::111122223333:role/other --out x
exits 1 scopedown role log.jsonl --account 999999999999 --out x
exits 1 scopedown role missing.jsonl --out x
