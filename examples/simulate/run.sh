#!/usr/bin/env bash
# Four textbook questions, each with a yes and a no.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=${SCOPEDOWN:-${built:-scopedown}}

ask() {
  local code=0
  echo "\$ scopedown simulate $*"
  "$scopedown" simulate "$@" --quiet || code=$?
  echo "exit $code"
  echo
}
session=arn:aws:sts::111122223333:assumed-role/tenants/eks-prod-api-0
vendor=arn:aws:sts::444455556666:assumed-role/auditor/1

echo '# A region-restricting SCP'
ask iam:ListRoles --principal "$session" --identity full-access.json --scp region-scp.json
ask sqs:SendMessage --principal "$session" --identity full-access.json --scp region-scp.json \
  --resource arn:aws:sqs:eu-west-1:111122223333:orders
ask sqs:SendMessage --principal "$session" --identity full-access.json --scp region-scp.json \
  --resource arn:aws:sqs:us-east-1:111122223333:orders

echo '# Boundary and identity policy'
ask s3:GetObject iam:CreateUser cloudwatch:PutMetricData --principal arn:aws:iam::111122223333:user/shirley \
  --identity iam-and-s3.json --boundary boundary.json

echo '# A trust policy with an external ID'
role=arn:aws:iam::111122223333:role/audited
ask sts:AssumeRole --principal "$vendor" --identity assume.json --resource-policy trust.json --resource "$role" \
  --context sts:ExternalId=12345
ask sts:AssumeRole --principal "$vendor" --identity assume.json --resource-policy trust.json --resource "$role"

echo "# An object's tag and the principal's"
ask s3:GetObject --association association.json --identity tagged-objects.json --resource arn:aws:s3:::shared/rates.json \
  --context s3:ExistingObjectTag/namespace=payments
ask s3:GetObject --association association.json --identity tagged-objects.json --resource arn:aws:s3:::shared/rates.json \
  --context s3:ExistingObjectTag/namespace=orders
