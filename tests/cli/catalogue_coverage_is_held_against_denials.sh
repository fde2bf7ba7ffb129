#!/usr/bin/env bash
# `catalogue coverage`: how much of a log is understood; where AWS denied and named what it had asked
# about, whether that is what we read. Exit code 3 if it is not.
. "$(dirname "$0")/common.sh"
asked() { # what AWS says that it was asked
  sed "s|\"errorMessage\":\"no\"|\"errorMessage\":\"User: x is not authorized to perform: $1\"|"
}
{ one_tenant
  error=AccessDenied s3_get prod/payments/api shop-payments rates.json
  record "$(session_identity prod/payments/api)" teleport.amazonaws.com 'Beam\u001b[31m' null null '[]'
  record "$(session_identity prod/payments/api)" ssm.amazonaws.com PutParameter null null '[]'
} >raw.jsonl
asked 's3:GetObject on resource: arn:aws:s3:::shop-payments/rates.json' <raw.jsonl >log.jsonl

exits 0 scopedown catalogue coverage log.jsonl
for word in 'calls                     6' 'interpreted             5   83.3 %' \
  'as we read it       1  100.0 %' 'UNKNOWN API' 'teleport.amazonaws.com Beam\x1B[31m' \
  'ssm:PutParameter' '00000006-0000-4000-8000-000000000000'; do
  stdout_has "$word"
done
stdout_lacks $'\x1b'
stdout_lacks DISAGREEMENT

asked 's3:GetObjectTagging on resource: arn:aws:s3:::shop-payments/rates.json' <raw.jsonl >other.jsonl
exits 3 scopedown catalogue coverage other.jsonl --json
stdout_has '"found": "other_action"'
exits 1 scopedown catalogue coverage missing.jsonl
stdout_is_empty
