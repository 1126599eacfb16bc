"""The command `doctor`: what is there, what is missing and what mends it, and what this machine can carry."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any, Literal

from jarvisd.cli import config as config_command
from jarvisd.cli.common import command, daemon_runs, run, settings
from jarvisd.cli.speed import SENTENCES, Speed, measure
from jarvisd.config import Config, MicrophoneConfig, Paths
from jarvisd.devices.held import holder
from jarvisd.errors import JarvisError

_EPILOG = """\
examples:
  jarvisd doctor                       looks, loads the engines, measures them: some ten seconds
  jarvisd doctor --quick               looks only
  jarvisd doctor --json                the same for programs

exit status: 0 if it can run here, 1 if something it cannot do without is missing. A microphone is no such thing.
"""
_ENGINES = ("onnxruntime", "ctranslate2", "faster-whisper", "piper-tts", "sounddevice", "xllamacpp")
_NEEDED_GB = {1: 0.5, 2: 0.9}  # of memory for the daemon, by the number of languages
_FLUENT = 1.0  # seconds of work for a second of sound, above which speech has gaps

State = Literal["good", "warning", "missing"]


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    state: State  # missing: it cannot run without
    found: str
    mend: str = ""


def add(commands: Any) -> None:
    made = command(commands, "doctor", "what is there, what is missing, what mends it, how quick this machine is", _EPILOG)
    made.add_argument("--quick", action="store_true", help="measure nothing")
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return run(_doctor(args))


async def _doctor(args: argparse.Namespace) -> int:
    try:
        config, where = settings(args)
    except JarvisError as error:
        return _report([Check("configuration", "missing", str(error), "mend the file, then: jarvisd config check")], None, [], args.json)
    checks = [*_machine(config), *_configuration(config, where), *await _sound(config.microphone), *_models(config, where)]
    checks.append(_daemon(where))
    speed = None
    if not args.quick and all(check.state != "missing" for check in checks):
        try:
            speed = await measure(config, where)
            checks += _heard(speed)
        except JarvisError as error:
            checks.append(Check("engines", "missing", str(error), "make setup"))
    return _report(checks, speed, list(carries(config, speed, memory()[0])), args.json)


def memory() -> tuple[float, float]:
    """All there is, and what is free, in GB."""
    page = os.sysconf("SC_PAGE_SIZE") / 1e9
    return os.sysconf("SC_PHYS_PAGES") * page, os.sysconf("SC_AVPHYS_PAGES") * page


def _machine(config: Config) -> Iterator[Check]:
    cores, (total, _) = len(os.sched_getaffinity(0)), memory()
    needed = _NEEDED_GB[len(config.house.languages)]
    found = f"{cores} cores, {total:.1f} GB of memory, {platform.machine()}, Python {platform.python_version()}"
    if total < needed:
        yield Check("machine", "missing", found, f"{needed} GB of memory are needed; one language takes {_NEEDED_GB[1]}: [house] languages")
    elif cores < 2:
        yield Check("machine", "warning", found, "two cores make it answer while it still thinks")
    else:
        yield Check("machine", "good", found)
    yield _packages()


def _packages() -> Check:
    versions, absent = [], []
    for name in _ENGINES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            absent.append(name)
    if absent:
        return Check("programs", "missing", f"not installed: {', '.join(absent)}", "make setup")
    return Check("programs", "good", ", ".join(versions))


def _configuration(config: Config, where: Paths) -> Iterator[Check]:
    wrong = list(config_command.problems(config))
    file = str(where.config or "no file, the defaults")
    yield from (Check("configuration", "missing", problem, "jarvisd config check") for problem in wrong)
    if not wrong:
        yield Check("configuration", "good", file)
    if config.llm.provider == "embedded":
        yield _embedded(config, where)
    elif config.llm.provider:
        yield Check("language model", "good", f"{config.llm.provider} {config.llm.model}".strip())
    else:
        yield Check(
            "language model", "warning", "none: it answers what its sentences know", "[llm] provider in the configuration names one"
        )


def _embedded(config: Config, where: Paths) -> Check:
    """The language model on this machine itself: its weights, and the memory it needs."""
    from jarvisd.llm.weights import cores, weights
    from jarvisd.model_store import Store, room

    try:
        found = weights(config.llm, Store(where.models).path)
    except JarvisError as error:
        least = min((model.size for model in Store(where.models).catalog if model.kind == "llm"), default=0)
        if not room.ever(least).enough:
            return Check(
                "language model", "warning", f"none on this machine: {room.ever(least)}", "ask one over the network: [llm] provider"
            )
        return Check("language model", "warning", f"none: {error}", "jarvisd models fetch; without it, it answers what its sentences know")
    told = f"{found.name} on this machine, {found.room}, {config.llm.threads or cores()} threads"
    if not found.room.enough and not daemon_runs(where):  # a running daemon has taken it already
        smaller = 'free some, or name a smaller one: [llm] model = "qwen2.5-coder-0.5b"'
        return Check("language model", "warning", told, smaller)
    return Check("language model", "good", told)


async def _sound(config: MicrophoneConfig) -> list[Check]:
    """What is heard and spoken with; a house without may still be spoken to by file and by text."""
    if not config.enabled:
        return [Check("microphone", "good", "switched off in the configuration")]
    from jarvisd.devices import microphone

    try:
        cards = await microphone.devices()
    except JarvisError as error:
        return [Check("microphone", "warning", str(error), "sudo apt-get install libportaudio2")]
    heard = [(card.name, card.rate, card.inputs, card.default_input) for card in cards if card.inputs]
    spoken = [(card.name, card.rate, card.outputs, card.default_output) for card in cards if card.outputs]
    return [_card("microphone", "input", config.input, heard), _card("speaker", "output", config.output, spoken)]


def _card(what: str, key: Literal["input", "output"], name: str, cards: list[tuple[str, int, int, bool]]) -> Check:
    if not cards:
        held, meanwhile = holder(key), "until then: jarvisd hear FILE.wav, jarvisd ask"
        return Check(what, "warning", f"none; {held}" if held else "none", f"{'close that' if held else f'connect a {what}'}; {meanwhile}")
    told = "; ".join(
        f"{card}{' (default)' if usual else ''}, {rate} Hz, {channels} channel{'s' * (channels > 1)}"
        for card, rate, channels, usual in cards
    )
    if name and not any(name.casefold() in card.casefold() for card, *_ in cards):
        return Check(
            what, "warning", f"[microphone] {key} = {name!r} is not there; there are: {told}", "name one of these in the configuration"
        )
    return Check(what, "good", told)


def _models(config: Config, where: Paths) -> Iterator[Check]:
    from jarvisd.model_store import Store, needed

    used = needed(config)
    # a language model that is missing is no reason not to run: it is told above
    states = [state for state in Store(where.models).status() if state.model.name in used and state.model.kind != "llm"]
    size = sum(state.model.size for state in states) / 1e6
    absent = [f"{state.model.name} ({state.state})" for state in states if state.state != "ready"]
    if absent:
        yield Check("models", "missing", f"{', '.join(absent)} in {where.models}", "jarvisd models fetch")
    else:
        yield Check("models", "good", f"{len(states)} in {where.models}, {size:.0f} MB by their sizes; checksums: jarvisd models verify")


def _daemon(where: Paths) -> Check:
    if daemon_runs(where) or (where.service is not None and where.service.is_socket()):
        return Check("daemon", "good", "runs; measuring beside it is slower than it is alone")
    return Check("daemon", "good", "does not run; start it with: jarvisd run")


def _heard(speed: Speed) -> Iterator[Check]:
    """Did the ear understand the voice."""
    for language, spoken in speed.spoken.items():
        sentence = SENTENCES[language]
        right = sum(letter in spoken.heard.lower() for letter in set(sentence.lower())) / len(set(sentence.lower()))
        if right < 0.7:  # of its letters: a word may be misheard, a broken engine gets them all wrong
            yield Check(
                f"voice ({language})",
                "missing",
                f"what it said was not understood by its own ear: {spoken.heard!r}",
                "jarvisd models verify",
            )
        else:
            yield Check(
                f"voice ({language})", "good", f"first sound after {spoken.first_ms:.0f} ms, heard in {spoken.transcribed_ms:.0f} ms"
            )


def carries(config: Config, speed: Speed | None, total: float) -> Iterator[str]:
    """What this machine can be asked to do, in sentences."""
    if speed is None:
        return
    limit = config.stt.draft_limit
    if speed.transcribe_s <= limit:
        yield f"drafts: on, one transcription takes {1000 * speed.transcribe_s:.0f} ms (limit {1000 * limit:.0f})"
    else:
        yield f"drafts: off, one transcription takes {1000 * speed.transcribe_s:.0f} ms (limit {1000 * limit:.0f})"
        if config.stt.model != "whisper-tiny.en" and config.house.languages == ("en",):
            yield 'quicker: [stt] model = "whisper-tiny.en"'
    yield f"listening: {speed.listening_percent:.1f} % of one core"
    for language, spoken in speed.spoken.items():
        if spoken.per_second > _FLUENT:
            yield f"speaking ({language}): {spoken.per_second:.1f} s of work for a second of sound: there will be gaps"
        else:
            yield f"speaking ({language}): {1 / spoken.per_second:.0f} times as quick as it is heard"
    spare = total - _NEEDED_GB[len(config.house.languages)]
    # GB a language model takes beside the daemon, at 4 bits, and its parameters; the larger ones, which only a hub has, by name
    names = {"8 B": " (qwen3-8b)", "4 B": " (qwen3-4b, gemma-3-4b)"}
    sizes = ((9.5, "8 B"), (5.0, "4 B"), (2.5, "1.5 B"), (1.2, "0.5 B"))
    fits = next((size for room, size in sizes if spare >= room), "")
    room = f"up to {fits} parameters at least{names.get(fits, '')}" if fits else "no room, ask one over the network"
    yield f"a language model on this machine: {room}"


def _report(checks: list[Check], speed: Speed | None, carried: list[str], as_json: bool) -> int:
    well = all(check.state != "missing" for check in checks)
    if as_json:
        found = {"ok": well, "checks": [asdict(check) for check in checks], "speed": asdict(speed) if speed else None, "carries": carried}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return int(not well)
    width = max(len(check.name) for check in checks)
    for check in checks:
        print(f"{check.name.ljust(width)}  {check.state.ljust(7)}  {check.found}")
        if check.mend:
            print(f"{' ' * width}           -> {check.mend}")
    if speed:
        print(f"\nThis machine: engines loaded in {speed.load_s:.1f} s")
        busy, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
        if busy > cores:
            print(f"  (it is busy with something else: load {busy:.0f} on {cores} cores; alone it is quicker than this)")
    print("".join(f"  {line}\n" for line in carried), end="")
    print("\nIt can run: jarvisd run" if well else "\nIt cannot run before what is missing above is mended.")
    return int(not well)
