#!/usr/bin/env bash
# generate --with-role: the role's documents and the session policies inside them, in one go. The role allows
# what the sessions need, by simulate, and pins what they leave open.
. "$(dirname "$0")/common.sh"
{ pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments rates.json
  sqs_send prod/payments/api orders
  pod_grant prod/orders/worker
  sqs_receive prod/orders/worker jobs
} >log.jsonl
exits 0 scopedown generate log.jsonl --with-role role --out policies
for file in inline.json trust.json boundary.json delegation.json scp.json role.json; do file_exists "role/$file"; done
file_exists policies/prod/payments/api.json
file_exists policies/prod/orders/worker.json
stderr_has '2 units'
file_has role/trust.json '"aws:SourceArn":"arn:aws:eks:eu-west-1:111122223333:cluster/prod"'
file_lacks role/trust.json sts:TagSession
[[ $(wc -l <role/trust.json) == 0 ]] || fail 'the trust policy is not compact'

judged() { scopedown simulate "$1" --resource "$2" --identity role/inline.json --session "policies/prod/$3.json" --quiet; }
exits 0 judged s3:GetObject arn:aws:s3:::shop-payments/rates.json payments/api
exits 0 judged sqs:ReceiveMessage arn:aws:sqs:eu-west-1:111122223333:jobs orders/worker
exits 3 judged sqs:ReceiveMessage arn:aws:sqs:eu-west-1:111122223333:jobs payments/api
exits 3 judged s3:PutObject arn:aws:s3:::shop-payments/rates.json payments/api

# The same role from the role's own command, and from the role's policy given back.
exits 0 scopedown role log.jsonl --out again
for file in inline.json trust.json role.json; do same_file "role/$file" "again/$file"; done
exits 0 scopedown generate log.jsonl --role-policy role/inline.json --out policies-2
same_file policies/prod/payments/api.json policies-2/prod/payments/api.json
exits 2 scopedown generate log.jsonl --with-role role --role-policy role/inline.json
