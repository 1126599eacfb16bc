"""The command `config`: what holds, where it comes from, what is wrong with it."""

from __future__ import annotations

import argparse
import grp
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from jarvisd import config as settings_of
from jarvisd.cli.common import command, settings
from jarvisd.config import Config, Paths
from jarvisd.errors import JarvisError

_EPILOG = """\
examples:
  jarvisd config                       every key, its value, and whether that comes from the file or the environment
  jarvisd config check                 unknown keys, wrong values, models and voices that do not exist; exit status 1 if there are any
  jarvisd config check --config new.toml && cp new.toml ~/.config/jarvisd/jarvis.toml
  JARVISD_STT__THREADS=4 jarvisd config show
"""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")  # what may name an environment variable
_LOGIN = re.compile(r"//[^/@\s]+@")  # name:password@ in a URL


@dataclass(frozen=True, slots=True)
class Setting:
    key: str  # "stt.model"
    value: Any
    origin: str  # "default", "file" or the name of the environment variable


def add(commands: Any) -> None:
    made = command(commands, "config", "the configuration: what holds, where it comes from, what is wrong with it", _EPILOG)
    made.add_argument("action", nargs="?", choices=("show", "check"), default="show", help="show if left out")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return _check(args) if args.action == "check" else _show(args)


def _show(args: argparse.Namespace) -> int:
    config, where = settings(args)
    found = list(effective(config, where))
    places = {"file": str(where.config or ""), "state": str(where.state), "models": str(where.models)}
    if args.json:
        print(json.dumps({**places, "settings": [asdict(setting) for setting in found]}, ensure_ascii=False, indent=2))
        return 0
    print(f"file    {where.config or 'none: only defaults'}\nstate   {where.state}\nmodels  {where.models}")
    section = ""
    for setting in found:
        name, _, key = setting.key.partition(".")
        if name != section:
            section = name
            print(f"\n[{section}]")
        line = f"{key} = {json.dumps(setting.value, ensure_ascii=False)}"
        print(line if setting.origin == "default" else f"{line:<44}  # from {setting.origin}")
    return 0


def effective(config: Config, where: Paths) -> Iterator[Setting]:
    """Every key with the value that holds; secrets that stand where none belong are masked."""
    written = settings_of.read(where.config) if where.config else {}
    for section in fields(config):
        part = getattr(config, section.name)
        for field in fields(part):
            variable = f"JARVISD_{section.name}__{field.name}".upper()
            origin = "file" if field.name in written.get(section.name, {}) else "default"
            origin = variable if variable in os.environ else origin
            yield Setting(f"{section.name}.{field.name}", masked(field.name, getattr(part, field.name)), origin)


def masked(key: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if key == "key_env" and value and not _names_variable(value):
        return "***"
    return _LOGIN.sub("//***@", value)


def _check(args: argparse.Namespace) -> int:
    file, wrong = args.config, []
    try:
        config, where = settings(args)
        file = where.config
        wrong = list(problems(config))
    except JarvisError as error:
        wrong = str(error).splitlines()
    if args.json:
        print(json.dumps({"file": str(file or ""), "ok": not wrong, "problems": wrong}, ensure_ascii=False, indent=2))
    elif wrong:
        print("\n".join(wrong))
    else:
        print(f"{file or 'no file, the defaults'}: good")
    return int(bool(wrong))


def problems(config: Config) -> Iterator[str]:
    """What a value names and is not there: models, voices, groups, providers. One sentence each."""
    from jarvisd import llm
    from jarvisd.llm import chosen
    from jarvisd.model_store import catalog, needed
    from jarvisd.tools.mcp import servers

    known = catalog.read()
    for name in needed(config):
        try:
            _ = known[name]
        except JarvisError as error:
            yield str(error)
    heard = known[config.stt.model].languages if config.stt.model in known else config.house.languages
    if deaf := [language for language in config.house.languages if language not in heard]:
        yield f"[stt] model = {config.stt.model!r} hears no {', '.join(deaf)}; take that from [house] languages, or take whisper-base"
    yield from (
        f"[wake] words: {word}: no such file"
        for word in (*config.wake.words, config.wake.stop)
        if "/" in word and not Path(word).expanduser().is_file()
    )
    if "kokoro-voices" in known:
        voices = [file.name.removesuffix(".bin") for file in known["kokoro-voices"].files]
        for key in ("kokoro_voice_en", "kokoro_voice_zh"):
            if getattr(config.tts, key) not in voices:
                yield f"[tts] {key} = {getattr(config.tts, key)!r} is not known; known: {', '.join(voices)}"
    try:
        for server in servers.read(config.mcp.servers, os.environ):
            if server.allow and not config.llm.provider:
                yield f"[mcp.servers.{server.name}] allow: there is no language model to answer it; name one in [llm] provider"
    except JarvisError as error:
        yield str(error)
    group = config.control.group
    if group and group not in {entry.gr_name for entry in grp.getgrall()}:
        yield f"[control] group = {group!r}: this machine has no such group; make it with: sudo groupadd {group}"
    if config.llm.key_env and not _names_variable(config.llm.key_env):
        yield "[llm] key_env names the environment variable that holds the key; put the key there, not here"
        return
    if config.llm.provider:
        try:
            for name in (config.llm.provider, *config.llm.fallback):
                if name != llm.EMBEDDED:
                    chosen.choose(config.llm, os.environ, name)
        except JarvisError as error:
            yield str(error)


def _names_variable(text: str) -> bool:
    """A key itself could pass for a name, but hardly one in capitals."""
    return bool(_VARIABLE.fullmatch(text)) and text == text.upper()
