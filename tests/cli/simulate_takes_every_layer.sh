#!/usr/bin/env bash
# simulate: a layer that is given must allow; each SCP level on its own; the session's ARN passes by.
. "$(dirname "$0")/common.sh"
policy() { printf '{"Statement":{"Effect":"%s","Action":"%s","Resource":"*"%s}}' "$1" "$2" "${3:-}"; }
policy Allow '*' >all.json
policy Allow 'sqs:*' >sqs.json
session=arn:aws:sts::111122223333:assumed-role/tenants/pod-1
policy Allow '*' ",\"Principal\":{\"AWS\":\"$session\"}" >names-session.json
policy Allow '*' ',"Principal":{"AWS":"arn:aws:iam::111122223333:role/tenants"}' >names-role.json
policy Deny 's3:Get*' ',"Principal":"*"' >rcp.json
ask() { scopedown simulate s3:GetObject --resource arn:aws:s3:::orders/a --principal $session "$@"; }

exits 0 ask --identity all.json --boundary all.json --session all.json --scp all.json
for layer in --boundary --session --scp; do
  exits 3 ask --identity all.json $layer sqs.json
  stdout_has "nothing allows it in ${layer#--}"
done
exits 0 ask --identity all.json --scp all.json --scp sqs.json,all.json
exits 3 ask --identity all.json --scp all.json --scp sqs.json
stdout_has 'scp level 1'
exits 3 ask --identity all.json --rcp rcp.json
stdout_has 'explicitDeny  rcp level 0 rcp.json:1'
exits 0 ask --session sqs.json --resource-policy names-session.json
stderr_has 'the session policy was not asked'
exits 3 ask --session sqs.json --resource-policy names-role.json
exits 3 ask --identity all.json --resource-account 444455556666
stdout_has 'nothing allows it in resource'
