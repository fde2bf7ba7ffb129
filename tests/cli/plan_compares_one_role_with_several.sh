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

# --out: the roles that were compared, and policies inside them; judged by simulate.
exits 0 scopedown plan log.jsonl --roles 2 --out fleet
for file in fleet/tenants-{1,2}/{inline,trust}.json fleet/policies/prod/alpha/api.json fleet/policies/prod/zeta/site.json fleet/plan.json; do
  file_exists "$file"
done
grep -q sqs fleet/tenants-1/inline.json && queues=1 stores=2 || { queues=2; stores=1; }
file_lacks fleet/tenants-$queues/inline.json s3:
file_lacks fleet/tenants-$stores/inline.json sqs:
asked() { scopedown simulate "$1" --resource "$2" --identity "fleet/tenants-$3/inline.json" --session "fleet/policies/prod/$4.json" --quiet; }
exits 0 asked sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:alpha-orders $queues alpha/api
exits 3 asked sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:beta-orders $queues alpha/api
exits 0 asked s3:PutObject arn:aws:s3:::zeta-pages/index.html $stores zeta/site
exits 3 asked sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:alpha-orders $stores alpha/api
exits 0 scopedown plan log.jsonl --out fewest --no-policies
file_exists fewest/tenants-1/inline.json
no_file fewest/tenants-2
no_file fewest/policies

exits 0 scopedown plan log.jsonl --sample 2
stdout_has 'made of 2 of 6 units'
exits 2 scopedown plan log.jsonl --sample 2 --no-policies
exits 2 scopedown plan log.jsonl --roles 0
