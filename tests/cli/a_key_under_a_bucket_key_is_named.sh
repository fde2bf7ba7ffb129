#!/usr/bin/env bash
# S3 bucket keys hide the calls to KMS of all but the first who has the role. The record of a write
# names the key: who writes or reads there is told, and --assume-unlogged adds it.
. "$(dirname "$0")/common.sh"
key=arn:aws:kms:$region:$account:key/k1
s3_data() { record "$(session_identity "$1")" s3.amazonaws.com "$2" '{"bucketName":"data","key":"a"}' "$3" '[]'; }
{ pod_grant prod/payments/api
  s3_data prod/payments/api PutObject "{\"x-amz-server-side-encryption-aws-kms-key-id\":\"$key\"}"
  pod_grant prod/orders/api
  s3_data prod/orders/api GetObject null
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
stderr_has "kms_bucket_key: objects are encrypted"
stderr_has "kms:GenerateDataKey on $key"
stdout_lacks kms:
exits 0 scopedown generate log.jsonl --namespace orders
stderr_has "kms:Decrypt on $key"
exits 0 scopedown generate log.jsonl --namespace orders --assume-unlogged
stdout_has kms:Decrypt
stdout_has "$key"
stdout_lacks GenerateDataKey
