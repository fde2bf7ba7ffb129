#!/usr/bin/env bash
# --role-policy: what the role does not allow is no excess but latent; what it does not surely grant is
# listed as outside it; its digest stands in the summary.
. "$(dirname "$0")/common.sh"
{ one_tenant
  for key in alpha beta gamma delta; do s3_get prod/payments/api shop-payments "prices/$key-list.json"; done
} >log.jsonl
cat >role.json <<'END'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop-payments/prices/*"}]}
END

# Without it the folder's other objects are excess.
exits 0 scopedown generate log.jsonl --exact --budget 300 --packed-max off --summary summary.json
tr -d ' \n' <summary.json | grep -q '"excess":\[{' || fail 'no excess without a role'
tr -d ' \n' <summary.json | grep -q '"role_digest":null' || fail 'a digest without a role'

exits 0 scopedown generate log.jsonl --exact --budget 300 --packed-max off --role-policy role.json --summary summary.json
stdout_is_one_policy
tr -d ' \n' <summary.json | grep -q '"outside_role":\[{' || fail 'rates.json is not of the role, and not listed'
file_lacks summary.json '"role_digest": null'

# A document that is none is named; trusting a role needs one.
echo '{"Statement":' >broken.json
exits 1 scopedown generate log.jsonl --role-policy broken.json
stderr_has broken.json
exits 2 scopedown generate log.jsonl --trust-role
stderr_has --role-policy
exits 2 scopedown generate log.jsonl --allow-wildcard GetObject
stderr_has GetObject
