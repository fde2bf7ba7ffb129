#!/usr/bin/env bash
# simulate: bad input is named with file, line, column and remedy.
. "$(dirname "$0")/common.sh"
printf '{"Version":"2012-10-17",\n "Statement":[{"Effect":"Allow",\n  "NotPrincipal":"*","Action":"*","Resource":"*"}]}' >np.json
printf '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*",}}' >comma.json

exits 1 scopedown simulate s3:GetObject --resource-policy np.json
stderr_has 'np.json:3:3: no policy: Statement[0]: `NotPrincipal` is not judged here'
stderr_has aws:PrincipalArn
exits 1 scopedown simulate s3:GetObject --identity comma.json
stderr_has 'comma.json:1:63: no policy: line 1, column 63: not JSON'
exits 1 scopedown simulate s3:GetObject --identity none.json
stderr_has none.json
exits 2 scopedown simulate GetObject
exits 2 scopedown simulate s3:GetObject --resource orders
exits 2 scopedown simulate s3:GetObject --context aws:SourceIp
exits 2 scopedown simulate
