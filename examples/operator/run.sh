#!/usr/bin/env bash
# From logs to what a GitOps team commits and applies: a Kustomize overlay for each environment, and values of a
# Helm chart. Works in a copy, so that nothing here changes; SCOPEDOWN_BLESS=1 rewrites rendered/.
set -euo pipefail
cd "$(dirname "$0")"

# The program: $SCOPEDOWN, or the one built last in this repository, or the installed one.
built=$(ls -t ../../build/*/generator/scopedown 2>/dev/null | head -n 1 || true)
scopedown=$(command -v "$(realpath "${SCOPEDOWN:-${built:-scopedown}}" 2>/dev/null || echo scopedown)")
here=$PWD
events=$here/../quickstart/events
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r base overlays chart "$work"
cd "$work"

run() {
  echo "\$ scopedown generate events $*"
  "$scopedown" generate "$events" --quiet "$@"
}
account=arn:aws:iam::111122223333:role
run --cluster prod --format kustomize --role-arn $account/eks-tenants --out overlays/production/policies
run --cluster staging --format kustomize --role-arn $account/eks-tenants-staging --out overlays/staging/policies
run --cluster prod --format helm --role-arn $account/eks-tenants --out values
find overlays values -name '*.yaml' | LC_ALL=C sort
echo
echo '$ cat overlays/production/policies/prod/pay/web.ack.yaml'
grep -v '^#' overlays/production/policies/prod/pay/web.ack.yaml

# rendered NAME: what stands on standard input is rendered/NAME.
rendered() {
  if [[ -n ${SCOPEDOWN_BLESS:-} ]]; then cat >"$here/rendered/$1"; else diff -u "$here/rendered/$1" -; fi
}
if command -v kubectl >/dev/null; then
  for environment in production staging; do
    kubectl kustomize "overlays/$environment" | rendered "$environment.yaml"
  done
else
  echo 'skipped: kubectl is not installed, so rendered/*.yaml were not rendered again' >&2
fi
if [[ ! -e $here/rendered/chart.yaml && -z ${SCOPEDOWN_BLESS:-} ]]; then
  echo 'skipped: no rendering of the chart was kept to compare with' >&2
elif command -v helm >/dev/null; then
  mapfile -t values < <(find values/prod -name '*.values.yaml' -printf '--values=%p\n' | LC_ALL=C sort)
  helm template tenants chart --namespace ack-system "${values[@]}" | rendered chart.yaml
else
  echo 'skipped: helm is not installed, so the chart was not rendered' >&2
fi
