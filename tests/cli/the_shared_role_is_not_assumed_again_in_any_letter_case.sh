#!/usr/bin/env bash
# To assume the shared role again is withheld however it is written: IAM's actions have no letter case.
. "$(dirname "$0")/common.sh"
one_tenant >log.jsonl
for action in sts:AssumeRole sts:assumerole STS:ASSUMEROLE; do
  printf '{"cluster":"%s","namespace":"payments","service_account":"api","action":"%s","resource":"%s"}\n' \
    "$(cluster_arn prod)" "$action" "$shared_role" >also.jsonl
  exits 3 scopedown generate log.jsonl --namespace payments --also also.jsonl
  stdout_lacks "$shared_role"
  stderr_has 'remedy: --allow-escape'
  exits 0 scopedown generate log.jsonl --namespace payments --also also.jsonl --allow-escape
  stdout_has "$shared_role"
done
