#!/usr/bin/env bash
# Service control policies that cut off nothing that was observed.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$scopedown" role ../quickstart/events --cluster prod --out "$out" --quiet
ask() {
  local code=0
  echo "# $1"
  shift
  "$scopedown" simulate "$@" --principal arn:aws:sts::111122223333:assumed-role/tenants/1 --identity ../simulate/full-access.json \
    --scp "../simulate/full-access.json,$out/scp.json" --quiet >"$out/answer" || code=$?
  echo "exit $code"
}
ask 'a queue in a region that tenants use' sqs:SendMessage --resource arn:aws:sqs:eu-west-1:111122223333:orders
ask 'a queue elsewhere' sqs:SendMessage --resource arn:aws:sqs:ap-south-1:111122223333:orders
ask 'a global service' iam:ListRoles --context aws:RequestedRegion=us-east-1
ask 'leaving the organisation' organizations:LeaveOrganization --context aws:RequestedRegion=us-east-1
instance=arn:aws:ec2:eu-west-1:111122223333:instance/i-1
ask 'an instance that takes IMDSv2 alone' ec2:RunInstances --resource "$instance" --context ec2:MetadataHttpTokens=required
ask 'an instance that takes IMDSv1 too' ec2:RunInstances --resource "$instance" --context ec2:MetadataHttpTokens=optional

echo
echo '# Where a tenant starts instances, that guardrail is left out, with the reason'
cat >"$out/also.jsonl" <<'END'
{"cluster":"arn:aws:eks:eu-west-1:111122223333:cluster/prod","namespace":"payments","service_account":"api","action":"ec2:RunInstances","resource":"arn:aws:ec2:eu-west-1:111122223333:instance/*"}
END
"$scopedown" role ../quickstart/events --cluster prod --also "$out/also.jsonl" --out "$out/2" --quiet 2>&1
