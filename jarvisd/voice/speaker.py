"""Says a reply: text is cut into sentences, sentences become sound, sound is played, each a step ahead of the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing

from jarvisd.agent.assistant import Reply
from jarvisd.audio import Audio
from jarvisd.devices import Device
from jarvisd.errors import EngineError
from jarvisd.messages import Language, Text
from jarvisd.speech import Synthesizer
from jarvisd.text import Sentences, language_of, speakable
from jarvisd.voice import sounds

log = logging.getLogger(__name__)

_PIECE_DEADLINE = 20.0  # seconds an engine may take for one piece of sound
_PART_DEADLINE = 90.0  # seconds the mind may be silent between two parts of a reply
_AHEAD = 4  # pieces of sound made ahead of the one that plays
_SECONDS_A_CHARACTER = {"en": 0.06, "zh": 0.2}  # of speech, to guess how far an interrupted sentence got


class Sound:
    """One sentence as sound, made by one task and played by another."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.failed = False  # the voice could not say it to its end
        self._pieces: asyncio.Queue[Audio | None] = asyncio.Queue(_AHEAD)

    async def make(self, synthesizer: Synthesizer) -> None:
        """Fills the sound. An engine that fails leaves the falling notes in the place of the sentence."""
        speech = speakable(self.text, self.language)
        try:
            if speech:
                async with aclosing(synthesizer.synthesize(speech, self.language)) as pieces:
                    while (piece := await _next(pieces)) is not None:
                        await self._pieces.put(piece)
        except (EngineError, TimeoutError) as error:
            log.warning("a sentence could not be spoken: %s", str(error) or "the voice took too long")
            self.failed = True
            await self._pieces.put(sounds.miss())
        await self._pieces.put(None)

    async def pieces(self) -> AsyncIterator[Audio]:
        while (piece := await self._pieces.get()) is not None:
            yield piece


class Heard:
    """What of a reply has really left the speaker."""

    def __init__(self) -> None:
        self.first_text_at: float | None = None  # loop clock: when the first word was known
        self.last_text_at: float | None = None
        self.first_at: float | None = None  # loop clock of the first sound
        self.seconds = 0.0
        self._whole: list[str] = []
        self._sentence: Sound | None = None
        self._played = 0.0  # seconds of the sentence
        self._since: float | None = None  # loop clock at which the piece that plays now began

    @property
    def text(self) -> str:
        """The sentences heard to their end, and of an interrupted one the words that were."""
        parts = list(self._whole)
        if self._sentence is not None:
            parts.append(_begun(self._sentence, self._played))
        chinese = self._sentence.language == "zh" if self._sentence else bool(parts) and language_of(parts[-1], "en") == "zh"
        return ("" if chinese else " ").join(part for part in parts if part)

    def known(self, now: float) -> None:
        """Another piece of the text came."""
        self.last_text_at = now
        if self.first_text_at is None:
            self.first_text_at = now

    def begin(self, sentence: Sound) -> None:
        self._sentence, self._played = sentence, 0.0

    def end(self) -> None:
        if self._sentence is not None and not self._sentence.failed:
            self._whole.append(self._sentence.text)
        self._sentence = None

    def started(self, now: float) -> None:
        self._since = now
        if self.first_at is None:
            self.first_at = now

    def stopped(self, now: float, piece: Audio) -> None:
        """The piece ended or was cut off."""
        if self._since is not None:
            length = min(now - self._since, piece.seconds)
            self._played += length
            self.seconds += length
            self._since = None


class Speaker:
    """The voice of one device."""

    def __init__(self, synthesizer: Synthesizer, device: Device) -> None:
        self._synthesizer = synthesizer
        self._device = device

    @staticmethod
    def first_sentence(text: str, language: Language) -> Sound:
        """The sound that a reply beginning with this text will begin with."""
        cutter = Sentences()
        cut = cutter.feed(text) or [cutter.rest()]
        return Sound(cut[0], language_of(cut[0], language))

    async def make(self, sound: Sound) -> None:
        await sound.make(self._synthesizer)

    async def speak(self, reply: Reply, heard: Heard, ready: Sound | None = None) -> None:
        """Returns when the reply was heard to its end; cancelling it is silence at once. `ready` is a first sentence already being made."""
        sentences: asyncio.Queue[str | None] = asyncio.Queue()
        made: asyncio.Queue[Sound | None] = asyncio.Queue(1)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._cut(reply, heard, sentences))
            group.create_task(self._make(reply, sentences, made, ready))
            await self._play(made, heard)

    async def _cut(self, reply: Reply, heard: Heard, sentences: asyncio.Queue[str | None]) -> None:
        clock = asyncio.get_running_loop().time
        cutter = Sentences()
        parts = aiter(reply)
        while True:
            try:
                async with asyncio.timeout(_PART_DEADLINE):
                    part = await anext(parts, None)
            except TimeoutError:
                log.warning("an answer fell silent in the middle; what there is of it is said")
                break
            if part is None:
                break
            if isinstance(part, Text):
                heard.known(clock())
                for sentence in cutter.feed(part.text):
                    sentences.put_nowait(sentence)
        if rest := cutter.rest():
            sentences.put_nowait(rest)
        sentences.put_nowait(None)

    async def _make(
        self, reply: Reply, sentences: asyncio.Queue[str | None], made: asyncio.Queue[Sound | None], ready: Sound | None
    ) -> None:
        while (text := await sentences.get()) is not None:
            if ready is not None and ready.text == text:
                await made.put(ready)
            else:
                sound = Sound(text, language_of(text, reply.language))
                await made.put(sound)
                await self.make(sound)
            ready = None
        await made.put(None)

    async def _play(self, made: asyncio.Queue[Sound | None], heard: Heard) -> None:
        clock = asyncio.get_running_loop().time
        while (sound := await made.get()) is not None:
            heard.begin(sound)
            async for piece in sound.pieces():
                heard.started(clock())
                try:
                    await self._device.play(piece)
                finally:
                    heard.stopped(clock(), piece)
            heard.end()


async def _next(pieces: AsyncIterator[Audio]) -> Audio | None:
    async with asyncio.timeout(_PIECE_DEADLINE):
        return await anext(pieces, None)


def _begun(sentence: Sound, seconds: float) -> str:
    """The words of a sentence that fit into the seconds it was heard; never all of them: only its end makes a question whole."""
    characters = min(int(seconds / _SECONDS_A_CHARACTER.get(sentence.language, 0.06)), len(sentence.text) - 1)
    begun = sentence.text[:characters]
    return begun if sentence.language == "zh" else begun.rpartition(" ")[0]
