#!/usr/bin/env bash
# plan --roles 1,2: a line for each number of roles, policies made inside them, and who would go where.
. "$(dirname "$0")/common.sh"
{ for tenant in alpha beta gamma delta; do
    pod_grant "prod/$tenant/api"
    sqs_send "prod/$tenant/api" "$tenant-orders"
  done
  for tenant in epsilon zeta; do
    pod_grant "prod/$tenant/site"
    s3_get "prod/$tenant/site" "$tenant-pages" index.html
    s3_put "prod/$tenant/site" "$tenant-pages" index.html
  done
} >log.jsonl
exits 0 scopedown plan log.jsonl --roles 1,2,4
stdout_has 'units dealt out by what they call'
grep -Eq '^ *1 +1 +[0-9]+ +0 +100.0 % ' "$work/stdout" || fail 'no line of one role, whose policies fit'
grep -Eq '^ *2 +2 +[0-9]+ +0 +100.0 % ' "$work/stdout" || fail 'no line of two roles'
[[ $(grep -Ec '^ *2 +2 ' "$work/stdout") == 2 ]] || fail 'there are two kinds of tenants, so that four roles are two'
exits 0 scopedown plan log.jsonl --roles 2 --no-policies --json
stdout_has '"sessions": null'
sed -n '/"choices"/,$p' "$work/stdout" | tr -d ' \n' | grep -o '"units":\[[^]]*\]' >units || fail 'nobody goes anywhere'
[[ $(wc -l <units) == 2 ]] || fail 'not two roles'
[[ $(grep -c 'service-account=api' units) == 1 && $(grep -c 'service-account=site' units) == 1 ]] ||
  fail 'units of like usage are not together'
exits 0 scopedown plan log.jsonl --sample 2
stdout_has 'made of 2 of 6 units'
exits 2 scopedown plan log.jsonl --sample 2 --no-policies
exits 2 scopedown plan log.jsonl --roles 0
