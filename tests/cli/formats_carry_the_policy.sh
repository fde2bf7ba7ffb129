#!/usr/bin/env bash
# Every format holds the policy that is printed alone, and what is printed is what --out writes.
. "$(dirname "$0")/common.sh"
{ one_tenant
  s3_get prod/payments/api shop-payments 'reports/${x}*'
} >log.jsonl
exits 0 scopedown generate log.jsonl
keep_stdout policy.json
in_json=$(sed 's/[\\"]/\\&/g' policy.json)
in_hcl=${in_json//'${'/'$${'}

for format in cli-create cli-update eksctl cloudformation cloudformation-json cdk terraform terraform-json ack crossplane helm; do
  exits 0 scopedown generate log.jsonl --format "$format" --role-arn "$shared_role"
  keep_stdout "$format"
  exits 0 scopedown generate log.jsonl --format "$format" --role-arn "$shared_role" --out "out-$format"
  same_file "$format" "$(find "out-$format/prod" -type f)"
  case $format in
    eksctl | cloudformation | ack | helm) stdout_has_file=$(cat policy.json) ;;
    terraform | terraform-json) stdout_has_file=$in_hcl ;;
    crossplane) stdout_has_file=$(sed 's/[\\"]/\\&/g' policy.json) ;;
    *) stdout_has_file=$in_json ;;
  esac
  file_has "$format" "$stdout_has_file"
  file_has "$format" "$shared_role"
done
file_has cli-create '"disableSessionTags": true'
file_has cli-update '"associationId": "ASSOCIATION-ID"'

# The same calls give the same bytes, comments too.
exits 0 scopedown generate log.jsonl log.jsonl --format ack --role-arn "$shared_role"
stdout_is_the_file ack
