#!/usr/bin/env bash
# simulate --batch: a line in, a line out; a line that cannot be judged says why and stops nothing.
. "$(dirname "$0")/common.sh"
allow='{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
deny='{"Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"},{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}'
request='{"principal":"arn:aws:sts::111122223333:assumed-role/tenants/pod-1","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"}'
cat >cases.jsonl <<END
{"id":"yes","policies":{"identity":[$allow],"session":[$allow],"boundary":[],"scp":[[]],"rcp":[[]],"resource":[]},"request":$request}
{"id":2,"policies":{"identity":[$allow],"scp":[[$allow],[$allow,$deny]]},"request":$request}
{"id":"no","policies":{"session":[$allow]},"request":$request}
{"id":"only","policies":{"identity":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/*"}}]},"request":{"action":"s3:GetObject","resource":"arn:aws:s3:::b/k","wildcardOnly":true}}
END
cat >expected <<'END'
{"id":"yes","decision":"allowed","by":[{"layer":"identity","policy":0,"statement":0},{"layer":"session","policy":0,"statement":0}]}
{"id":2,"decision":"explicitDeny","by":[{"layer":"scp","level":1,"policy":1,"statement":1}]}
{"id":"no","decision":"implicitDeny","by":[],"lacking":[{"layer":"identity"}]}
{"id":"only","decision":"implicitDeny","by":[],"lacking":[{"layer":"identity"}]}
END
exits 0 scopedown simulate --batch cases.jsonl
stdout_is_the_file expected
exits 0 scopedown simulate --batch - <cases.jsonl
stdout_is_the_file expected

{ echo '{"id":7,"policies":{"identity":[{"Statement":[]}]},"request":'"$request"'}'
  echo 'nonsense'
  echo "{\"request\":$request,\"request\":$request}"
  echo '{"request":{"action":"s3:GetObject","principal":7},"id":"late"}'
  echo "{\"id\":1,\"request\":$request} {}"
  echo '{"id":truth,"request":'"$request"'}'
  head -n 1 cases.jsonl
} >broken.jsonl
exits 1 scopedown simulate --batch broken.jsonl
stdout_has '{"id":7,"error":"policies.identity[0]: Statement: is an empty list"}'
stdout_has '{"id":2,"error":"the case is no object"}'
stdout_has '{"id":3,"error":"the case has the member `request` twice"}'
stdout_has '{"id":"late","error":"request.principal is no string"}'
stdout_has '{"id":1,"error":"not JSON: something follows the case"}'
stdout_has '{"id":6,"error":"not JSON'
stdout_has '"decision":"allowed"'
stderr_has '6 lines could not be judged'
