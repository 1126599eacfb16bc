"""Two ways to transcribe, compared on the same prompts."""

import gzip
from pathlib import Path

import av
import numpy as np
import pytest

from jarvisd.audio import Audio, silence
from jarvisd.bench import prompts, stt
from jarvisd.bench.prompts import Prompt
from jarvisd.config import Config
from jarvisd.errors import DataMissing

SAID = [Prompt("one", "turn on the light", silence(1.0)), Prompt("two", "press 1 to stop", silence(2.0))]


async def test_word_errors_are_counted_over_all_prompts() -> None:
    texts = {1.0: "Turn on light", 2.0: "Press one to stop!"}

    async def ours(audio: Audio) -> str:
        return texts[audio.seconds]

    async def stock(audio: Audio) -> str:
        return ""

    report = await stt.compare((stt.Ear("ours", ours), stt.Ear("stock", stock)), SAID, Config())
    assert {name: set(figures) for name, figures in report.figures.items()} == {"ours": {"wer", "median_ms"}, "stock": {"wer", "median_ms"}}
    assert report.figures["ours"]["wer"] == pytest.approx(1 / 8)
    assert report.figures["stock"]["wer"] == 1
    assert "2 prompts" in report.notes[0]


async def test_each_is_as_often_first_as_second() -> None:
    order: list[str] = []

    async def ours(audio: Audio) -> str:
        order.append("ours")
        return ""

    async def stock(audio: Audio) -> str:
        order.append("stock")
        return ""

    await stt.compare((stt.Ear("ours", ours), stt.Ear("stock", stock)), SAID, Config())
    assert order[2:] == ["stock", "ours", "ours", "stock"]


def test_prompts_of_the_package_are_whole_phrases_with_their_sound(tmp_path: Path) -> None:
    sounds = tmp_path / "usr/share/asterisk/sounds/en_US_f_Allison"
    sounds.mkdir(parents=True)
    text = tmp_path / "usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz"
    text.parent.mkdir(parents=True)
    lines = (
        "; a comment",
        "busy: All circuits are busy now.",
        "beep: [this is a simple beep tone]",
        "added: Added.",
        "gone: There is no sound.",
    )
    text.write_bytes(gzip.compress("\n".join(lines).encode()))
    for name in ("busy", "beep", "added"):
        _g722(sounds / f"{name}.g722", seconds=1.5)
    found = prompts.asterisk(prompts.unpacked(tmp_path))
    assert [(prompt.name, prompt.text) for prompt in found] == [("busy", "All circuits are busy now.")]
    assert found[0].audio.seconds == pytest.approx(1.5, abs=0.05)
    assert found[0].audio.level == pytest.approx(-13.5, abs=1.5)


def test_without_recordings_it_says_how_to_name_them(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="--data DIR"):
        prompts.books(tmp_path / "speech")


def _g722(path: Path, seconds: float) -> None:
    """A tone of 500 Hz, -13.5 dB of full scale."""
    samples = (0.3 * np.sin(2 * np.pi * 500 * np.arange(int(seconds * 16000)) / 16000) * 32767).astype("<i2")
    with av.open(str(path), "w", format="g722") as container:
        stream = container.add_stream("g722", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.rate = 16000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
