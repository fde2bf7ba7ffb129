#!/usr/bin/env bash
# `catalogue event`: the actions and resources that a call of that name becomes, and because of what.
. "$(dirname "$0")/common.sh"

exits 0 scopedown catalogue event s3.amazonaws.com HeadObject \
  --parameters '{"bucketName":"orders","key":"a.json","Host":"s3"}'
for word in s3:GetObject 'arn:aws:s3:::orders/a.json' 'bucketName, key' 'ignored  Host' \
  'with versionId: s3:GetObjectVersion'; do
  stdout_has "$word"
done
exits 0 scopedown catalogue event monitoring.amazonaws.com PutMetricData --json
stdout_has '"service": "cloudwatch"'
exits 0 scopedown catalogue event kms.amazonaws.com Decrypt --region us-gov-west-1 \
  --resource arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1
stdout_has 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1'
exits 0 scopedown catalogue event s3.amazonaws.com GetObject \
  --parameters '{"bucketName":"orders","key":"\u001b[31mred"}'
stdout_lacks $'\x1b'

exits 1 scopedown catalogue event s3.amazonaws.com GetObjct
stderr_has 'nearest: GetObject'
exits 2 scopedown catalogue event s3.amazonaws.com GetObject --parameters 'bucketName=orders'
stdout_is_empty
