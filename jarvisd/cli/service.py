"""The command `service`: jarvisd as a service of systemd, put in place, looked at, taken away."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jarvisd import config as settings_of
from jarvisd.cli.common import command
from jarvisd.errors import ConfigError, ServiceError

_EPILOG = """\
examples:
  sudo jarvisd service install         for an appliance: starts with the machine, under a user of its own, locked in
  jarvisd service install --user       for a desktop: starts when you log in, with your sound and your settings
  jarvisd service install --print      the unit that would be written
  jarvisd service status               how it is; exit status 0 if it runs, else 1
  sudo jarvisd service uninstall       what it remembers stays in /var/lib/jarvisd

The appliance's settings are /etc/jarvisd/jarvis.toml (then: sudo systemctl reload jarvisd), its keys NAME=value lines in
/etc/jarvisd/environment. install puts the models into /var/cache/jarvisd: the service itself never downloads anything.
Its log: journalctl -u jarvisd (--user-unit for --user).
"""
UNIT = "jarvisd.service"
CACHE = Path("/var/cache/jarvisd")  # what the unit's CacheDirectory=jarvisd names
SETTINGS = Path("/etc/jarvisd/jarvis.toml")
_HIDDEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # what the unit's sandbox does not show


def add(commands: Any) -> None:
    made = command(commands, "service", "run it as a service of systemd: install, status, uninstall", _EPILOG)
    made.add_argument("action", choices=("install", "status", "uninstall"))
    made.add_argument("--user", action="store_true", help="for the user who is logged in, not for the machine")
    made.add_argument("--print", action="store_true", dest="show", help="install: only show the unit")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    match args.action:
        case "install":
            return _install(args)
        case "uninstall":
            return _uninstall(args)
        case _:
            return _status(args)


def unit(user: bool, program: Sequence[str], trees: Sequence[Path], group: str = "") -> str:
    """The shipped unit with the paths of a real program. Trees: folders it consists of that the sandbox would hide."""
    text = settings_of.shipped(f"systemd/{'user/' if user else ''}{UNIT}").read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        match line.partition("=")[0]:
            case "ExecStart":
                lines.append(f"ExecStart={' '.join(map(_quoted, program))}")
            case "Environment" if line.startswith("Environment=PATH="):
                continue
            case "SupplementaryGroups" if group:
                lines.append(f"{line} {group}")
            case "ProtectHome" if trees:
                lines.append("ProtectHome=tmpfs")
                lines += [f"BindReadOnlyPaths={_quoted(str(tree))}" for tree in trees]
            case _:
                lines.append(line)
    return "\n".join(lines) + "\n"


def hidden_trees(folders: Sequence[Path]) -> list[Path]:
    """Those of the folders that the sandbox would hide, without those that lie in another of them."""
    hidden = sorted({folder for folder in folders if any(folder.is_relative_to(place) for place in _HIDDEN)})
    return [folder for folder in hidden if not any(folder != other and folder.is_relative_to(other) for other in hidden)]


def _install(args: argparse.Namespace) -> int:
    if args.state:
        raise ConfigError("--state: systemd gives a service its folder; leave it out")
    file = args.config.absolute() if args.config else SETTINGS
    config = settings_of.load(file if args.config or file.is_file() else None, {})
    program = [str(_program()), "run", *(["--config", str(file)] if args.config else [])]
    package = Path(settings_of.__file__).parent.parent
    folders = [Path(sys.prefix), Path(sys.base_prefix), package, *([file.parent] if args.config else [])]
    trees = [] if args.user else hidden_trees([folder.resolve() for folder in folders])
    text = unit(args.user, program, trees, config.control.group)
    if args.show:
        print(json.dumps({"path": str(_place(args.user)), "unit": text}) if args.json else text, end="\n" if args.json else "")
        return 0
    _may(args.user)
    _systemctl(args.user, "daemon-reload")  # before anything is written: is there a systemd that listens?
    for tree in trees:
        if tree.stat().st_mode & 0o005 != 0o005:
            raise ServiceError(f"{tree}: the service's own user cannot read it; run: chmod -R go+rX {tree}")
    if not args.user:
        SETTINGS.parent.mkdir(exist_ok=True)
        _bring_models(config)
    place = _place(args.user)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    _systemctl(args.user, "daemon-reload")
    _systemctl(args.user, "enable", "--quiet", UNIT)
    _systemctl(args.user, "restart", UNIT)
    if trees and not args.json:
        print(f"it runs from {' and '.join(map(str, trees))}: keep that in its place")
    return _status(args)


def _bring_models(config: settings_of.Config) -> None:
    """What this configuration uses, copied from the installing user's models where they are, else fetched."""
    from jarvisd.cli.models import Lines
    from jarvisd.errors import ModelMissing
    from jarvisd.model_store import Store, needed

    CACHE.mkdir(parents=True, exist_ok=True)
    here, there = Store(settings_of.paths().models), Store(CACHE / "models")
    for name in needed(config):
        try:
            there.path(name)
        except ModelMissing:
            try:
                shutil.copytree(here.path(name), there.folder / name, dirs_exist_ok=True)
            except ModelMissing:
                continue
    there.fetch(needed(config), Lines())
    for path in (there.folder, *there.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # they are read by another user than the one who fetched them


def _uninstall(args: argparse.Namespace) -> int:
    _may(args.user)
    place = _place(args.user)
    if place.exists():
        _systemctl(args.user, "disable", "--quiet", "--now", UNIT)
        place.unlink()
        _systemctl(args.user, "daemon-reload")
    left = "~/.local/state/jarvisd" if args.user else f"{settings_of.SERVICE_STATE}, the models in {CACHE}"
    print(json.dumps({"state": "not installed"}) if args.json else f"not installed any more; what it remembers stays in {left}")
    return 0


_ASKED = ("LoadState", "ActiveState", "SubState", "StatusText", "MainPID", "NRestarts", "ActiveEnterTimestamp", "MemoryCurrent", "Result")


def _status(args: argparse.Namespace) -> int:
    said = _systemctl(args.user, "show", UNIT, *(f"--property={name}" for name in _ASKED))
    found = dict(line.partition("=")[::2] for line in said.splitlines())
    if args.json:
        print(json.dumps({"state": _state(found), **{name: found.get(name, "") for name in _ASKED}}, ensure_ascii=False))
    else:
        print(in_words(found, args.user))
    return 0 if found.get("ActiveState") == "active" else 1


def _state(found: dict[str, str]) -> str:
    if found.get("LoadState") != "loaded":
        return "not installed"
    return {"active": "running", "activating": "starting", "reloading": "reloading", "failed": "failed"}.get(
        found["ActiveState"], "stopped"
    )


def in_words(found: dict[str, str], user: bool) -> str:
    """One or two lines for people, ending in what they can do."""
    who, own = ("jarvisd --user", " --user") if user else ("jarvisd", "")
    root = "" if user else "sudo "
    match _state(found):
        case "not installed":
            return f"{who} is not installed as a service; install it with: {root}jarvisd service install{own}"
        case "running":
            memory = f", {int(found['MemoryCurrent']) // 1_000_000} MB" if found["MemoryCurrent"].isdigit() else ""
            again = f", restarted {found['NRestarts']} times" if found["NRestarts"] not in ("", "0") else ""
            status = f": {found['StatusText']}" if found["StatusText"] else ""
            return f"{who} runs since {found['ActiveEnterTimestamp']} (process {found['MainPID']}{memory}{again}){status}"
        case "failed":
            return f"{who} failed ({found['Result']}); see why with: journalctl -{'-user-unit' if user else 'u'} jarvisd -n 30"
        case "stopped":
            return f"{who} is installed and stopped; start it with: {root}systemctl{own} start jarvisd"
        case other:
            return f"{who} is {other}: {found['StatusText']}"


def _program() -> Path:
    """This jarvisd, by the path that stays."""
    beside = Path(sys.executable).parent / "jarvisd"
    return beside if beside.exists() else Path(sys.argv[0]).resolve()


def _place(user: bool) -> Path:
    if not user:
        return Path("/etc/systemd/system") / UNIT
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd/user" / UNIT


def _may(user: bool) -> None:
    if not user and os.geteuid() != 0:
        raise ServiceError("only root may do this: call it with sudo, or with --user for a service of your own")


def _systemctl(user: bool, *words: str) -> str:
    if not Path("/run/systemd/system").is_dir():
        raise ServiceError("this machine was not started by systemd; start the daemon yourself with: jarvisd run")
    command = ["systemctl", *(["--user"] if user else []), "--no-pager", *words]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        log = f"journalctl -{'-user-unit' if user else 'u'} jarvisd -n 30"
        raise ServiceError(f"systemctl {' '.join(words)}: {done.stderr.strip() or 'failed'}; its log: {log}")
    return done.stdout


def _quoted(word: str) -> str:
    """As systemd reads a word: specifiers doubled, spaces in quotes."""
    word = word.replace("%", "%%")
    return f'"{word}"' if " " in word else word
