#!/usr/bin/env bash
# examples/onboarding/apply.sh, by the real AWS CLI, against a stand-in for EKS that judges requests by
# AWS's service model: create, nothing the second time, a changed policy is an update, a failure is
# undone, a run that broke off is resumed, another role is refused.
. "$(dirname "$0")/../cli/common.sh"
export SCOPEDOWN
[[ -x ${AWS_CLI:-}/bin/aws ]] || { echo 'skipped: there is no AWS CLI; ./setup.sh --checks installs it'; exit 0; }
"$AWS_CLI/bin/aws" eks create-pod-identity-association help 2>/dev/null | grep -q -e --policy ||
  { echo 'skipped: this AWS CLI is too old to know session policies'; exit 0; }
apply_script=$here/../../examples/onboarding/apply.sh

mkdir "$work/state"
"$AWS_CLI/bin/python" "$here/eks_stand_in.py" "$work/state" >"$work/port" 2>"$work/stand_in.log" &
stand_in=$!
trap 'kill $stand_in; rm -rf "$work"' EXIT
for ((tries = 0; tries < 300; ++tries)); do
  [[ ! -s $work/port ]] || break
  sleep 0.1
done
[[ -s $work/port ]] || { cat "$work/stand_in.log"; fail 'the stand-in does not start'; }
export PATH=$AWS_CLI/bin:$PATH AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x AWS_DEFAULT_REGION=$region
export AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$work/port") AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

policy() { printf '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"arn:aws:s3:::%s/*"}}' "$1" "$2"; }
mkdir -p out/prod/payments out/prod/orders
policy s3:GetObject 'shop${*}é' >out/prod/payments/api.json
policy s3:GetObject orders >out/prod/orders/api.json
policy s3:GetObject orders >out/prod/orders/worker.json
printf '{\n "role_digest": null\n}\n' >out/summary.json
run() { bash "$apply_script" --cluster prod --role-arn "$shared_role" --policies out/prod "$@"; }
calls() { [[ ! -f $work/state/calls.log ]] || cat "$work/state/calls.log"; }
calls_are() { [[ $(calls) == "$1" ]] || fail "calls were: $(calls)"; }
forget_calls() { rm -f "$work/state/calls.log"; }

exits 0 run
stdout_has 'create     payments/api'
calls_are ''

exits 0 run --apply
calls_are $'create orders/api\ncreate orders/worker\ncreate payments/api'
forget_calls
"$AWS_CLI/bin/aws" eks describe-pod-identity-association --cluster-name prod --association-id a-00000000000000003 \
  --query association.policy --output text | tr -d '\n' | cmp - out/prod/payments/api.json || fail 'another policy arrived'

exits 0 run --apply
stdout_lacks create
stdout_lacks update
calls_are ''

policy s3:PutObject orders >out/prod/orders/api.json
exits 0 run
stdout_has 'update     orders/api'
stdout_has 's3:PutObject'
calls_are ''
exits 0 run --apply
calls_are 'update orders/api'
forget_calls

# A run that broke off is resumed: what it did is not done again.
policy s3:DeleteObject orders >out/prod/orders/api.json
policy s3:DeleteObject orders >out/prod/orders/worker.json
echo worker >"$work/state/refuse"
exits 1 run --apply --no-rollback
stderr_has 'orders/worker.json failed'
calls_are 'update orders/api'
forget_calls
rm "$work/state/refuse"
exits 0 run --apply
calls_are 'update orders/worker'
forget_calls

# A failure is undone: what was updated has its policy again, what was created is gone.
cp "$work/state/associations.json" before.json
mkdir out/prod/new
policy s3:GetObject new >out/prod/new/api.json
policy s3:GetObject orders >out/prod/orders/api.json
policy s3:GetObject orders >out/prod/orders/worker.json
echo worker >"$work/state/refuse"
exits 1 run --apply
stderr_has 'undoing what this run did'
calls_are $'create new/api\nupdate orders/api\nupdate orders/api\ndelete new/api'
cmp before.json "$work/state/associations.json" || fail 'not everything was undone'
rm "$work/state/refuse"
forget_calls

# The role's policies in AWS are those that the policies were made for, or nothing is done.
mkdir "$work/state/role"
policy 's3:*' '*' >"$work/state/role/base.json"
scopedown check out/prod/new/api.json --role-policy "$work/state/role/base.json" --json >check.json || true
grep role_digest check.json >out/summary.json
exits 0 run
policy '*' '*' >"$work/state/role/base.json"
exits 1 run --apply
stderr_has 'are not those that'
calls_are ''
