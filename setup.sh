#!/usr/bin/env bash
# Installs what scopedown is built and tested with, from Debian's packages. Quick when nothing is missing.
#   setup.sh            what the build needs
#   setup.sh --checks   also what .ci/run needs (clang: fuzz targets, format, lint; what some tests skip
#                       without; and in build/checks, from PyPI, the tools that tests/formats reads our
#                       outputs with)
set -euo pipefail

build=(g++ cmake ninja-build libboost-dev libboost-graph-dev libsimdjson-dev nlohmann-json3-dev libcli11-dev
       libsqlite3-dev libdeflate-dev libmimalloc-dev zlib1g-dev catch2)
checks=(clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 dpkg-dev fish groff python3-venv zsh)

wanted=("${build[@]}")
[[ ${1:-} == --checks ]] && wanted+=("${checks[@]}")

missing=()
for package in "${wanted[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} != 0 ]]; then
  as_root=()
  [[ $(id -u) == 0 ]] || as_root=(sudo)
  echo "setup.sh: installing ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi

# A folder is complete once it holds the list that it was made from.
if [[ ${1:-} == --checks ]]; then
  cd "$(dirname "$0")"
  list=tests/formats/requirements.txt
  if ! cmp -s "$list" build/checks/requirements.txt; then
    echo "setup.sh: installing what $list names into build/checks" >&2
    rm -rf build/checks
    /usr/bin/python3 -m venv build/checks
    build/checks/bin/pip install --quiet --disable-pip-version-check --requirement "$list" >&2
    cp "$list" build/checks/requirements.txt
  fi
fi
