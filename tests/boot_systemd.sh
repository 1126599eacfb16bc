#!/usr/bin/env bash
# Boots a real systemd in namespaces over a throw-away copy of this machine's root, and runs a script there.
#   boot_systemd.sh FOLDER SCRIPT [TREE ...]   as root; SCRIPT finds FOLDER as /out; TREEs are shown at their own place, read-only
# The copy is an overlay whose upper layer lives in memory: nothing of it is left, but for what SCRIPT wrote to /out.
set -euo pipefail

if [ "${1:-}" != inside ]; then
  exec unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child "$0" inside "$@"
fi
out=$2 script=$3
shift 3

mount --make-rprivate /
mkdir -p "$out/root"
mount -t tmpfs tmpfs "$out/root"
mkdir "$out/root"/{upper,work,machine}
mount -t overlay overlay -o "lowerdir=/,upperdir=$out/root/upper,workdir=$out/root/work" "$out/root/machine"
cd "$out/root/machine"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys || true
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount --bind /dev dev
for tree in "$@"; do
  mkdir -p ".$tree"
  mount --bind "$tree" ".$tree"
  mount -o remount,bind,ro ".$tree"
done
mkdir -p out
mount --bind "$out" out

# A machine that has just these services: the journal, what runs the script, and what the script starts.
units=etc/systemd/system
for name in systemd-udevd systemd-udev-trigger systemd-networkd systemd-resolved systemd-timesyncd systemd-modules-load systemd-sysctl \
  systemd-remount-fs systemd-binfmt systemd-firstboot networking; do
  ln -sf /dev/null $units/$name.service
done
for name in systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-journald-audit.socket dev-hugepages.mount dev-mqueue.mount \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount; do
  ln -sf /dev/null $units/$name
done
echo uninitialized >etc/machine-id
cp "$script" opt/inside.sh
cat >$units/inside.target <<'UNIT'
[Unit]
Requires=basic.target
Wants=inside.service
After=basic.target
UNIT
cat >$units/inside.service <<'UNIT'
[Unit]
After=basic.target
[Service]
Type=oneshot
StandardOutput=append:/out/inside.log
StandardError=append:/out/inside.log
ExecStart=/bin/bash /opt/inside.sh
ExecStopPost=/bin/systemctl poweroff --force --force
UNIT
ln -sf inside.target $units/default.target
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /lib/systemd/systemd --system --log-target=console --show-status=0
