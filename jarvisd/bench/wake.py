"""How often the name is missed and how often it is heard where nobody said it, on folders of recordings.

Every positive recording holds the name once. It is played as the daemon hears it, to a fresh detector, a second and a half of quiet before
it. Noise is one kind of the household's, drawn from the seed for each recording, so many dB below the loudest half second; the room is
an impulse response of 0.2 to 0.5 s. A second look is waited for here, in a house it is not: its time is added to that of the event.
The first file of each kind of negatives is heard as a device hears, and the share of the processor is of these; call after call, which
it is of where there are no negatives, is dearer, since each call is looked at again. The detector does not rest behind a wakeup, so that
the curve tells of the best score of a call, and not of the first that was enough: the rest is counted here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from jarvisd import audio
from jarvisd.audio import CHUNK, RATE, Audio, from_floats
from jarvisd.bench.progress import told
from jarvisd.bench.report import Report, cell, median, p95
from jarvisd.config import Config, Paths
from jarvisd.engines import wake_alone
from jarvisd.errors import DataMissing
from jarvisd.speech import Wakeup
from jarvisd.speech.wake.features import STEP
from jarvisd.speech.wake.openwakeword import OpenWakeWord
from jarvisd.speech.wake.training import noises, takes

_SOUNDS = (".wav", ".flac")
_BEFORE, _BEHIND = 1.5, 1.0  # seconds of quiet around a recording
_FLOOR = -75.0  # dB of full scale of that quiet
_THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(slots=True)
class Heard:
    """What came of one recording."""

    seconds: float
    wakeups: list[Wakeup] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)  # the highest of all words, for every step
    streamed: float = 0.0  # seconds that were heard as a device hears them
    worked: float = 0.0  # seconds of the processor for them
    waited: float = 0.0  # seconds until a device would have told of the first wakeup: a second look ends between two chunks


def measure(
    config: Config, paths: Paths, positives: Path | None, negatives: Path | None, snr: float | None, room: bool, seed: int
) -> Report:
    rest = config.wake.refractory
    make = wake_alone(replace(config, wake=replace(config.wake, refractory=0.0)), paths)
    said, other = _files(positives, "--positives"), _files(negatives, "--negatives")
    calls: list[tuple[Heard, float | None]] = []
    for number, path in enumerate(told.over("positives", said)):
        sound, end = scene(audio.read(path), np.random.default_rng([seed, number]), snr, room)
        calls.append((play(make, sound, rest), end))
    kinds: dict[str, list[Heard]] = {}
    for path in told.over("negatives", other):
        assert negatives
        kind = path.relative_to(negatives).parts[0] if path.parent != negatives else "."
        heard = play(make, audio.read(path), rest, known=kind in kinds)  # the first of a kind is heard as a device hears it
        kinds.setdefault(kind, []).append(heard)
    return _report(calls, kinds, config)


def _files(folder: Path | None, option: str) -> list[Path]:
    if folder is None:
        return []
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SOUNDS)
    if not found:
        raise DataMissing(f"{folder}: no recordings here; {option} names a folder of WAV or FLAC files")
    return found


def scene(recording: Audio, rng: np.random.Generator, snr: float | None, room: bool) -> tuple[Audio, float | None]:
    """The recording with quiet around it, in a room, over noise; the second at which its word ends, where that can be told."""
    try:
        end: float | None = takes.take(recording, "").end + _BEFORE
    except takes.Unfit:
        end = None
    samples = np.concatenate([np.zeros(int(_BEFORE * RATE), np.float32), recording.floats, np.zeros(int(_BEHIND * RATE), np.float32)])
    if room:
        samples = noises.in_room(samples, noises.room(rng, float(rng.uniform(0.2, 0.5))))
    if snr is not None:
        loud = np.sqrt(np.convolve(np.square(samples), np.ones(RATE // 2) / (RATE // 2), "valid")[:: RATE // 100].max())
        samples = samples + noises.any_noise(rng, len(samples)) * np.float32(loud * 10 ** (-snr / 20))
    samples = samples + rng.standard_normal(len(samples)).astype(np.float32) * np.float32(10 ** (_FLOOR / 20))
    return from_floats(samples / max(1.0, float(np.abs(samples).max()))), end


def play(make: Callable[[], object], sound: Audio, rest: float, known: bool = False) -> Heard:
    """Step by step, so that every step's scores are seen.

    rest: seconds behind a wakeup in which another is none, and the processor's time is not counted; known: in a third of the time, none of
    which is told.
    """
    device = make()
    assert isinstance(device, OpenWakeWord)
    if known:
        device.know(sound)
    heard, quiet = Heard(sound.seconds), 0.0
    for first in range(0, len(sound.samples) - STEP + 1, STEP):
        chunk = Audio(sound.pcm[2 * first : 2 * (first + STEP)])
        began, at = time.process_time(), time.perf_counter()
        found = device.detect(chunk)
        took = time.perf_counter() - at
        heard.scores.append(max(device.scores, default=0.0))
        now = (first + STEP) / RATE
        if now < quiet:
            continue
        if not known:
            heard.worked += time.process_time() - began
            heard.streamed += STEP / RATE
        if found is not None:
            heard.waited = heard.waited or math.ceil(took * RATE / CHUNK) * CHUNK / RATE
            heard.wakeups.append(found)
            quiet = now + rest
    return heard


def alarms(scores: Sequence[float], threshold: float, refractory: float) -> int:
    """How often it would have woken with this threshold."""
    count, quiet = 0, 0.0
    for step in np.flatnonzero(np.asarray(scores) >= threshold):
        at = float(step) * STEP / RATE
        if at >= quiet:
            count, quiet = count + 1, at + refractory
    return count


def _report(calls: list[tuple[Heard, float | None]], kinds: dict[str, list[Heard]], config: Config) -> Report:
    refractory = config.wake.refractory
    others = [heard for group in kinds.values() for heard in group]
    hours = sum(heard.seconds for heard in others) / 3600
    false = sum(len(heard.wakeups) for heard in others)
    missed = sum(not heard.wakeups for heard, _ in calls)
    shares = [_share(some) for some in (others, [heard for heard, _ in calls])]  # of a house that hears no call, and call after call
    share = shares[0] if others else shares[1]
    late = [1000 * (heard.wakeups[0].at + heard.waited - end) for heard, end in calls if heard.wakeups and end is not None]
    curve = [
        {
            "threshold": threshold,
            "miss_percent": _percent(sum(max(heard.scores, default=0.0) < threshold for heard, _ in calls), len(calls)),
            "false_alarms": sum(alarms(heard.scores, threshold, refractory) for heard in others),
        }
        for threshold in _THRESHOLDS
    ]
    figures = {
        "miss_percent": _percent(missed, len(calls)),
        "false_alarms": false,
        "hours": round(hours, 3),
        "per_hour": round(false / hours, 3) if hours else None,
        "cpu_percent": share,
        "curve": curve,
    }
    rows = [(f"{point['threshold']}", cell(point["miss_percent"], " %"), str(point["false_alarms"])) for point in curve]
    notes = [
        f"{', '.join(config.wake.words)}, sensitivity {config.wake.sensitivity}: "
        f"missed {missed} of {len(calls)} calls, {false} false alarms in {hours:.2f} h, {figures['cpu_percent']} % of a core"
    ]
    if others and calls:
        notes.append(f"of call after call, two seconds of rest behind each not counted: {shares[1]} % of a core")
    if late:
        notes.append(f"from the end of the word to the event: median {median(late):.0f} ms, p95 {p95(late):.0f} ms, of {len(late)} calls")
    for kind, group in kinds.items():
        seconds = sum(heard.seconds for heard in group)
        notes.append(f"{kind}: {sum(len(heard.wakeups) for heard in group)} false alarms in {seconds / 3600:.2f} h")
    return Report(figures, ("threshold", "missed", "false alarms"), tuple(rows), tuple(notes))


def _share(some: Sequence[Heard]) -> float | None:
    """In per cent of a core, of what was heard as a device hears it."""
    streamed = sum(heard.streamed for heard in some)
    return round(100 * sum(heard.worked for heard in some) / streamed, 2) if streamed else None


def _percent(part: int, of: int) -> float | None:
    return round(100 * part / of, 2) if of else None
