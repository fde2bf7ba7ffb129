#!/usr/bin/env bash
# A namespace with two service accounts has two policies: stdout asks for one, naming them.
. "$(dirname "$0")/common.sh"
{ one_tenant
  pod_grant prod/payments/worker
  sqs_receive prod/payments/worker payments
} >log.jsonl

exits 2 scopedown generate log.jsonl --namespace payments
stderr_has api
stderr_has worker
stderr_has --service-account
stdout_is_empty

exits 0 scopedown generate log.jsonl --namespace payments --service-account worker
stdout_has '"sqs:ReceiveMessage"'
stdout_lacks GetObject
exits 0 scopedown generate log.jsonl --namespace payments --per namespace
stdout_has '"sqs:ReceiveMessage"'
stdout_has '"s3:GetObject"'
