"""The same sentences as a transcriber hears them, said by two voices in each language."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from jarvisd import audio
from jarvisd.audio import RATE, Audio, join, silence
from jarvisd.bench.orders import Case
from jarvisd.bench.progress import told
from jarvisd.config import Config, Paths, TtsConfig
from jarvisd.messages import Language
from jarvisd.model_store import Store
from jarvisd.speech import Synthesizer, Transcriber, stt, tts
from jarvisd.speech.stt.clean import without_wake_word
from jarvisd.text import speakable

# Two in each language, a man and a woman.
VOICES: dict[Language, tuple[TtsConfig, ...]] = {
    "en": (TtsConfig(en="piper"), TtsConfig(en="kokoro", kokoro_voice_en="af_heart")),
    "zh": (TtsConfig(zh="kokoro", kokoro_voice_zh="zf_xiaoxiao"), TtsConfig(zh="kokoro", kokoro_voice_zh="zm_yunxi")),
}
_AROUND = 0.3  # seconds of silence before and after, as the voice detector leaves them


@asynccontextmanager
async def heard(config: Config, paths: Paths, cases: Sequence[Case], language: Language, cache: Path) -> AsyncIterator[list[Case]]:
    """Every case as often as there are voices, its text as it was heard; within, it can be heard again. The sound is kept in the cache.
    ModelError: models are missing."""
    store = Store(paths.models)
    transcriber = await asyncio.to_thread(stt.load, config.stt, config.house.languages, store.path)
    made_out: list[Case] = []
    try:
        for number, voice in enumerate(VOICES[language], 1):
            synthesizer = await asyncio.to_thread(tts.load, voice, (language,), store.path)
            try:
                for done, case in enumerate(cases, 1):
                    sound = await _said(synthesizer, case, cache / "spoken" / f"{language}{number}")
                    made_out.append(await _heard(transcriber, case, sound))
                    told.show(f"{language}, voice {number}", done, len(cases))
            finally:
                synthesizer.close()
        told.end()
        yield made_out
    finally:
        transcriber.close()
        told.end()


async def _said(synthesizer: Synthesizer, case: Case, folder: Path) -> Audio:
    text = speakable(case.text, case.language)
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.wav"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        async with aclosing(synthesizer.synthesize(text, case.language)) as pieces:
            said = join([piece async for piece in pieces]).at(RATE)
        await asyncio.to_thread(audio.write, path, said)
    return await asyncio.to_thread(audio.read, path)


async def _heard(transcriber: Transcriber, case: Case, sound: Audio) -> Case:
    transcript = await transcriber.transcribe(join([silence(_AROUND), sound, silence(_AROUND)]))
    others = tuple(map(without_wake_word, transcript.others))
    return replace(case, text=without_wake_word(transcript.text), language=transcript.language, others=others, ear=transcript.ear)
