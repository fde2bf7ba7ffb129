#!/usr/bin/env bash
# `catalogue explain`: level, resource types with their ARNs, what else it needs, which events need it.
. "$(dirname "$0")/common.sh"

exits 0 scopedown catalogue explain s3:getobject
for word in 's3:GetObject' Read 'sensitive' 'arn:${Partition}:s3:::${BucketName}/${ObjectName}' \
  's3.amazonaws.com HeadObject'; do
  stdout_has "$word"
done
exits 0 scopedown catalogue explain ec2:RunInstances
stdout_has 'needs too'
stdout_has 'iam:PassRole'
exits 0 scopedown catalogue explain iam:CreateUser
stdout_has 'escape'
exits 0 scopedown catalogue explain s3:ListAllMyBuckets --json
stdout_has '"resource_types": []'

exits 1 scopedown catalogue explain s3:PutObjct
stdout_is_empty
stderr_has 'nearest: PutObject'
