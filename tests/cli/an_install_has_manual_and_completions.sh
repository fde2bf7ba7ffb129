#!/usr/bin/env bash
# cmake --install: the program, a man page per subcommand, completions for three shells, the licence;
# all of them written from the command line that the program has.
. "$(dirname "$0")/common.sh"
build=$(realpath "$(dirname "$SCOPEDOWN")/..")
[[ -f $build/cmake_install.cmake ]] || { echo "skipped: $SCOPEDOWN is not in a build folder"; exit 0; }
exits 0 cmake --install "$build" --prefix "$work/root"
cd "$work/root"
for file in bin/scopedown share/man/man1/scopedown.1 share/doc/scopedown/LICENSE \
  share/bash-completion/completions/scopedown share/zsh/site-functions/_scopedown \
  share/fish/vendor_completions.d/scopedown.fish; do
  file_exists "$file"
done
exits 0 bin/scopedown --version
grep -qE '^scopedown [0-9.]+ \(AWS.s actions of 20[0-9]{2}-[0-9]{2}-[0-9]{2}\)$' "$work/stdout" || fail 'no date'

# Every subcommand has a page, and every option of `generate` is in its page and in each completion.
count=0
for command in $(bin/scopedown --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]\+\) .*/\1/p'); do
  file_exists "share/man/man1/scopedown-$command.1"
  file_has share/man/man1/scopedown.1 "scopedown\\-$command"
  for shell in bash zsh fish; do
    exits 0 bin/scopedown completion $shell
    stdout_has "$command"
  done
  count=$((count + 1))
done
[[ $count -ge 11 ]] || fail "only $count subcommands"
for option in $(bin/scopedown generate --help | grep -oE '^ +--[a-z-]+' | tr -d ' '); do
  file_has share/man/man1/scopedown-generate.1 "\\fB${option//-/\\-}"
  file_has share/bash-completion/completions/scopedown " $option"
  file_has share/zsh/site-functions/_scopedown "$option["
  file_has share/fish/vendor_completions.d/scopedown.fish "-l ${option#--}"
done
no_file share/man/man1/scopedown-manual.1

# bash completes a subcommand, its options and an option's choices.
completed() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _scopedown
  echo "${COMPREPLY[*]}"
}
# shellcheck disable=SC1091
. share/bash-completion/completions/scopedown
[[ $(completed scopedown gen) == generate ]] || fail "bash: gen is $(completed scopedown gen)"
[[ $(completed scopedown generate --layo) == --layout ]] || fail 'bash: --layo'
[[ $(completed scopedown generate --layout r) == readable ]] || fail 'bash: --layout r'
[[ $(completed scopedown catalogue exp) == 'expand explain' || $(completed scopedown catalogue expa) == expand ]] ||
  fail 'bash: catalogue expa'
[[ -z $(completed scopedown generate --out x) ]] || fail 'bash: a folder is left to bash'
if command -v zsh >/dev/null; then
  exits 0 zsh -n share/zsh/site-functions/_scopedown
fi
if command -v fish >/dev/null; then
  for line in 'scopedown gen=generate' 'scopedown generate --layo=--layout' \
    'scopedown generate --layout r=readable' 'scopedown catalogue expa=expand'; do
    HOME=$work exits 0 fish --no-config -c \
      "source share/fish/vendor_completions.d/scopedown.fish; complete -C '${line%%=*}'"
    stdout_has "${line#*=}"
  done
fi
if command -v groff >/dev/null; then
  for page in share/man/man1/*.1; do
    exits 0 groff -man -Tutf8 -ww "$page"
    stdout_has 'could not be done'
    [[ ! -s $work/stderr ]] || fail "$page: groff warns"
  done
fi
