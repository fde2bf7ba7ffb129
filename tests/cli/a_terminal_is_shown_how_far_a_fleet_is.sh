#!/usr/bin/env bash
# generate and plan: a line on a terminal while policies are made, taken away at the end; no such line in
# a pipe or under --quiet.
. "$(dirname "$0")/common.sh"
command -v script >/dev/null || { echo 'skipped: no `script` (bsdutils), which stands for a terminal'; exit 0; }
{ for tenant in alpha beta gamma; do
    pod_grant "prod/$tenant/api"
    sqs_send "prod/$tenant/api" "$tenant-orders"
  done
  pod_grant prod/files/api
  s3_get prod/files/api files-of-everybody report.csv
  s3_put prod/files/api files-of-everybody report.csv
} >log.jsonl
# on_a_terminal COMMAND...: everything that it shows, into the file `seen`.
on_a_terminal() { script -qec "$*" /dev/null </dev/null >seen; }
away=$(printf '\r\033[K')
wrap_on=$(printf '\033[?7h')

on_a_terminal "$SCOPEDOWN" generate log.jsonl --out policies
file_has seen 'reading the ledger ...'
file_has seen '0/4 policies'
file_has seen "writing the policies ...${wrap_on}${away}scopedown: prod/alpha/api"
on_a_terminal "$SCOPEDOWN" generate log.jsonl --with-role role --out policies
file_has seen 'making the role ...'
file_has seen '0/4 policies'
on_a_terminal "$SCOPEDOWN" plan log.jsonl --roles 2
file_has seen 'making role 1 of 2 ...'
file_has seen ' policies of role 2 of 2'
file_has seen "${away}QUOTA"
on_a_terminal "$SCOPEDOWN" onboard log.jsonl --like alpha --namespace delta
file_has seen '0/4 policies'
file_has seen "${away}{\"Version\""
on_a_terminal "$SCOPEDOWN" role log.jsonl --out role
file_has seen 'making the role ...'

on_a_terminal "$SCOPEDOWN" generate log.jsonl --out policies --quiet
[[ ! -s seen ]] || fail "--quiet shows: $(cat seen)"
exits 0 scopedown generate log.jsonl --out policies
! grep -qF -- "$away" "$work/stderr" || fail 'a pipe got a line of a terminal'
stderr_has 'prod/alpha/api'
