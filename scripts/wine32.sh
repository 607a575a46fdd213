#!/bin/sh
# A small Debian with Wine 10 for 64- and 32-bit programs, in a folder of its own: this machine's Wine may be older, and
# its 32-bit half cannot be installed everywhere. All commands need the rights of root.
#
#   wine32.sh lay FOLDER                       makes it (some minutes and 2 GB, once)
#   wine32.sh enter FOLDER DIR... -- COMMAND   runs a command in it, with folders of this machine at their own paths;
#                                              32-bit programs run there where this machine's kernel runs them
#   wine32.sh boot FOLDER PORT DIR...          starts it as a machine of its own, with a processor of software and a
#                                              kernel that runs 32-bit programs; says "ready" when ssh is answered at
#                                              this port of the loopback interface (to the user root, with the key that
#                                              lies in FOLDER), with the folders DIR at their own paths. Its clock goes
#                                              by the work that it does, a nanosecond for an instruction: however slow it
#                                              is, and however busy this machine, to the programs in it sound is in time
set -eu

suite=trixie
# Wine's own list brings libraries for screens and cameras in; nothing more is asked for. What stands in the second
# line is what it takes to be booted.
packages="wine wine64 wine32:i386 libpulse0 libpulse0:i386
  linux-image-amd64 initramfs-tools iproute2 dropbear-bin pulseaudio pulseaudio-utils"

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
  # The kernel's first folder in memory holds what is needed to reach this folder, and nothing else.
  mkdir -p "$half/etc/initramfs-tools/conf.d"
  echo MODULES=list > "$half/etc/initramfs-tools/conf.d/lean"
  printf '%s\n' 9p 9pnet_virtio virtio_pci virtio_net > "$half/etc/initramfs-tools/modules"
  # shellcheck disable=SC2086 # a list
  DEBIAN_FRONTEND=noninteractive chroot "$half" apt-get -q install -y --no-install-recommends $packages
  chroot "$half" apt-get clean
  rm -rf -- "$half/var/lib/apt/lists"
  install -m 755 "$(dirname -- "$0")/wine32-init.sh" "$half/init.sh"
  mkdir -p "$half/etc/dropbear" "$half/root/.ssh"
  chroot "$half" dropbearkey -t ed25519 -f /etc/dropbear/dropbear_ed25519_host_key
  ssh-keygen -q -t ed25519 -N "" -f "$half/root/.ssh/key"
  cp -- "$half/root/.ssh/key.pub" "$half/root/.ssh/authorized_keys"
  chmod 700 "$half/root" "$half/root/.ssh"
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

boot() {
  folder=$1
  port=$2
  shift 2
  count=$#
  number=0
  # The machine's list of shared folders: share0 at the first path, and so on.
  : > "$folder/shares"
  while [ "$number" -lt "$count" ]; do
    mkdir -p "$folder$1"
    echo "$1" >> "$folder/shares"
    # In qemu's options a comma is written twice.
    path=$(printf '%s' "$1" | sed 's/,/,,/g')
    shift
    set -- "$@" -virtfs "local,path=$path,mount_tag=share$number,security_model=none,multidevs=remap"
    number=$((number + 1))
  done
  exec qemu-system-x86_64 -accel tcg -icount shift=0 -smp 1 -m 4096 -nodefaults -no-reboot -display none -serial stdio \
    -kernel "$folder/vmlinuz" -initrd "$folder/initrd.img" \
    -append "console=ttyS0 quiet net.ifnames=0 mitigations=off root=root rootfstype=9p rootflags=trans=virtio,version=9p2000.L,cache=loose ro init=/init.sh" \
    -virtfs "local,path=$(printf '%s' "$folder" | sed 's/,/,,/g'),mount_tag=root,security_model=none,multidevs=remap" \
    -nic "user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:$port-:22" "$@"
}

case ${1-} in
  lay) shift; lay "$@" ;;
  enter) shift; enter "$@" ;;
  boot) shift; boot "$@" ;;
  *) fail "usage: wine32.sh lay FOLDER | enter FOLDER DIR... -- COMMAND | boot FOLDER PORT DIR..." ;;
esac
