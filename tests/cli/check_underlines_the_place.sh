#!/usr/bin/env bash
# check POLICY: each finding with line, column and the place underlined; 3 if there is an error.
. "$(dirname "$0")/common.sh"
cat >session.json <<'END'
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": ["s3:GetObjcet"],
    "Resource": "arn:aws:s3:::orders/*"
  }]
}
END
exits 3 scopedown check session.json
cat >expected <<'END'
session.json:5:16: error: no such action `s3:GetObjcet`; nearest: GetObject, GetObjectAcl, SelectObjectContent [unknown_action]
      "Action": ["s3:GetObjcet"],
                 ^~~~~~~~~~~~~~
END
head -n 3 "$work/stdout" | sed 's/nearest: GetObject.* \[/nearest: GetObject [/' >shown
sed -i 's/nearest: GetObject.* \[/nearest: GetObject [/' expected
same_file shown expected
stdout_has 'of 2048 characters'
stdout_has '1 error'

sed -i 's/GetObjcet/GetObject/' session.json
exits 0 scopedown check session.json
stdout_has 'nothing to say'
printf '{"Statement":[' >cut.json
exits 3 scopedown check cut.json
stdout_has 'cut.json:1:15: error: not JSON: the text ends too soon [json]'
exits 1 scopedown check none.json
exits 2 scopedown check
exits 2 scopedown check session.json --json --sarif
