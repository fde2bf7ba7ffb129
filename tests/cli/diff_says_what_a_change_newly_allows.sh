#!/usr/bin/env bash
# diff: by meaning and not by text; exit 3 if it widens; as text, JSON and Markdown; files or folders.
. "$(dirname "$0")/common.sh"
policy() { printf '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":%s,"Resource":%s}}' "$1" "$2"; }
policy '"s3:GetObject"' '"arn:aws:s3:::b/*"' >wide.json
policy '["s3:GetObject"]' '["arn:aws:s3:::b/a*","arn:aws:s3:::b/c"]' >narrow.json
policy '"s3:PutObject"' '"arn:aws:s3:::x`|y/*"' >other.json

exits 0 scopedown diff wide.json wide.json
stdout_has 'wide.json: allows the same'
exits 0 scopedown diff wide.json narrow.json
stdout_has 'narrow.json: narrows'
exits 3 scopedown diff narrow.json wide.json
stdout_has 'wide.json: widens'
stdout_has 's3:GetObject'
exits 3 scopedown diff narrow.json wide.json --json
stdout_has '"verdict": "widens"'
exits 3 scopedown diff wide.json other.json --markdown
stdout_has '| `+` | Write | `s3:PutObject` | `` arn:aws:s3:::x`\|y/* `` |'
exits 2 scopedown diff wide.json narrow.json --json --markdown

# Inside the role only what it allows too counts: not b/z, which narrow.json lacks and the role as well.
policy '"s3:*"' '"arn:aws:s3:::b/a*"' >role.json
policy '"s3:*"' '["arn:aws:s3:::b/c","arn:aws:s3:::b/d"]' >more.json
exits 0 scopedown diff narrow.json wide.json --role-policy role.json
stdout_has 'wide.json: allows the same'
exits 3 scopedown diff narrow.json wide.json --role-policy role.json --role-policy more.json --json
stdout_has '"example": "arn:aws:s3:::b/d"'
stdout_has '"inside_role": true'
exits 1 scopedown diff narrow.json wide.json --role-policy missing.json
stderr_has missing.json

mkdir -p old/prod new/prod
cp wide.json old/prod/a.json
cp narrow.json new/prod/a.json
cp other.json old/prod/gone.json
echo '{}' >new/summary.json
exits 0 scopedown diff old new
stdout_has 'prod/a.json: narrows'
stdout_has 'prod/gone.json: gone: narrows'
cp other.json new/prod/b.json
exits 3 scopedown diff old new
stdout_has 'prod/b.json: new: widens'

exits 2 scopedown diff old wide.json
stderr_has 'give two files or two folders'
exits 1 scopedown diff wide.json missing.json
echo '{"Statement":[]' >broken.json
exits 1 scopedown diff wide.json broken.json
stderr_has 'broken.json:2:1: no policy'
