# Sourced by every script here. `scopedown` is the program under test; scripts run in an empty folder.
#
# A script writes its own log, a line a call:
#
#   { pod_grant prod/payments/api
#     s3_get prod/payments/api shop-payments rates.json
#     error=AccessDenied s3_put prod/payments/api shop-payments rates.json
#   } >log.jsonl
#
# A session is named CLUSTER/NAMESPACE/SERVICE_ACCOUNT. Assignments before a word say what is not
# usual: at=2026-11-20T09:00:00Z (when), region=us-east-1 (where), error=AccessDenied (how it went).
# Names are put into JSON as they are. Write with { } >file, not through a pipe: events are numbered.
set -euo pipefail
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
SCOPEDOWN=$(realpath "$SCOPEDOWN")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/here"
cd "$work/here"

scopedown() { "$SCOPEDOWN" "$@"; }

# --- what came of it ---------------------------------------------------------------------------

fail() {
  echo "$1"
  [[ ! -s $work/stderr ]] || { echo '--- stderr:'; cat "$work/stderr"; }
  [[ ! -s $work/stdout ]] || { echo '--- stdout:'; head -c 3000 "$work/stdout"; }
  exit 1
}

# exits CODE COMMAND...: runs the command and fails unless it exits with CODE.
exits() {
  local expected=$1 code=0
  shift
  "$@" >"$work/stdout" 2>"$work/stderr" || code=$?
  [[ $code == "$expected" ]] || fail "exit $code, not $expected: $*"
}
stdout_is_empty() { [[ ! -s $work/stdout ]] || fail 'stdout is not empty'; }
stdout_has() { grep -qF -- "$1" "$work/stdout" || fail "stdout lacks: $1"; }
stdout_lacks() { ! grep -qF -- "$1" "$work/stdout" || fail "stdout has: $1"; }
stdout_is_the_file() { cmp "$work/stdout" "$1" || fail "stdout is not $1"; }
stderr_has() { grep -qF -- "$1" "$work/stderr" || fail "stderr lacks: $1"; }
keep_stdout() { cp "$work/stdout" "$1"; }

# stdout is one policy: it begins with its first brace, and nothing follows the last.
stdout_is_one_policy() {
  [[ $(head -c 12 "$work/stdout") == '{"Version":"' ]] || fail 'stdout does not begin as a policy'
  [[ $(tail -c 1 "$work/stdout") == '}' && $(wc -l <"$work/stdout") == 0 ]] ||
    fail 'something follows the last brace'
}

file_exists() { [[ -f $1 ]] || fail "no such file: $1; there are: $(find . -type f | sort | xargs)"; }
no_file() { [[ ! -e $1 ]] || fail "there is a file: $1"; }
file_has() { grep -qF -- "$2" "$1" || fail "$1 lacks: $2"; }
file_lacks() { ! grep -qF -- "$2" "$1" || fail "$1 has: $2"; }
same_file() { cmp "$1" "$2" || fail "$1 is not $2"; }

# summary_number FILE KEY: the number at "KEY", of which the summary has one.
summary_number() { tr -d ' \n' <"$1" | grep -o "\"$2\":[0-9]*" | head -n 1 | sed 's/.*://'; }
# summary_set_aside FILE: all the counts by reason, added up.
summary_set_aside() {
  tr -d ' \n' <"$1" | sed 's/.*"set_aside":{\([^}]*\)}.*/\1/' | tr ',' '\n' |
    awk -F: '{ sum += $2 } END { print sum + 0 }'
}

# --- what the log says -------------------------------------------------------------------------

account=111122223333
region=eu-west-1
at=2026-11-20T09:00:00Z
error=
event_count=0

shared_role=arn:aws:iam::$account:role/tenants

# A number that stands for the text.
number_of() { printf '%s' "$1" | cksum | tr -d ' ' | cut -c 1-10; }

# About the session CLUSTER/NAMESPACE/SERVICE_ACCOUNT: sets cluster, name_space, service_account,
# access_key, session_name, role.
session_is() {
  local number
  IFS=/ read -r cluster name_space service_account <<<"$1"
  number=$(number_of "$1 $region")
  access_key=ASIA$number
  session_name=eks-$cluster-$number
  role=$shared_role
  session_arn=arn:aws:sts::$account:assumed-role/${role##*/}/$session_name
}

cluster_arn() { echo "arn:aws:eks:$region:$account:cluster/$1"; }

# record IDENTITY SOURCE EVENT REQUEST RESPONSE RESOURCES: one line of the log, all of it JSON but
# the two names.
record() {
  local failure=
  event_count=$((event_count + 1))
  [[ -z $error ]] || failure="\"errorCode\":\"$error\",\"errorMessage\":\"no\","
  printf '{"eventVersion":"1.11","userIdentity":%s,"eventTime":"%s","eventSource":"%s",' \
    "$1" "$at" "$2"
  printf '"eventName":"%s","awsRegion":"%s","sourceIPAddress":"10.0.3.41","userAgent":"test",%s' \
    "$3" "$region" "$failure"
  printf '"requestParameters":%s,"responseElements":%s,"resources":%s,' "$4" "$5" "$6"
  printf '"eventID":"%08d-0000-4000-8000-000000000000","readOnly":false,' "$event_count"
  printf '"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"%s",' "$account"
  printf '"eventCategory":"Management"}\n'
}

# session_identity NAME [SERVICE]: userIdentity of the session, or of a service that acts for it.
session_identity() {
  local cluster name_space service_account access_key session_name role session_arn
  session_is "$1"
  printf '{"type":"AssumedRole","principalId":"AROATENANTS:%s","arn":"%s","accountId":"%s",' \
    "$session_name" "$session_arn" "$account"
  printf '"accessKeyId":"%s","sessionContext":{"sessionIssuer":{"type":"Role",' "$access_key"
  printf '"principalId":"AROATENANTS","arn":"%s","accountId":"%s","userName":"%s"}}%s}' \
    "$role" "$account" "${role##*/}" "${2:+,\"invokedBy\":\"$2\"}"
}

# granted ACCESS_KEY SESSION_ARN SESSION_ID [MORE]: responseElements of AssumeRole.
granted() {
  printf '{"credentials":{"accessKeyId":"%s","sessionToken":"x",' "$1"
  printf '"expiration":"Nov 21, 2026, 3:00:00 PM"},"assumedRoleUser":{"assumedRoleId":"%s",' "$3"
  printf '"arn":"%s"}%s}' "$2" "${4:-}"
}

# resource TYPE ARN: an element of resources[].
resource() { printf '{"accountId":"%s","type":"AWS::%s","ARN":"%s"}' "$account" "$1" "$2"; }

# pod_grant SESSION: EKS assumed the shared role for a pod.
pod_grant() {
  local cluster name_space service_account access_key session_name role session_arn tags
  session_is "$1"
  tags=$(printf '{"key":"%s","value":"%s"},' \
    eks-cluster-arn "$(cluster_arn "$cluster")" eks-cluster-name "$cluster" \
    kubernetes-namespace "$name_space" kubernetes-service-account "$service_account" \
    kubernetes-pod-name pod-0 kubernetes-pod-uid 0cda7f85-c1f9-4dee-b6e9-a0b50c8f3012)
  record '{"type":"AWSService","invokedBy":"pods.eks.amazonaws.com"}' sts.amazonaws.com AssumeRole \
    "{\"roleArn\":\"$role\",\"roleSessionName\":\"$session_name\",\"tags\":[${tags%,}]}" \
    "$(granted "$access_key" "$session_arn" "AROATENANTS:$session_name")" "[$(resource IAM::Role "$role")]"
}

# irsa_grant SESSION PROVIDER_ARN: the pod's SDK showed STS its token.
irsa_grant() {
  local cluster name_space service_account access_key session_name role session_arn subject identity
  session_is "$1"
  subject=system:serviceaccount:$name_space:$service_account
  identity=$(printf '"principalId":"%s","userName":"%s","identityProvider":"%s"' \
    "$2:sts.amazonaws.com:$subject" "$subject" "$2")
  record "{\"type\":\"WebIdentityUser\",$identity}" sts.amazonaws.com AssumeRoleWithWebIdentity \
    "{\"roleArn\":\"$role\",\"roleSessionName\":\"$session_name\"}" \
    "$(granted "$access_key" "$session_arn" "AROATENANTS:$session_name" \
      ",\"subjectFromWebIdentityToken\":\"$subject\",\"provider\":\"$2\"")" \
    "[$(resource IAM::Role "$role")]"
}

# role_chain SESSION ROLE_ARN KEY: the application assumed another role, and got the access key KEY.
role_chain() {
  record "$(session_identity "$1")" sts.amazonaws.com AssumeRole \
    "{\"roleArn\":\"$2\",\"roleSessionName\":\"job\"}" \
    "$(granted "$3" "arn:aws:sts::$account:assumed-role/${2##*/}/job" "AROAOTHER:job")" \
    "[$(resource IAM::Role "$2")]"
}

# other_session ROLE_ARN KEY: userIdentity of the session that role_chain gave.
other_session() {
  printf '{"type":"AssumedRole","principalId":"AROAOTHER:job","arn":"%s","accountId":"%s",' \
    "arn:aws:sts::$account:assumed-role/${1##*/}/job" "$account"
  printf '"accessKeyId":"%s","sessionContext":{"sessionIssuer":{"type":"Role",' "$2"
  printf '"principalId":"AROAOTHER","arn":"%s","accountId":"%s"}}}' "$1" "$account"
}

# user NAME: userIdentity of an IAM user.
user() {
  printf '{"type":"IAMUser","principalId":"AIDA%s","arn":"arn:aws:iam::%s:user/%s",' "$1" "$account" "$1"
  printf '"accountId":"%s","accessKeyId":"AKIA%s","userName":"%s"}' "$account" "$1" "$1"
}

# s3_call IDENTITY EVENT BUCKET KEY
s3_call() {
  record "$1" s3.amazonaws.com "$2" "{\"bucketName\":\"$3\",\"key\":\"$4\"}" null \
    "[$(resource S3::Object "arn:aws:s3:::$3/$4"),$(resource S3::Bucket "arn:aws:s3:::$3")]"
}
# s3_get SESSION BUCKET KEY, and so on.
s3_get() { s3_call "$(session_identity "$1")" GetObject "$2" "$3"; }
s3_put() { s3_call "$(session_identity "$1")" PutObject "$2" "$3"; }
s3_delete() { s3_call "$(session_identity "$1")" DeleteObject "$2" "$3"; }

# sqs_call SESSION EVENT QUEUE
sqs_call() {
  record "$(session_identity "$1")" sqs.amazonaws.com "$2" \
    "{\"queueUrl\":\"https://sqs.$region.amazonaws.com/$account/$3\"}" null \
    "[$(resource SQS::Queue "arn:aws:sqs:$region:$account:$3")]"
}
sqs_send() { sqs_call "$1" SendMessage "$2"; }
sqs_receive() { sqs_call "$1" ReceiveMessage "$2"; }

# kms_decrypt_for_secret SESSION KEY_ID: Secrets Manager decrypts, with the session's permissions.
kms_decrypt_for_secret() {
  record "$(session_identity "$1" secretsmanager.amazonaws.com)" kms.amazonaws.com Decrypt \
    '{"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}' null \
    "[$(resource KMS::Key "arn:aws:kms:$region:$account:key/$2")]"
}

# one_tenant: the log of prod/payments/api, in short.
one_tenant() {
  pod_grant prod/payments/api
  s3_get prod/payments/api shop-payments rates.json
  sqs_send prod/payments/api orders
}
