#!/usr/bin/env bash
# The life of the service, from install to uninstall, as root on a machine with systemd; what each step showed lies in /out/STEP.
#   service_life.sh JARVISD MODELS
jarvisd=$1
export JARVISD_MODELS=$2 HOME=/root
unit=jarvisd.service

step() { # NAME COMMAND ...: what it printed, its seconds and its exit status
  local name=$1 began=$EPOCHREALTIME
  shift
  "$@" >"/out/$name" 2>&1
  echo "$? $(awk "BEGIN { print $EPOCHREALTIME - $began }")" >"/out/$name.status"
}
shown() { systemctl show $unit --property="$1" --value; }
until_true() { # COMMAND ...: at most five minutes, for a machine that is busy with something else
  for _ in $(seq 3000); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
is_shown() { [ "$(shown "$1")" = "$2" ]; }
is_logged() { journalctl -u $unit --no-pager -o cat | grep -q "$1"; }
is_ready_again() { [ "$(shown ActiveState)" = active ] && [ "$(journalctl -u $unit --no-pager -o cat | grep -c "ready after")" = 2 ]; }

mkdir -p /run/systemd/system/$unit.d
printf '[Service]\nWatchdogSec=15\nRestartSec=100ms\n' >/run/systemd/system/$unit.d/short.conf

settings() { printf "$1" >/etc/jarvisd/jarvis.toml; }
mkdir -p /etc/jarvisd
settings '[control]\ngroup = "users"\n'

step install "$jarvisd" service install
step show systemctl show $unit
pid=$(shown MainPID)
step owner stat -c '%U %a' "/proc/$pid" /var/lib/private/jarvisd /run/jarvisd/control.sock
as_nobody() { setpriv --reuid=65534 --regid="$1" --clear-groups test -w /run/jarvisd/control.sock; }
step member as_nobody users
step stranger as_nobody nogroup
step models find /var/cache/jarvisd/models -name model.bin
step status "$jarvisd" service status --json

# What the engines do inside the sandbox, asked for through its socket.
step say_en "$jarvisd" say "The lights in the kitchen are on." --out /out/en.wav
step say_zh "$jarvisd" say "今天天气很好。" --out /out/zh.wav
step transcribe_en "$jarvisd" transcribe /out/en.wav
step transcribe_zh "$jarvisd" transcribe /out/zh.wav
step ask_en "$jarvisd" ask "what day is it?"
step ask_zh "$jarvisd" ask "今天星期几？"

settings '[control]\ngroup = "users"\n[talk]\nchime = false\n'
step reload systemctl reload $unit
step reloaded until_true is_logged "the configuration is read again"
step ready_again until_true is_ready_again # systemd takes a reload during a reload for the same one
settings '[talk]\nchimes = false\n'
step reload_wrong systemctl reload $unit
step refused until_true is_logged "did you mean 'chime'"
settings ''
step still_there "$jarvisd" ask "what time is it?"
step same_process test "$(shown MainPID)" = "$pid"

# A daemon whose event loop hangs goes hungry: the watchdog ends it, and it comes back.
kill -STOP "$pid"
step watchdog until_true is_shown NRestarts 1
step back until_true is_shown StatusText ready

step stop systemctl stop $unit
step result systemctl show $unit --property=Result --property=ExecMainStatus --property=ActiveState
step status_stopped "$jarvisd" service status
step uninstall "$jarvisd" service uninstall
step status_gone "$jarvisd" service status
step kept test -e /var/lib/private/jarvisd/jarvisd.db
journalctl -u $unit --no-pager -o cat >/out/journal
