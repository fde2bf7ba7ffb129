#!/usr/bin/env bash
# simulate --association: its role, its six tags unless they are off, and its session policy.
. "$(dirname "$0")/common.sh"
cat >identity.json <<'END'
{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
 "Resource":"arn:aws:s3:::shared/${aws:PrincipalTag/kubernetes-namespace}/*"}}
END
association() {
  printf '{"association":{"clusterName":"prod","namespace":"payments","serviceAccount":"api",'
  printf '"roleArn":"arn:aws:iam::111122223333:role/tenants"%s}}' "$1"
}
ask() {
  scopedown simulate s3:GetObject --resource arn:aws:s3:::shared/payments/a --identity identity.json \
    --association association.json "$@"
}
association '' >association.json
exits 0 ask
association ',"disableSessionTags":true' >association.json
exits 3 ask
exits 0 ask --role-tag kubernetes-namespace=payments
association ',"disableSessionTags":true,"policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}}"' \
  >association.json
exits 3 ask --role-tag kubernetes-namespace=payments
stdout_has 'nothing allows it in session'
association ',"policy":"{}"' >association.json
exits 1 ask
stderr_has 'association.json:1:'
stderr_has disableSessionTags
