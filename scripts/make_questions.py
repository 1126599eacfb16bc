"""Makes the spoken questions of the benches anew, with our own voices: tests/audio/questions/{en,zh}/NN.flac and questions.json.

    .venv/bin/python scripts/make_questions.py [en|zh|en/03 ...]

Each is a second of a quiet room, "Hey Jarvis" and the question, and a second and a half of the room. The true end of speech stands in
questions.json. A voice whose "Hey Jarvis" is not noticed is named, and the next one asks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from jarvisd.audio import CHUNK, RATE, Audio, from_floats, join, silence
from jarvisd.bench.questions import FOLDER
from jarvisd.config import TtsConfig, WakeConfig, paths
from jarvisd.model_store import Store
from jarvisd.speech import WakeWord, wake
from jarvisd.speech.tts import Engine, kokoro, piper

BEFORE, BEHIND = 1.0, 1.5  # seconds of the room around the speech
ROOM = -66.0  # dB of full scale
LOUD = 0.4  # of full scale: the highest sample of speech
EDGE = 0.004  # of full scale: what is quieter at the ends is no speech
PAUSE = 0.15  # seconds between the name and a question in another language
CALL = "Hey Jarvis"

EN = (
    "what time is it?", "what's the date today?", "what day is it?", "what can you do?", "what year is it?",
    "what day is tomorrow?", "what's your name?", "can you tell me the time?", "how are you?", "what day was yesterday?",
    "what's today's date?", "what is the volume?", "good morning!", "tell me the date.", "what time is it now?",
    "are you there?", "who are you?", "thank you.", "what day of the week is it?", "could you tell me what time it is, please?",
)  # fmt: skip
ZH = (
    "现在几点？", "今天星期几？", "今天几号？", "现在几点了？", "明天星期几？",
    "今年是哪一年？", "你是谁？", "你叫什么名字？", "你会做什么？", "告诉我现在的时间。",
    "昨天是几号？", "后天星期几？", "现在的音量是多少？", "早上好！", "你好吗？",
    "今天是几月几号？", "现在是几月？", "请问现在几点钟？", "你在吗？", "今天的日期是多少？",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    name: str  # "joe" is Piper's, the others are Kokoro's
    speed: float


VOICES = {
    "en": (Voice("joe", 1.0), Voice("af_heart", 1.0), Voice("am_michael", 1.1), Voice("bf_emma", 1.0), Voice("joe", 1.15)),
    "zh": (Voice("zf_xiaoxiao", 1.0), Voice("zm_yunxi", 1.0), Voice("zf_xiaoyi", 1.1), Voice("zm_yunjian", 1.0)),
}
INSTEAD = {  # Whisper base misheard the voice whose turn it was
    "en/03": Voice("af_heart", 1.0),  # from am_michael: "That's what day is it."
    "en/05": Voice("bf_emma", 1.0),  # from joe at 1.15: "What here is it?"
    "zh/05": Voice("zm_yunxi", 1.0),  # from zf_xiaoxiao: 明天星七节
    "zh/08": Voice("zf_xiaoyi", 1.0),  # from zm_yunjian: 你叫神的名子
}
STORE = Store(paths().models)


@cache
def engine(voice: Voice, language: str) -> Engine:
    """A Chinese voice reads English phonemes too: it says the name as a Chinese speaker of English would."""
    if voice.name == "joe":
        return piper.load(TtsConfig(speed=voice.speed), STORE.path("piper-en-joe"))
    config = TtsConfig(speed=voice.speed, kokoro_voice_en=voice.name, kokoro_voice_zh=voice.name)
    return kokoro.load(config, (language,), STORE.path)[language]


@cache
def detector() -> Callable[[], WakeWord]:
    return wake.load(WakeConfig(), STORE.path)


def trimmed(sound: Audio) -> Audio:
    """From the first to the last sample that is speech, as loud as every other, at 16 kHz."""
    samples = sound.at(RATE).floats
    samples = samples / np.abs(samples).max() * LOUD
    loud = np.flatnonzero(np.abs(samples) > EDGE)
    return from_floats(samples[loud[0] : loud[-1] + 1])


def speech(question: str, language: str, voice: Voice) -> Audio:
    if language == "en":
        return trimmed(engine(voice, "en").sound(f"{CALL}, {question}"))
    return join([trimmed(engine(voice, "en").sound(f"{CALL},")), silence(PAUSE), trimmed(engine(voice, "zh").sound(question))])


def in_the_room(said: Audio, seed: int) -> Audio:
    """Speech over the low hum of a room: noise that falls by 6 dB an octave."""
    whole = join([silence(BEFORE), said, silence(BEHIND)]).floats
    return from_floats(whole + hum(len(whole), seed))


def hum(samples: int, seed: int) -> npt.NDArray[np.float32]:
    white = np.fft.rfft(np.random.default_rng(seed).normal(size=samples))
    octaves = np.fft.rfftfreq(samples, 1 / RATE)
    low = np.fft.irfft(white / np.maximum(octaves, 60), samples)
    scaled: npt.NDArray[np.float32] = (low / low.std() * 10 ** (ROOM / 20)).astype(np.float32)
    return scaled


def noticed(sound: Audio) -> bool:
    ear = detector()()
    return any(ear.detect(sound.cut(at / RATE, (at + CHUNK) / RATE)) for at in range(0, len(sound.samples) - CHUNK, CHUNK))


def first_noticed(number: int, question: str, language: str) -> tuple[Voice, Audio, float]:
    """Asked by the question's own voice, or the next that is noticed: voice, sound, true end of speech in seconds."""
    theirs, name = VOICES[language], f"{language}/{number:02d}"
    turns = [theirs[(number - 1 + turn) % len(theirs)] for turn in range(len(theirs))]
    for voice in [INSTEAD[name]] if name in INSTEAD else turns:
        said = speech(question, language, voice)
        sound = in_the_room(said, number)
        if noticed(sound):
            return voice, sound, BEFORE + said.seconds
        print(f"{name}: the name said by {voice.name} at {voice.speed} is not noticed, the next voice asks")
    raise SystemExit(f"{name}: no voice is noticed")


def make(language: str, questions: Sequence[str], wanted: Sequence[str]) -> None:
    folder = FOLDER / language
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "questions.json"
    rows = {row["file"]: row for row in json.loads(listed.read_text(encoding="utf-8"))} if listed.exists() else {}
    for number, question in enumerate(questions, 1):
        if not {language, f"{language}/{number:02d}"} & set(wanted):
            continue
        voice, sound, ended = first_noticed(number, question, language)
        file = f"{number:02d}.flac"
        soundfile.write(folder / file, sound.samples, RATE, format="FLAC", subtype="PCM_16", compression_level=1.0)
        rows[file] = {"file": file, "text": question, "voice": f"{voice.name} {voice.speed}", "ended": round(ended, 4)}
        print(f"{language}/{file}: {question} ({voice.name}, {sound.seconds:.1f} s)")
    lines = ",\n".join("  " + json.dumps(rows[file], ensure_ascii=False) for file in sorted(rows))
    listed.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    for language, questions in (("en", EN), ("zh", ZH)):
        make(language, questions, sys.argv[1:] or ("en", "zh"))
    size = sum(path.stat().st_size for path in Path(FOLDER).rglob("*.flac"))
    print(f"{size / 1e6:.2f} MB")
