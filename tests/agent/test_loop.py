"""The language model's answers: asked with the talk so far, spoken as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.loop import Chat
from jarvisd.errors import ConfigError
from jarvisd.memory import Turn
from jarvisd.messages import Asks, Caller, Message, Part, Request, System, Text, ToolCall, ToolSpec, User
from jarvisd.messages import Assistant as Said
from tests.agent.test_assistant import Remembered

NOW = datetime(2026, 11, 22, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Speaker:
    """A model that says its pieces and notes what it was asked."""

    pieces: tuple[str, ...]
    name: str = "speaker"
    asked: list[Sequence[Message]] = field(default_factory=list)
    closed: bool = False

    window: int = 8192

    def count(self, text: str) -> int:
        return len(text)

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None: ...

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        self.asked.append(messages)
        try:
            for piece in self.pieces:
                yield Text(piece)
        finally:
            self.closed = True

    async def close(self) -> None: ...


async def parts_of(
    speaker: Speaker, recall: Remembered | None = None, text: str = "why is the sky blue", language: str = "en"
) -> list[Part]:
    answer = await Chat(speaker, recall or Remembered(), lambda: NOW).consider(Request(text, "c", Caller(room="kitchen"), language))
    assert answer is not None
    assert not speaker.asked  # a draft costs nobody a request
    assert (answer.by, answer.preview, answer.exact, answer.language) == ("llm", None, False, language)
    return [part async for part in answer.parts()]


async def test_the_answer_is_spoken_as_it_comes() -> None:
    assert await parts_of(Speaker(("Because ", "of the air."))) == [Text("Because "), Text("of the air.")]


@pytest.mark.parametrize("text", ["Which one?", "Which one? ", '"Which one?"', "哪一个？", "哪一个？”"])
async def test_a_question_asks(text: str) -> None:
    assert (await parts_of(Speaker((text,))))[-1] == Asks()


@pytest.mark.parametrize("text", ["Which one? That one.", "这一个。"])
async def test_a_statement_does_not(text: str) -> None:
    assert await parts_of(Speaker((text,))) == [Text(text)]


async def test_the_prompt_ends_in_the_question_the_clock_and_the_room() -> None:
    speaker = Speaker(("yes",))
    await parts_of(speaker)
    first, last = speaker.asked[0]
    assert isinstance(first, System)
    assert "Jarvis" in first.text
    assert last == User("why is the sky blue\n[Sunday, November 22, 2026, 3:10 PM, kitchen]")


async def test_chinese_is_asked_in_chinese() -> None:
    speaker = Speaker(("好",))
    await parts_of(speaker, text="天为什么是蓝的", language="zh")
    first, last = speaker.asked[0]
    assert isinstance(first, System)
    assert "贾维斯" in first.text
    assert last == User("天为什么是蓝的\n[2026年11月22日，星期日, 下午三点十分, kitchen]")


async def test_the_talk_so_far_goes_along_as_it_was_heard() -> None:
    recall = Remembered()

    def turn(minutes: int, asked: str, answered: str, conversation: str = "c") -> Turn:
        return Turn(NOW - timedelta(minutes=minutes), conversation, "", "kitchen", "en", asked, answered, "llm")

    recall.turns = [
        turn(600, "yesterday's talk", "long ago"),
        turn(5, "who wrote Faust", "Goethe."),
        turn(4, "nothing heard", ""),
        turn(3, "elsewhere", "x", "other"),
    ]
    speaker = Speaker(("In Weimar.",))
    await parts_of(speaker, recall, "where did he live")
    assert speaker.asked[0][1:] == (
        User("who wrote Faust\n[Sunday, November 22, 2026, 3:05 PM, kitchen]"),
        Said("Goethe."),
        User("where did he live\n[Sunday, November 22, 2026, 3:10 PM, kitchen]"),
    )


async def test_what_a_model_was_sent_once_is_sent_the_same_again() -> None:
    recall, speaker = Remembered(), Speaker(("Goethe.",))
    assistant = Assistant([Chat(speaker, recall, lambda: NOW)], recall, lambda: NOW)
    for text in ("who wrote Faust", "where did he live"):
        request = Request(text, "c", Caller(room="kitchen"))
        async with assistant.turn(request, await assistant.consider(request)) as reply:
            async for _ in reply:
                pass
    assert list(speaker.asked[1][:2]) == list(speaker.asked[0])


async def test_an_interrupted_answer_closes_the_model() -> None:
    recall, speaker = Remembered(), Speaker(("one ", "two"))
    assistant = Assistant([Chat(speaker, recall, lambda: NOW)], recall, lambda: NOW)
    request = Request("count", "c")
    async with assistant.turn(request, await assistant.consider(request)) as reply:
        await anext(reply)
    assert speaker.closed
    assert recall.turns[0].answered == "one"


@pytest.mark.parametrize(
    ("text", "language", "answered"),
    [("天为什么是蓝的", "en", "zh"), ("why is the sky blue", "zh", "en"), ("OK", "zh", "zh"), ("播放 Taylor Swift", "zh", "zh")],
)
async def test_the_language_is_the_one_it_is_written_in(text: str, language: str, answered: str) -> None:
    recall = Remembered()
    assistant = Assistant([Chat(Speaker(("x",)), recall, lambda: NOW)], recall, lambda: NOW)
    assert (await assistant.consider(Request(text, "c", language=language))).language == answered


def test_missing_prompts_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="prompts cannot be read"):
        Chat(Speaker(()), Remembered(), lambda: NOW, tmp_path)
