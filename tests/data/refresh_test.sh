#!/usr/bin/env bash
# Goal: data/refresh.mjs makes the same bytes from the same packages, and writes nothing that would
# lose a service, an action, a resource type or a dependent before a person has looked.
# Method: small packages of our own, beside a copy of the script. No network.
set -euo pipefail
export LC_ALL=C
command -v node >/dev/null || { echo 'skipped: node is not installed'; exit 0; }
script=$(realpath "$(dirname "$0")/../../data/refresh.mjs")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/data"
cp "$script" "$work/data"
cd "$work"

fail() { echo "$1"; cat out 2>/dev/null; exit 1; }
refuses() { # refuses WORDS OPTIONS...: exit code 1, the words said, no table touched
  local words=$1
  shift
  cp -r data before
  ! node data/refresh.mjs new old "$@" >out 2>&1 || fail "not refused: $words"
  grep -qF -- "$words" out || fail "not said: $words"
  diff -r before data >/dev/null || fail "written all the same: $words"
  rm -r before
}
writes() { node data/refresh.mjs new old "$@" >out 2>&1 || fail 'not written'; }

# packages ACTIONS TYPE NEED: two services with so many actions each, on a resource type of that name;
# the old package says that each needs NEED.
packages() {
  rm -rf new old
  mkdir -p new/data/actions new/data/resourceTypes old/data/actions
  echo '{"version":"2.0.0"}' >new/package.json
  echo '{"version":"1.0.0"}' >old/package.json
  local service number fresh known
  for service in zoo ant; do
    fresh= known=
    for ((number = 1; number <= $1; ++number)); do
      fresh+="\"do$number\":{\"name\":\"Do$number\",\"accessLevel\":\"Write\",\"resourceTypes\":[{\"name\":\"$2\",\"required\":true}]},"
      known+="\"do$number\":{\"name\":\"Do$number\",\"resourceTypes\":[],\"dependentActions\":[\"$3\"]},"
    done
    echo "{${fresh%,}}" >"new/data/actions/$service.json"
    echo "{${known%,}}" >"old/data/actions/$service.json"
    echo '{"thing":{"key":"thing","arn":"arn:aws:zoo:::thing"}}' >"new/data/resourceTypes/$service.json"
  done
}

packages 40 thing ant:Do1
writes
[[ $(sed -n 2p data/actions.tsv) == $'ant\tDo1\tW\tthing!' ]] || fail 'the first row is another'
[[ $(wc -l <data/dependents.tsv) == 81 ]] || fail 'dependents are missing'
cp -r data first
writes
diff -r first data || fail 'not the same bytes'

packages 39 thing ant:Do1
refuses 'would be lost: actions.tsv: ant Do40'
refuses 'would be lost: dependents.tsv: zoo Do40 ant:Do1'
packages 30 thing ant:Do1
refuses 'actions would fall from 80 to 60' --accept-losses
packages 40 thing ''
refuses '80 dependents of actions that exist would be lost, such as ant Do1 ant:Do1' --accept-losses
packages 40 ghost ant:Do1
refuses 'which nobody describes' --accept-losses
packages 40 thing ant:Do1
rm new/data/actions/zoo.json
refuses 'services would vanish: zoo' --accept-losses

# An action that AWS retired, and that nothing depended on.
packages 40 thing ant:Do1
sed -i 's/{"do1":/{"do41":{"name":"Do41","accessLevel":"Read","resourceTypes":[]},"do1":/' new/data/actions/zoo.json
writes
sed -i 's/"do41":{[^}]*},//' new/data/actions/zoo.json
refuses 'would be lost: actions.tsv: zoo Do41'
writes --accept-losses
diff -r first data || fail 'not as before'
