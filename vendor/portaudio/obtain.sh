#!/bin/sh
# Obtains the PortAudio source that VERSION pins and unpacks it into ./source (once: a second call does nothing).
# The file is Debian's source package, fetched from the package sources this machine is set up with.
# Usage: obtain.sh [FILE]    FILE: the same archive, already downloaded
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
pin() { sed -n "s/^$1=//p" "$here/VERSION"; }
version=$(pin version) file=$(pin file) sha256=$(pin sha256)
source="$here/source" stamp="$here/source/.obtained"
helper=/usr/lib/apt/apt-helper
work=

way_out="download $file (sha256 $sha256) from a Debian mirror and run: sh '$here/obtain.sh' FILE"
fail() { echo "PortAudio $version was not obtained: $1" >&2; exit 1; }
clean() { [ -z "$work" ] || rm -rf -- "$work"; }
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

is_obtained() { [ -f "$stamp" ] && [ "$(cat -- "$stamp")" = "$sha256" ]; }
matches() { [ -f "$1" ] && [ "$(sha256sum < "$1" | cut -d" " -f1)" = "$sha256" ]; }

# The roots of the package sources; the project's main archive first, in case a derivative lists its own before it.
repositories() {
  for filter in 'Label: Debian' 'Component: main'; do
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "$filter" 2>/dev/null | sort -u
  done
}

download() {
  command -v apt-get >/dev/null && [ -x "$helper" ] || fail "this machine has no apt; $way_out"
  seen=
  for repository in $(repositories); do
    case " $seen " in *" $repository "*) continue ;; esac
    seen="$seen $repository"
    "$helper" download-file "${repository%/}/pool/main/p/portaudio19/$file" "$work/$file" "SHA256:$sha256" \
      >>"$work/log" 2>&1 && return
  done
  [ -n "$seen" ] || fail "apt knows no package source yet; run 'apt-get update' as root, or $way_out"
  fail "$(grep -E '^(E|Err)' "$work/log" | tail -n 1 | cut -c1-200); $way_out"
}

is_obtained && exit 0
work=$(mktemp -d -- "$here/.obtain.XXXXXX" 2>/dev/null) || fail "$here is not writable; check its owner"
chmod 755 "$work"
if [ $# -gt 0 ]; then archive=$1; else download; archive=$work/$file; fi
matches "$archive" || fail "$archive is not $file (sha256 $sha256); $way_out"

mkdir "$work/source"
tar -xzf "$archive" -C "$work/source" --strip-components=1 --no-same-owner || fail "$archive cannot be unpacked"
printf '%s\n' "$sha256" > "$work/source/.obtained"
# An older or half-made source makes way; a concurrent call may have been faster, which is as good.
is_obtained || { rm -rf -- "$source"; mv -T -- "$work/source" "$source" 2>/dev/null; } || is_obtained ||
  fail "$source cannot be replaced; check its owner"
echo "PortAudio $version obtained."
