"""What is transcribed of a recording: what somebody says in it, whatever silence is around."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jarvisd.audio import CHUNK, RATE, Audio, join, silence
from jarvisd.config import SttConfig, VadConfig
from jarvisd.speech import Transcript, stt, vad
from jarvisd.voice.recording import transcribed
from tests.speech.hearing import clip, noise

VOICED = Audio(b"\1\0" * CHUNK)


class Marks:
    """A detector for which whatever is not zero is voice."""

    def probability(self, chunk: Audio) -> float:
        return float(any(chunk.pcm))

    def reset(self) -> None: ...


class Lengths:
    """A transcriber that says how many seconds it was given."""

    async def transcribe(self, audio: Audio) -> Transcript:
        return Transcript(f"{audio.seconds:.2f}", "en", 1.0)


async def lengths(*parts: Audio) -> list[str]:
    return [words.text async for words in transcribed(join(parts), Marks(), 0.5, Lengths())]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([silence(6.4), VOICED, silence(6.4)], ["1.03"]),
        ([silence(3.2), VOICED, silence(0.96), VOICED, silence(3.2)], ["2.02"]),  # a pause within a sentence
        ([silence(3.2), VOICED, silence(1.28), VOICED, silence(3.2)], ["1.03", "1.03"]),
        ([VOICED], ["0.03"]),
        ([silence(0.32), VOICED], ["0.35"]),
        ([silence(4)], ["4.00"]),  # no voice: the transcriber says what it is
        ([], ["0.00"]),
        ([VOICED] * 1000, ["32.00"]),
    ],
)
async def test_silence_is_left_out_and_no_voice_is_lost(parts: list[Audio], expected: list[str]) -> None:
    assert await lengths(*parts) == expected


async def test_another_rate_is_converted() -> None:
    sound = join([silence(2), VOICED, silence(2)]).at(48_000)
    [found] = [words.text async for words in transcribed(sound, Marks(), 0.5, Lengths())]
    assert float(found) == pytest.approx(1.03, abs=0.1)


@pytest.mark.engine
async def test_nothing_is_made_up_of_the_silence_around_words_of_both_languages(find: Callable[[str], Path]) -> None:
    """Whisper expects words within a second; behind more silence it says them again and again."""
    ears = stt.load(SttConfig(), ("en", "zh"), find)
    try:
        quiet = noise(6, -75)
        sound = join([quiet, clip("question_en"), quiet, clip("speech_zh"), quiet])
        said = [words async for words in transcribed(sound, vad.load(VadConfig(), find)(), VadConfig().threshold, ears)]
    finally:
        ears.close()
    assert [words.language for words in said] == ["en", "zh"]
    assert said[0].text.strip(" .?").lower() == "what day of the week is it"
    assert said[1].text.count("明天早上") == 1
    assert sound.rate == RATE
