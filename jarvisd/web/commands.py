"""What the command line can have done, in this process or by the daemon: ask, hear, say, transcribe."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any, TypeVar

from jarvisd.agent.assistant import Assistant
from jarvisd.audio import Audio, join
from jarvisd.config import Config
from jarvisd.errors import ControlError
from jarvisd.events import Feed
from jarvisd.messages import LANGUAGES, Caller, Request, Text
from jarvisd.speech import Synthesizer, Transcriber, Vad
from jarvisd.text import Sentences, language_of, speakable
from jarvisd.voice import Setting
from jarvisd.voice.conversation import Conversation
from jarvisd.voice.hear import Answered, hear
from jarvisd.voice.recording import transcribed
from jarvisd.web.control import Command, Row

Part = TypeVar("Part")


class Commands:
    """Over one open house; a part that this process did not need to load is None, and its commands say so."""

    def __init__(
        self,
        config: Config,
        feed: Feed,
        assistant: Assistant | None,
        setting: Setting | None,
        vad: Callable[[], Vad] | None,
        transcriber: Transcriber | None,
        synthesizer: Synthesizer | None,
        more: Mapping[str, Command] | None = None,
    ) -> None:
        self._config = config
        self._feed = feed
        self._assistant = assistant
        self._setting = setting
        self._vad = vad
        self._transcriber = transcriber
        self._synthesizer = synthesizer
        self._more = more or {}

    @property
    def table(self) -> Mapping[str, Command]:
        return {"ask": self.ask, "hear": self.hear, "say": self.say, "transcribe": self.transcribe, **self._more}

    async def ask(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"text", "conversation", "language"?, "now"?} -> {"text": piece}..., then {"replied", "by", "expects_answer"}."""
        assistant = _there(self._assistant)
        text = str(wanted["text"])
        language = wanted.get("language") or language_of(text, self._config.house.language)
        if language not in LANGUAGES:
            raise ControlError(f"language {language!r} is not known; known: {', '.join(LANGUAGES)}")
        at = self._clock(wanted.get("now"))()
        request = Request(text, str(wanted["conversation"]), Caller(user=str(wanted.get("user", ""))), language, 1.0, at)
        answer = await assistant.consider(request)
        async with assistant.turn(request, answer) as reply:
            async for part in reply:
                if isinstance(part, Text):
                    yield {"text": part.text}
        yield {"replied": reply.text, "by": reply.by, "language": reply.language, "expects_answer": reply.expects_answer}

    async def hear(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"sound", "conversation", "expects_answer", "now"?} -> events as rows, then {"sound", "expects_answer"}."""
        setting = _there(self._setting)
        now = self._clock(wanted.get("now"))
        conversation, expecting = str(wanted["conversation"]), bool(wanted.get("expects_answer"))
        heard = hear(
            unpack(wanted["sound"]),
            self._config.endpoint.silence,
            self._feed,
            lambda device, feed: Conversation(device, setting, feed, now, conversation, expecting),
        )
        async with aclosing(heard) as rows:
            async for row in rows:
                yield {"sound": pack(row.sound), "expects_answer": row.expects_answer} if isinstance(row, Answered) else row

    async def say(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"text", "language"?} -> {"sound"} a sentence."""
        synthesizer = _there(self._synthesizer)
        cutter = Sentences()
        for sentence in [*cutter.feed(str(wanted["text"])), cutter.rest()]:
            language = wanted.get("language") or language_of(sentence, self._config.house.language)
            speech = speakable(sentence, language)
            if speech:
                async with aclosing(synthesizer.synthesize(speech, language)) as pieces:
                    yield {"sound": pack(join([piece async for piece in pieces])), "text": sentence, "language": language}

    async def transcribe(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"sound"} -> {"text", "language", "confidence"}; one for each stretch of it in which somebody speaks."""
        heard = transcribed(unpack(wanted["sound"]), _there(self._vad)(), self._config.vad.threshold, _there(self._transcriber))
        async with aclosing(heard) as parts:
            async for words in parts:
                yield {"text": words.text, "language": words.language, "confidence": round(words.confidence, 3)}

    def _clock(self, start: str | None) -> Callable[[], datetime]:
        """The household's clock, or one that began at `start` when this was called."""
        zone = self._config.house.zone
        if not start:
            return lambda: datetime.now(zone)
        try:
            named = datetime.fromisoformat(start)
        except ValueError as error:
            raise ControlError(f"now = {start!r} is no time; write it like 2026-11-22T15:10") from error
        first = named.replace(tzinfo=zone) if named.tzinfo is None else named.astimezone(zone)
        loop = asyncio.get_running_loop()
        began = loop.time()
        return lambda: first + timedelta(seconds=loop.time() - began)


def _there(part: Part | None) -> Part:
    if part is None:
        raise ControlError("this daemon runs without ears and voice (--no-voice); restart it with them")
    return part


def pack(sound: Audio) -> Row:
    return {"pcm": base64.b64encode(sound.pcm).decode(), "rate": sound.rate}


def unpack(row: Mapping[str, Any]) -> Audio:
    return Audio(base64.b64decode(row["pcm"]), int(row["rate"]))
