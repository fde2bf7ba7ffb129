#!/usr/bin/env bash
# simulate: the decision with file and line; 0 if all is allowed, 3 if something is not.
. "$(dirname "$0")/common.sh"
cat >role.json <<'END'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
  {"Sid": "Never", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]}
END
cat >session.json <<'END'
{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"],
  "Resource": "arn:aws:s3:::orders/${aws:PrincipalTag/team}/*"}}
END
object=arn:aws:s3:::orders/a/1

exits 0 scopedown simulate s3:GetObject --resource $object --identity role.json --session session.json --role-tag team=a
stdout_has 'identity role.json:2, session session.json:1'
exits 3 scopedown simulate s3:GetObject --resource $object --identity role.json --session session.json --role-tag team=b
stdout_has 'nothing allows it in session'
# A session tag stands before the role's.
exits 0 scopedown simulate s3:GetObject --resource $object --identity role.json --session session.json \
  --role-tag team=b --session-tag team=a
exits 3 scopedown simulate s3:GetObject s3:DeleteObject s3:PutObject --resource $object --resource arn:aws:s3:::other/1 \
  --identity role.json --session session.json --role-tag team=a
[[ $(wc -l <"$work/stdout") == 7 ]] || fail 'not a line for each of three actions on two resources'
stdout_has 'explicitDeny  identity role.json:3'
exits 3 scopedown simulate s3:DeleteObject --resource $object --identity role.json --json
for text in '"EvalDecision": "explicitDeny"' '"SourcePolicyType": "IAM Policy"' '"Sid": "Never"' '"Layer": "identity"' \
  '"Line": 3'; do
  stdout_has "$text"
done
