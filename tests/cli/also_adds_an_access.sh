#!/usr/bin/env bash
# --also: the access that no log shows, for this run.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
cat >also.jsonl <<END
{"cluster":"$(cluster_arn prod)","namespace":"payments","service_account":"api","action":"s3:GetObject","resource":"arn:aws:s3:::disaster-recovery/*"}
END

exits 0 scopedown generate log.jsonl --namespace payments
stdout_lacks disaster-recovery
exits 0 scopedown generate log.jsonl --namespace payments --also also.jsonl
stdout_has '"arn:aws:s3:::disaster-recovery/*"'
stdout_has shop-payments/rates.json
