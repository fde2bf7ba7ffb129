#!/usr/bin/env bash
# cpack: the package's own dependencies are all that it needs. The root that it is tried in holds their
# shared libraries, and nothing else.
. "$(dirname "$0")/common.sh"
build=$(realpath "$(dirname "$SCOPEDOWN")/..")
skip() { echo "skipped: $1"; exit 0; }
[[ -f $build/CPackConfig.cmake ]] || skip "$SCOPEDOWN is not in a build folder"
for tool in cpack dpkg-deb dpkg-query dpkg-shlibdeps unshare chroot; do
  PATH=$PATH:/usr/sbin command -v $tool >/dev/null || skip "$tool is not installed"
done
! grep -q '^SCOPEDOWN_SANITIZE:STRING=.' "$build/CMakeCache.txt" || skip 'a sanitised build is not packaged'
unshare -r true 2>/dev/null || skip 'no user namespace may be made here'

exits 0 cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/package"
package=$(echo "$work"/package/scopedown_*.deb)
file_exists "$package"
mkdir "$work/root"
dpkg-deb -x "$package" "$work/root"
file_exists "$work/root/usr/share/man/man1/scopedown.1"
file_exists "$work/root/usr/share/doc/scopedown/LICENSE"

# names_of DEPENDS: the packages of a Depends field, the first of alternatives.
names_of() { tr ',' '\n' | sed 's/|.*//; s/(.*//; s/:any//; s/ //g' | grep . || true; }
dpkg-deb -f "$package" Depends | names_of >wanted
[[ -s wanted ]] || fail 'the package depends on nothing'
: >taken
while [[ -s wanted ]]; do
  : >next
  while read -r name; do
    ! grep -qxF "$name" taken || continue
    echo "$name" >>taken
    dpkg-query -W -f '${Depends}\n' "$name" | names_of >>next
    { dpkg-query -L "$name" | grep -E '/lib(64)?/.*\.so(\.|$)' || true; } >files
    while read -r file; do
      mkdir -p "$work/root$(dirname "$file")"
      cp -L "$file" "$work/root$file"
    done <files
  done <wanted
  mv next wanted
done
# The loader is asked for by a path that may be a link in a real root.
loader=$(grep -aoE '/lib(64)?/ld-linux[^[:cntrl:]]*' "$work/root/usr/bin/scopedown" | head -n 1)
mkdir -p "$work/root$(dirname "$loader")"
cp -L "$loader" "$work/root$loader"

cp -r "$here/../../examples/quickstart/events" "$work/root/events"
in_root() { unshare -r chroot "$work/root" "$@"; }
exits 0 in_root /usr/bin/scopedown --version
stdout_has "scopedown $(dpkg-deb -f "$package" Version)"
exits 0 in_root /usr/bin/scopedown generate /events --namespace payments
keep_stdout inside.json
exits 0 scopedown generate "$here/../../examples/quickstart/events" --namespace payments
stdout_is_the_file inside.json
