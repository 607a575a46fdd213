#!/bin/sh
# A small Debian with Wine 10 for 64- and 32-bit programs, in a folder of its own: this machine's Wine may be older, and
# its 32-bit half cannot be installed everywhere. Both commands need the rights of root.
#
#   wine32.sh lay FOLDER                       makes it (some minutes and 2 GB, once)
#   wine32.sh enter FOLDER DIR... -- COMMAND   runs a command in it, with folders of this machine at their own paths
set -eu

suite=trixie
# Wine's own list brings libraries for screens and cameras in; nothing more is asked for.
packages="wine wine64 wine32:i386 libpulse0 libpulse0:i386"

fail() { echo "$1" >&2; exit 1; }

# The package source that this machine is set up with, mirrors and proxies included.
repository() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | sort -u | head -n 1
}

lay() {
  source=$(repository)
  [ -n "$source" ] || fail "apt knows no package source of Debian yet; run 'apt-get update' as root"
  half=$1.half
  rm -rf -- "$half" "$1"
  mkdir -p -- "$half"
  debootstrap --arch=amd64 --variant=minbase --include=ca-certificates "$suite" "$half" "$source"
  echo "deb $source $suite main" > "$half/etc/apt/sources.list"
  # What nobody reads here, and the care for a power cut, cost half of the time.
  printf '%s\n' force-unsafe-io 'path-exclude=/usr/share/doc/*' 'path-exclude=/usr/share/locale/*' \
    'path-exclude=/usr/share/man/*' > "$half/etc/dpkg/dpkg.cfg.d/lean"
  # apt's own settings of this machine hold there too.
  cp -R /etc/apt/apt.conf.d/. "$half/etc/apt/apt.conf.d/"
  [ ! -f /etc/apt/apt.conf ] || cp /etc/apt/apt.conf "$half/etc/apt/apt.conf"
  cp /etc/resolv.conf "$half/etc/resolv.conf" 2>/dev/null || :
  chroot "$half" dpkg --add-architecture i386
  chroot "$half" apt-get -q update
  # shellcheck disable=SC2086 # a list
  DEBIAN_FRONTEND=noninteractive chroot "$half" apt-get -q install -y --no-install-recommends $packages
  chroot "$half" apt-get clean
  rm -rf -- "$half/var/lib/apt/lists"
  mv -- "$half" "$1"
}

# As the mounts are made in a space of their own, they are gone with the command.
enter() {
  # shellcheck disable=SC2016 # it is the inner shell that expands
  exec unshare --mount sh -c '
    set -eu
    folder=$1
    shift
    mount --make-rprivate /
    mount -t proc proc "$folder/proc"
    mount --rbind /dev "$folder/dev"
    while [ "$1" != -- ]; do
      mkdir -p "$folder$1"
      mount --bind "$1" "$folder$1"
      shift
    done
    shift
    exec chroot "$folder" "$@"' enter "$@"
}

case ${1-} in
  lay) shift; lay "$@" ;;
  enter) shift; enter "$@" ;;
  *) fail "usage: wine32.sh lay FOLDER | enter FOLDER DIR... -- COMMAND" ;;
esac
