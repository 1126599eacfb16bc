"""The mind's door: the first that takes it answers, and what was heard is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from jarvisd.agent import Answer
from jarvisd.agent.assistant import Assistant
from jarvisd.errors import LanguageModelError, ModelStarting, StorageError, ToolError
from jarvisd.memory import ToolUse, Turn
from jarvisd.messages import Asks, Caller, Language, Part, Request, Text, ToolCall, ToolResult

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Remembered:
    """A recall that keeps its turns in a list."""

    def __init__(self, seconds: float = 0, error: Exception | None = None) -> None:
        self.turns: list[Turn] = []
        self._seconds = seconds
        self._error = error

    async def keep(self, turn: Turn) -> int:
        await asyncio.sleep(self._seconds)
        if self._error:
            raise self._error
        self.turns.append(turn)
        return len(self.turns)

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        return [turn for turn in self.turns if turn.conversation == conversation][-n:]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        return [turn for turn in self.turns[id:] if turn.conversation == conversation]


@dataclass
class Scripted:
    """A responder and its answer in one: says its parts, then fails if told to."""

    script: tuple[Part, ...] = ()
    error: Exception | None = None
    refuses: bool = False
    name: str = "scripted"
    by: str = "scripted"
    language: str = "en"
    preview: str | None = None
    exact: bool = False
    stops: bool = False
    closed: bool = False

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [("Always the same.", "en")]

    async def consider(self, request: Request) -> Answer | None:
        if self.error and not self.script:
            raise self.error
        return None if self.refuses else self

    async def parts(self) -> AsyncGenerator[Part, None]:
        try:
            for part in self.script:
                yield part
            if self.error:
                raise self.error
        finally:
            self.closed = True


def house(*responders: Scripted, recall: Remembered | None = None) -> Assistant:
    return Assistant(responders, recall or Remembered(), lambda: NOON)


async def reply_to(assistant: Assistant, request: Request) -> str:
    async with assistant.turn(request, await assistant.consider(request)) as reply:
        async for _ in reply:
            pass
    return reply.text


async def test_the_first_responder_that_takes_it_answers() -> None:
    assistant = house(Scripted(refuses=True), Scripted((Text("second"),)), Scripted((Text("third"),)))
    assert await reply_to(assistant, Request("anything", "c")) == "second"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "no language model is set up"), ("zh", "没有设置语言模型"), ("fr", "no language model")]
)
async def test_what_nobody_takes_gets_an_honest_sentence_in_the_language_of_the_request(language: str, words: str) -> None:
    answer = await house(Scripted(refuses=True)).consider(Request("bananas", "c", language=language))
    assert answer.by == "house"
    assert words in (answer.preview or "")
    assert not answer.exact


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("my daughter is allergic to peanuts", "en", "All right, I'll keep that in mind."),
        ("我女儿对花生过敏", "zh", "好的，我记着了。"),
    ],
)
async def test_what_is_told_and_nobody_takes_is_acknowledged(text: str, language: Language, says: str) -> None:
    answer = await house(Scripted(refuses=True)).consider(Request(text, "c", language=language))
    assert (answer.by, answer.preview) == ("house", says)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("four in the afternoon", "en"),
        ("下午四点", "zh"),
        ("leave the lights on", "en"),
        ("别关灯", "zh"),
        ("whisk the eggs", "en"),
        ("bedroom fan for half an hour", "en"),
        ("给我跳个舞", "zh"),
        ("风扇开半小时", "zh"),
        ("announce that dinner is ready", "en"),
        ("明天跳过", "zh"),
        ("钥匙在哪", "zh"),
    ],
)
async def test_a_time_alone_and_an_order_are_nothing_that_is_told(text: str, language: Language) -> None:
    answer = await house(Scripted(refuses=True)).consider(Request(text, "c", language=language))
    assert "language model" in (answer.preview or "") or "语言模型" in (answer.preview or "")


async def test_nothing_said_is_answered_without_asking_anybody() -> None:
    assert await reply_to(house(Scripted((Text("never"),))), Request("  ", "c", language="zh")) == "我没有听清。"


async def test_a_reply_fills_its_fields_as_its_parts_are_taken() -> None:
    call = ToolCall("1", "volume", {"action": "up"})
    assistant = house(Scripted((call, Text("Louder"), Text(" now?"), Asks())))
    request = Request("louder", "c")
    async with assistant.turn(request, await assistant.consider(request)) as reply:
        parts = [part async for part in reply]
    assert parts == [call, Text("Louder"), Text(" now?"), Asks()]
    assert (reply.text, reply.calls, reply.expects_answer, reply.by, reply.language) == ("Louder now?", [call], True, "scripted", "en")


async def test_a_turn_is_kept_with_what_was_done_in_it() -> None:
    recall = Remembered()
    louder, lamp = ToolCall("1", "volume", {"action": "up"}), ToolCall("2", "lamp", {"room": "厨房"})
    script = (louder, lamp, ToolResult(lamp, error="The bulb is gone.", untrusted=True), ToolResult(louder, {"percent": 40}), Text("Done."))
    assistant = house(Scripted(script), recall=recall)
    await reply_to(assistant, Request("louder and light", "c"))
    assert recall.turns[0].uses == (
        ToolUse("volume", {"action": "up"}, {"percent": 40}),
        ToolUse("lamp", {"room": "厨房"}, {}, "The bulb is gone.", untrusted=True),
    )


async def test_of_a_call_that_was_cut_off_it_is_kept_that_nobody_knows_what_became_of_it() -> None:
    recall = Remembered()
    assistant = house(Scripted((ToolCall("1", "lamp", {}),), ToolError("lost")), recall=recall)
    await reply_to(assistant, Request("light", "c"))
    assert recall.turns[0].uses == (ToolUse("lamp", {}, {}, "It was cut off; whether it happened is not known."),)


async def test_the_turn_has_its_id_once_it_is_kept() -> None:
    assistant, request = house(Scripted((Text("fine"),))), Request("how are you", "c")
    for id in (1, 2):
        async with assistant.turn(request, await assistant.consider(request)) as reply:
            assert reply.turn == 0
        assert reply.turn == id


async def test_the_house_does_not_close_before_what_was_said_is_kept() -> None:
    recall = Remembered(seconds=1)
    assistant = house(Scripted((Text("One."),)), recall=recall)

    async def talk() -> None:
        await reply_to(assistant, Request("count", "c"))

    task = asyncio.create_task(talk())
    for _ in range(3):  # however often it is told to go
        await asyncio.sleep(0.1)
        task.cancel()
    await asyncio.wait({task})
    assert recall.turns == []
    await assistant.rest()
    assert [turn.answered for turn in recall.turns] == ["One."]


async def test_a_turn_is_kept_with_who_asked_and_what_was_answered() -> None:
    recall = Remembered()
    assistant = house(Scripted((Text("It's noon."),)), recall=recall)
    await reply_to(assistant, Request("time", "kitchen-1", Caller(user="anna", room="kitchen"), "en"))
    assert recall.turns == [Turn(NOON, "kitchen-1", "anna", "kitchen", "en", "time", "It's noon.", "scripted")]


async def test_only_what_was_heard_is_kept() -> None:
    recall = Remembered()
    assistant = house(Scripted((Text("One. Two. Three."),)), recall=recall)
    request = Request("count", "c")
    async with assistant.turn(request, await assistant.consider(request)) as reply:
        async for _ in reply:
            reply.spoken = "One."
    assert recall.turns[0].answered == "One."


async def test_a_cancelled_turn_is_kept_as_it_was_heard_although_it_is_cancelled_twice() -> None:
    recall = Remembered(seconds=1)
    answer = Scripted((Text("One. "), Text("Two.")))
    assistant = house(answer, recall=recall)
    speaking = asyncio.Event()

    async def talk() -> None:
        request = Request("count", "c")
        async with assistant.turn(request, await assistant.consider(request)) as reply:
            async for _ in reply:
                reply.spoken = "One."
                speaking.set()
                await asyncio.sleep(3600)

    task = asyncio.create_task(talk())
    await speaking.wait()
    task.cancel()
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [turn.answered for turn in recall.turns] == ["One."]
    assert answer.closed


async def test_a_dropped_answer_did_nothing_and_is_not_kept() -> None:
    recall = Remembered()
    answer = Scripted((Text("dropped"),))
    await house(answer, recall=recall).consider(Request("draft", "c"))
    assert not answer.closed
    assert recall.turns == []


@pytest.mark.parametrize(
    ("error", "language", "said"),
    [
        (LanguageModelError("401"), "en", "Sorry, the language model did not answer."),
        (LanguageModelError("401"), "zh", "抱歉，语言模型没有回答。"),
        (
            ModelStarting("loading"),
            "en",
            "I have only just started and am still getting my thoughts together. Please ask me that again in half a minute.",
        ),
        (ModelStarting("loading"), "zh", "我刚启动，还在准备，请过半分钟再问我一次。"),
        (ToolError("no card"), "en", "Sorry, that did not work."),
        (ToolError("no card"), "zh", "抱歉，没有成功。"),
        (StorageError("disk"), "en", "Sorry, something went wrong here."),
        (OSError("disk"), "zh", "抱歉，我这里出错了。"),
    ],
)
async def test_a_failure_becomes_one_honest_sentence(error: Exception, language: str, said: str) -> None:
    request = Request("anything", "c", language=language)
    assert await reply_to(house(Scripted(error=error)), request) == said
    call = ToolCall("1", "volume", {})
    assert await reply_to(house(Scripted((call,), error, language=language)), request) == said


async def test_an_answer_that_breaks_off_says_so() -> None:
    answer = Scripted((Text("The sky is"),), LanguageModelError("lost"))
    assert await reply_to(house(answer), Request("why", "c")) == "The sky is Sorry, the language model broke off."


async def test_an_answer_without_words_is_not_silence() -> None:
    assert await reply_to(house(Scripted((Text(" "),))), Request("why", "c")) == " Sorry, something went wrong here."


@pytest.mark.parametrize("recall", [Remembered(error=StorageError("the disk is full")), Remembered(seconds=3600)])
async def test_a_turn_that_cannot_be_kept_does_not_spoil_the_answer(recall: Remembered, caplog: pytest.LogCaptureFixture) -> None:
    assert await reply_to(house(Scripted((Text("fine"),)), recall=recall), Request("a secret", "c")) == "fine"
    assert "not kept" in caplog.text
    assert "secret" not in caplog.text


def test_answers_that_are_always_the_same_are_known_beforehand() -> None:
    fixed = Assistant((Scripted(),), Remembered(), lambda: NOON).fixed()
    assert ("Always the same.", "en") in fixed
    assert {language for _, language in fixed} == {"en", "zh"}
