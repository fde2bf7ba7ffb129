#!/usr/bin/env bash
# Brings the Pod Identity associations of a cluster to what a folder of policies says: creates those
# that are missing, updates those that differ, leaves the others alone. Deletes none.
#
#   apply.sh --cluster NAME --role-arn ARN --policies DIR [--apply] [--no-rollback]
#
# DIR is one cluster's folder of `scopedown generate --out` or `onboard --out`, with files
# NAMESPACE/SERVICE_ACCOUNT.json; summary.json stands in it or above it. Without --apply it says what
# it would do, and does nothing. Running it again after a failure, or after being killed, does what is
# left. If a call fails, what this run did is undone, unless --no-rollback.
#
# If the summary was made for a role whose policies were known (role_digest), the role's policies in
# AWS must still be those.
#
# Needs: scopedown, and an AWS CLI that knows `--policy` of `eks create-pod-identity-association` (those of
# spring 2026 and later do).
set -euo pipefail
export LC_ALL=C AWS_PAGER=

cluster='' role_arn='' policies='' apply='' rollback=yes
scopedown=${SCOPEDOWN:-scopedown}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "$*" >&2; }
die() { say "apply.sh: $*"; exit 1; }

while [[ $# -gt 0 ]]; do
  case $1 in
    --cluster) cluster=$2; shift ;;
    --role-arn) role_arn=$2; shift ;;
    --policies) policies=${2%/}; shift ;;
    --apply) apply=yes ;;
    --no-rollback) rollback='' ;;
    *) die "unknown option $1; see the head of this file" ;;
  esac
  shift
done
[[ -n $cluster && -n $role_arn && -n $policies ]] || die 'needs --cluster, --role-arn and --policies'
[[ -d $policies ]] || die "$policies is no folder"

# --- the role is the one that the policies were made for ---------------------------------------------

# role_documents: writes each policy of the role to a file of its own in $work/role.
role_documents() {
  local role=${role_arn##*/} name arn version
  mkdir "$work/role"
  for name in $(aws iam list-role-policies --role-name "$role" --query 'PolicyNames[]' --output text); do
    aws iam get-role-policy --role-name "$role" --policy-name "$name" --query PolicyDocument \
      --output json >"$work/role/inline-$name.json"
  done
  for arn in $(aws iam list-attached-role-policies --role-name "$role" \
    --query 'AttachedPolicies[].PolicyArn' --output text); do
    version=$(aws iam get-policy --policy-arn "$arn" --query Policy.DefaultVersionId --output text)
    aws iam get-policy-version --policy-arn "$arn" --version-id "$version" \
      --query PolicyVersion.Document --output json >"$work/role/${arn//[:\/]/-}.json"
  done
}

digest_in() { sed -n 's/^ *"role_digest": "\([0-9a-f]*\)".*/\1/p' "$1"; }

check_role() {
  local summary=$policies/summary.json options=() file expected
  [[ -f $summary ]] || summary=$policies/../summary.json
  [[ -f $summary ]] || die "no summary.json in $policies or above; was it written by --out?"
  expected=$(digest_in "$summary")
  [[ -n $expected ]] || { say 'the role was not known when these policies were made: not compared'; return; }
  role_documents
  for file in "$work"/role/*.json; do
    [[ ! -f $file ]] || options+=(--role-policy "$file")
  done
  echo '{"Version":"2012-10-17","Statement":[]}' >"$work/none.json"
  "$scopedown" check "$work/none.json" "${options[@]}" --json >"$work/check.json" || true
  [[ $(digest_in "$work/check.json") == "$expected" ]] ||
    die "the policies of $role_arn are not those that $policies was made for; generate again with --role-policy"
}

# --- one association ----------------------------------------------------------------------------------

# list_associations: a line each, NAMESPACE SERVICE_ACCOUNT ID, into $work/associations.
list_associations() {
  aws eks list-pod-identity-associations --cluster-name "$cluster" --output text \
    --query 'associations[].[namespace, serviceAccount, associationId]' >"$work/associations"
}

# association_id NAMESPACE SERVICE_ACCOUNT: empty if there is none.
association_id() {
  awk -F '\t' -v n="$1" -v a="$2" '$1 == n && $2 == a { print $3 }' "$work/associations"
}

# describe ID: its role and whether its tags are off, with a tab between, into $work/is-ID; its
# policy, which may be none, into $work/was-ID.json.
describe() {
  aws eks describe-pod-identity-association --cluster-name "$cluster" --association-id "$1" \
    --output text --query 'association.[roleArn, disableSessionTags, policy]' >"$work/described" || return 1
  cut -f 1-2 "$work/described" >"$work/is-$1"
  cut -f 3- "$work/described" | tr -d '\n' | sed 's/^None$//' >"$work/was-$1.json"
}

# token WORD...: the same for the same request, so that a call that is sent twice counts once.
token() { printf '%s\n' "$@" | sha256sum | cut -c 1-32; }

# undo_later COMMAND...: remembered as it stands, the latest first.
undo_later() { { printf '%q ' "$@"; echo; } | cat - "$work/undo" >"$work/undo.new" && mv "$work/undo.new" "$work/undo"; }

create() {
  local name_space=$1 account=$2 file=$3 id
  id=$(aws eks create-pod-identity-association --cluster-name "$cluster" --namespace "$name_space" \
    --service-account "$account" --role-arn "$role_arn" --disable-session-tags \
    --policy "file://$file" --client-request-token "$(token "$cluster" "$@" "$(cat "$file")")" \
    --query association.associationId --output text) || return 1
  undo_later aws eks delete-pod-identity-association --cluster-name "$cluster" --association-id "$id"
}

update() {
  local id=$1 file=$2 was=$3 was_role=$4 tags=--disable-session-tags
  aws eks update-pod-identity-association --cluster-name "$cluster" --association-id "$id" \
    --role-arn "$role_arn" --disable-session-tags --policy "file://$file" >"$work/answer" || return 1
  [[ $5 == True || $5 == true ]] || tags=--no-disable-session-tags
  [[ -s $was ]] || say "  (it had no policy before: undoing gives it an empty one, which EKS may refuse)"
  undo_later aws eks update-pod-identity-association --cluster-name "$cluster" --association-id "$id" \
    --role-arn "$was_role" $tags --policy "file://$was"
}

undo() {
  local line failed=''
  [[ -n $rollback && -s $work/undo ]] || return 0
  say 'undoing what this run did'
  while read -r line <&3; do
    eval "$line" >"$work/answer" || { failed=yes; say "could not be undone: $line"; }
  done 3<"$work/undo"
  [[ -z $failed ]] || die 'not everything was undone; what is left is above'
}

# bring NAMESPACE SERVICE_ACCOUNT FILE: to what the file says. Prints what it does.
bring() {
  local name_space=$1 account=$2 file=$3 id was role tags
  id=$(association_id "$name_space" "$account")
  if [[ -z $id ]]; then
    echo "create     $name_space/$account"
    [[ -z $apply ]] || create "$name_space" "$account" "$file"
    return
  fi
  describe "$id" || return 1
  was=$work/was-$id.json
  IFS=$'\t' read -r role tags <"$work/is-$id"
  if [[ $role == "$role_arn" && $tags == [Tt]rue ]] && cmp -s "$was" "$file"; then
    echo "unchanged  $name_space/$account"
    return
  fi
  echo "update     $name_space/$account"
  [[ $role == "$role_arn" ]] || echo "  role       $role -> $role_arn"
  if [[ -s $was ]]; then
    { "$scopedown" diff "$was" "$file" || true; } | tail -n +2
  else
    echo '  it had no policy: the role alone bounds it'
  fi
  [[ -z $apply ]] || update "$id" "$file" "$was" "$role" "$tags"
}

# --- all of them --------------------------------------------------------------------------------------

check_role
list_associations || die "the associations of $cluster cannot be listed"
: >"$work/undo"
count=0
while read -r file <&3; do
  path=${file#"$policies"/}
  [[ $path != summary.json ]] || continue
  [[ $path == */*.json && $path != */*/* ]] ||
    die "$file: expected NAMESPACE/SERVICE_ACCOUNT.json; name one cluster's folder with --policies"
  account=${path#*/}
  bring "${path%%/*}" "${account%.json}" "$(realpath "$file")" || {
    say "apply.sh: $path failed"
    undo
    exit 1
  }
  count=$((count + 1))
done 3< <(find "$policies" -name '*.json' | sort)
[[ $count -gt 0 ]] || die "no policy in $policies"
[[ -n $apply ]] || say 'nothing was changed; --apply does it'
