#!/usr/bin/env bash
# `--front`: no policy, but the best ones by characters, packed size and excess; the first lets nothing in.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  for name in orders orders-dead refunds refunds-dead; do sqs_send prod/payments/api "payments-$name"; done
} >log.jsonl

exits 0 scopedown generate log.jsonl --front
stdout_has 'namespace=payments'
stdout_has 'CHARACTERS  PACKED'
[[ $(grep -c '^ *[0-9]' "$work/stdout") -ge 3 ]] || fail "few points: $(cat "$work/stdout")"
[[ $(grep -m 1 '^ *[0-9]' "$work/stdout" | tr -s ' ' | cut -d ' ' -f 6) = 0 ]] ||
  fail "the first point has excess: $(cat "$work/stdout")"
exits 2 scopedown generate log.jsonl --front --out policies
exits 1 scopedown generate log.jsonl --front --namespace nobody
