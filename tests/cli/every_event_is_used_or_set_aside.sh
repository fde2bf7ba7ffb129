#!/usr/bin/env bash
# read = used + set aside, by reason.
. "$(dirname "$0")/common.sh"
{ one_tenant
  error=AccessDenied s3_put prod/payments/api shop-payments rates.json
  error=ThrottlingException sqs_send prod/payments/api orders
  s3_call "$(user alice)" GetObject shop-payments rates.json
  s3_call '{"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"}' PutObject trail-logs day.gz
  s3_call null GetObject shop-payments rates.json
  record "$(session_identity prod/payments/api)" teleport.amazonaws.com Beam null null '[]'
  record "$(session_identity prod/payments/api)" sts.amazonaws.com GetCallerIdentity null null '[]'
  echo '{"hello":"world"}'
  echo 'not JSON'
} >log.jsonl
tail -n 3 log.jsonl | head -n 1 >again.jsonl

exits 0 scopedown generate log.jsonl again.jsonl --out policies
read=$(summary_number policies/summary.json read)
used=$(summary_number policies/summary.json used)
aside=$(summary_set_aside policies/summary.json)
[[ $read == 13 ]] || fail "read is $read, not 13"
[[ $read == $((used + aside)) ]] || fail "$read read, but $used used and $aside set aside"
for reason in aws_service broken_record duplicate no_identity no_permission_needed not_a_record \
  not_a_tenant session_grant unknown_action; do
  file_has policies/summary.json "\"$reason\""
done
