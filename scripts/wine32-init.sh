#!/bin/sh
# The first and only service of the machine that `wine32.sh boot` starts: mounts what has to be there, brings the network
# up and answers ssh. What is written outside of the shared folders is gone with the machine.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

# What the kernel's first folder in memory has mounted is handed on.
mounted() { mountpoint -q "$1" || mount -t "$2" none "$1"; }
mounted /proc proc
mounted /sys sysfs
mounted /dev devtmpfs
mkdir -p /dev/pts /dev/shm
mounted /dev/pts devpts
mounted /dev/shm tmpfs
mounted /run tmpfs
# Holds a whole Windows.
mount -t tmpfs -o size=3g none /tmp

number=0
while read -r folder; do
  # A share below /tmp has lost its place to the mount above.
  mkdir -p "$folder"
  # Without a cache of its own, so that either side sees what the other writes.
  mount -t 9p -o trans=virtio,version=9p2000.L,cache=mmap,msize=512000 "share$number" "$folder"
  number=$((number + 1))
done < /shares

# The addresses of qemu's network for users.
ip link set lo up
ip link set eth0 up
ip address add 10.0.2.15/24 dev eth0
ip route add default via 10.0.2.2

# It answers when it listens, and it listens before it goes into the background.
dropbear -s
echo ready
exec sleep infinity
