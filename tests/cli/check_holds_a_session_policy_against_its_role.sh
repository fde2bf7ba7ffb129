#!/usr/bin/env bash
# check --role-policy, --resource-policy: what the role cannot give, and what passes by the policy.
. "$(dirname "$0")/common.sh"
policy() { printf '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",%s"Action":%s,"Resource":"%s"}]}' "${3:-}" "$1" "$2"; }
policy '"s3:Get*"' 'arn:aws:s3:::orders/*' >role.json
policy '["s3:GetObject","s3:PutObject"]' 'arn:aws:s3:::orders/*' >session.json
policy '"s3:*"' 'arn:aws:s3:::orders/*' '"Principal":"*",' >bucket.json

exits 0 scopedown check session.json
stdout_lacks outside_role
exits 0 scopedown check session.json --role-policy role.json --resource-policy bucket.json
stdout_has "the role's policies do not grant s3:PutObject"
stdout_has '[passes_by_session]'
