#!/usr/bin/env bash
# `check --packed`: the estimate of packed sizes, on a user's own STS records. Exit code 3 if it is
# further off than is said.
. "$(dirname "$0")/common.sh"
role=arn:aws:iam::$account:role/tenants
policy='{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:DescribeVpcEndpoints\"],\"Resource\":[\"*\"]}]}'
# sent PERCENT [MORE]: a role was assumed with the policy, and STS said how full its token is.
sent() {
  record "$(user ci)" sts.amazonaws.com AssumeRole \
    "{\"roleArn\":\"$role\",\"roleSessionName\":\"t\",\"policy\":\"$policy\"${2:-}}" \
    "$(granted ASIAT "arn:aws:sts::$account:assumed-role/tenants/t" AROATENANTS:t ",\"packedPolicySize\":$1")" \
    "[$(resource IAM::Role "$role")]"
}
{ sent 9
  sent 9
  sent 21 ',"tags":[{"key":"team","value":"a"}]'
  sent 30 ',"policyArns":[{"arn":"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]'
} >log.jsonl
exits 0 scopedown check --packed log.jsonl
for word in "policies with STS's answer          1" '  in calls                          2' \
  'left out: with session tags         1' 'left out: with managed policies     1' 'here it is.' "$role"; do
  stdout_has "$word"
done

{ sent 15; } >off.jsonl
exits 3 scopedown check --packed off.jsonl
stdout_has 'here it is not. These policies alone would allow --packed-max 93.'

{ sent 21 ',"tags":[{"key":"team","value":"a"}]'; } >tags.jsonl
exits 1 scopedown check --packed tags.jsonl
stdout_is_empty
stderr_has 'aws sts assume-role'
exits 1 scopedown check --packed missing.jsonl
exits 2 scopedown check
