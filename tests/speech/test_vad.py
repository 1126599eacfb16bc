"""The voice detector: high on speech of both languages, low on everything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jarvisd.audio import Audio, silence
from jarvisd.config import VadConfig
from jarvisd.errors import ConfigError, EngineError, ModelBroken
from jarvisd.speech import Vad, vad
from tests.speech.hearing import chunks, clip, noise

Make = Callable[[], Vad]


@pytest.fixture(scope="module")
def make(find: Callable[[str], Path]) -> Make:
    return vad.load(VadConfig(), find)


def _share(detector: Vad, audio: Audio) -> float:
    """How much of it is called speech."""
    found = [detector.probability(chunk) >= 0.5 for chunk in chunks(audio)]
    return sum(found) / len(found)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["speech_en", "speech_zh"])
def test_speech_is_speech_in_both_languages(make: Make, name: str) -> None:
    assert _share(make(), clip(name).cut(0.6).cut(0, 2.0)) > 0.7


@pytest.mark.engine
@pytest.mark.parametrize("sound", [silence(3), noise(3, -50), noise(3, -25)], ids=["silence", "faint", "fan"])
def test_silence_and_noise_are_not(make: Make, sound: Audio) -> None:
    assert _share(make(), sound) < 0.05


@pytest.mark.engine
def test_after_a_reset_it_answers_as_if_new(make: Make) -> None:
    used, new = make(), make()
    _share(used, clip("speech_en"))
    used.reset()
    assert [used.probability(chunk) for chunk in chunks(clip("short_stop"))] == [
        new.probability(chunk) for chunk in chunks(clip("short_stop"))
    ]


@pytest.mark.engine
def test_a_chunk_of_another_length_is_refused(make: Make) -> None:
    with pytest.raises(EngineError, match="512 samples"):
        make().probability(silence(0.02))


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "silero_vad.onnx").write_bytes(b"broken")
    with pytest.raises(ModelBroken, match="models verify"):
        vad.load(VadConfig(), lambda _: tmp_path)


def test_an_engine_that_is_not_known_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="silero"):
        vad.load(VadConfig(engine="ear"), lambda _: tmp_path)
