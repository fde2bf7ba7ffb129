#!/usr/bin/env bash
# Secrets Manager decrypts with the tenant's permissions: the key is in the tenant's policy.
. "$(dirname "$0")/common.sh"
{ one_tenant
  kms_decrypt_for_secret prod/payments/api 5f1c2d7e-8a90-4b3c-9d21-6e7f8091a2b3
} >log.jsonl

exits 0 scopedown generate log.jsonl --namespace payments
stdout_has '"kms:Decrypt"'
stdout_has 'arn:aws:kms:eu-west-1:111122223333:key/5f1c2d7e-8a90-4b3c-9d21-6e7f8091a2b3'
