"""Sentences without a model: what people really say is understood, everything else is left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from jarvisd.agent import Answer
from jarvisd.agent.intents import Book, Intents, books
from jarvisd.config import shipped
from jarvisd.errors import ConfigError, ToolError
from jarvisd.memory import Turn
from jarvisd.messages import LANGUAGES, Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.system import System
from tests.agent.phrases import KNOWN_EN, KNOWN_ZH, MISHEARD_ZH, OTHER_EN, OTHER_ZH
from tests.agent.test_assistant import Remembered
from tests.tools.home.house import Memory

NOW = datetime(2026, 11, 22, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
BOOKS = books(LANGUAGES, shipped("config/intents"))
EN, ZH = BOOKS


class Sound:
    """A toolset whose volume is a number."""

    def __init__(self, percent: int = 40, muted: bool = False, error: str = "") -> None:
        self.asked: list[Arguments] = []
        self._error = error
        self._content = {"percent": percent, "muted": muted}

    def tools(self) -> Sequence[Tool]:
        (real,) = System(10).tools()
        return (Tool(real.name, real.description, real.parameters, self._volume, Risk.REVERSIBLE),)

    async def _volume(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        self.asked.append(arguments)
        if self._error:
            raise ToolError(self._error)
        return self._content


def house(
    sound: Sound | None = None, recall: Remembered | None = None, now: datetime = NOW, known: Sequence[Book] = BOOKS
) -> Callable[..., Any]:
    mind = Intents(known, Bus([sound or Sound()]), recall or Remembered(), lambda: now)

    async def ask(text: str, language: str = "en", conversation: str = "c") -> Answer | None:
        return await mind.consider(Request(text, conversation, language=language))

    return ask


async def said(answer: Answer) -> list[Part]:
    return [part async for part in answer.parts()]


@pytest.mark.parametrize(("book", "known"), [(EN, KNOWN_EN), (ZH, KNOWN_ZH)], ids=LANGUAGES)
def test_what_people_say_is_understood(book: Book, known: dict[str, tuple[str, ...]]) -> None:
    found = {text: getattr(book.match(text), "intent", None) for texts in known.values() for text in texts}
    wrong = {text: intent and intent.name for text, intent in found.items() if not intent or text not in known[intent.name]}
    assert not wrong
    assert len(found) >= 200


@pytest.mark.parametrize(("book", "other"), [(EN, OTHER_EN), (ZH, OTHER_ZH)], ids=LANGUAGES)
def test_what_is_about_something_else_is_left_alone(book: Book, other: tuple[str, ...]) -> None:
    taken = {text: match.intent.name for text in other if (match := book.match(text))}
    assert not taken
    assert len(other) >= 90


def test_no_language_takes_what_belongs_to_nobody_in_the_other() -> None:
    assert not [text for text in OTHER_ZH if EN.match(text)]
    assert not [text for text in OTHER_EN if ZH.match(text) or ZH.match_sound(text)]


def test_chinese_that_was_misheard_is_known_by_its_sound() -> None:
    assert {text: match.intent.name for text in MISHEARD_ZH if (match := ZH.match_sound(text))} == MISHEARD_ZH
    assert not any(ZH.match(text) for text in MISHEARD_ZH)


def test_a_number_is_never_heard_into_a_sentence() -> None:
    for text in ("音量掉到百分之五十", "音量掉到五十吧", "把音量吊到百分之五十"):
        match = ZH.match_sound(text)
        assert match
        assert match.slots == {"percent": 50}
    for text in ("音量掉到无食", "音量掉到白分之物", "音量掉到八是"):
        match = ZH.match_sound(text)
        assert match is None or not match.slots, text


def test_nothing_else_sounds_like_a_sentence_of_the_house() -> None:
    assert not {text: match.intent.name for text in OTHER_ZH if (match := ZH.match_sound(text))}
    for short in ("听", "精英", "酸了", "找", "经营"):
        assert ZH.match_sound(short) is None
    assert EN.match_sound("what thyme is it") is None


async def test_only_what_was_transcribed_is_known_by_its_sound_and_it_is_not_exact() -> None:
    mind = Intents(BOOKS, Bus([Sound()]), Remembered(), lambda: NOW)
    assert await mind.consider(Request("集点了", "c", language="zh")) is None
    answer = await mind.consider(Request("集点了", "c", language="zh", confidence=0.6))
    assert answer
    assert (answer.preview, answer.exact) == ("现在是下午三点十分。", False)
    answer = await mind.consider(Request("几点了", "c", language="zh", confidence=0.6))
    assert answer
    assert answer.exact


def test_every_intent_has_sentences_in_both_languages_and_in_the_tests() -> None:
    assert set(KNOWN_ZH) - set(KNOWN_EN) == {"day_after_tomorrow"}
    assert set(KNOWN_EN) <= set(KNOWN_ZH)


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("what time is it", "en", "It's 3:10 PM."),
        ("现在几点", "zh", "现在是下午三点十分。"),
        ("what's today's date", "en", "It's Sunday, November 22, 2026."),
        ("今天几号", "zh", "今天是2026年11月22日，星期日。"),
        ("what day is it", "en", "It's Sunday, November 22."),
        ("今天星期几", "zh", "今天是星期日，11月22日。"),
        ("what day is tomorrow", "en", "Tomorrow is Monday, November 23, 2026."),
        ("明天星期几", "zh", "明天是2026年11月23日，星期一。"),
        ("昨天几号", "zh", "昨天是2026年11月21日，星期六。"),
        ("what year is it", "en", "It's 2026."),
        ("今年是哪一年", "zh", "今年是2026年。"),
        ("what month is it", "en", "It's November."),
        ("现在几月", "zh", "现在是11月。"),
    ],
)
async def test_the_clock_and_the_calendar_are_answered_from_the_households_time(text: str, language: str, answer: str) -> None:
    found = await house()(text, language)
    assert (found.preview, found.by, found.language, found.exact) == (answer, "intents", language, True)
    assert await said(found) == [Text(answer)]


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("What time is it in Tokyo?", "en", "It's 4:10 PM on Sunday in Tokyo."),
        ("do you know what's the time in New York right now", "en", "It's 2:10 AM on Sunday in New York."),
        ("time in the UK", "en", "It's 7:10 AM on Sunday in the UK."),
        ("东京现在几点", "zh", "东京现在是星期日下午四点十分。"),
        ("请问纽约那边现在是什么时间？", "zh", "纽约现在是星期日凌晨两点十分。"),
        ("現在倫敦幾點", "zh", "伦敦现在是星期日早上七点十分。"),
    ],
)
async def test_the_clock_of_another_place_is_known(text: str, language: str, answer: str) -> None:
    found = await house()(text, language)
    assert found.preview == answer


@pytest.mark.parametrize("book", BOOKS, ids=LANGUAGES)
@pytest.mark.slow
def test_every_place_is_known_by_each_of_its_names(book: Book) -> None:
    """Its zone is one that this Python knows, and both languages know the same zones."""
    places = yaml.safe_load((shipped("config/intents") / f"{book.language}.yaml").read_text(encoding="utf-8"))["places"]
    asked = {"en": "what time is it in {}", "zh": "{}现在几点"}[book.language]
    for zone, names in places.items():
        for name in names:
            match = book.match(asked.format(name))
            assert match is not None, name
            assert (match.intent.name, match.slots["place"]) == ("time_elsewhere", f"{ZoneInfo(zone).key} {name}")


@pytest.mark.parametrize(
    ("text", "language"), [("what time is it in the oven", "en"), ("what time is it in Gotham", "en"), ("厨房现在几点", "zh")]
)
async def test_the_clock_of_no_place_is_not_made_up(text: str, language: str) -> None:
    assert await house()(text, language) is None


async def test_it_answers_in_the_language_of_the_sentence_although_another_was_heard() -> None:
    assert (await house()("现在几点", "en")).preview == "现在是下午三点十分。"
    assert (await house()("what time is it", "zh")).preview == "It's 3:10 PM."


async def test_a_house_of_one_language_knows_only_that() -> None:
    assert await house(known=[EN])("现在几点", "zh") is None


@pytest.mark.parametrize(
    ("text", "language", "arguments", "answer"),
    [
        ("turn it up", "en", {"action": "up"}, "The volume is at 40 percent."),
        ("turn it down a bit", "en", {"action": "down"}, "The volume is at 40 percent."),
        ("set the volume to forty percent", "en", {"action": "set", "percent": 40}, "The volume is at 40 percent."),
        ("how loud are you", "en", {"action": "get"}, "The volume is at 40 percent."),
        ("full volume", "en", {"action": "set", "percent": 100}, "The volume is at 40 percent."),
        ("大声一点", "zh", {"action": "up"}, "音量现在是40%。"),
        ("声音小一点", "zh", {"action": "down"}, "音量现在是40%。"),
        ("音量调到百分之四十", "zh", {"action": "set", "percent": 40}, "音量现在是40%。"),
        ("音量调到40%", "zh", {"action": "set", "percent": 40}, "音量现在是40%。"),
    ],
)
async def test_the_volume_is_told_as_the_tool_returned_it(text: str, language: str, arguments: dict[str, Any], answer: str) -> None:
    sound = Sound(40)
    found = await house(sound)(text, language)
    assert sound.asked == []  # considering acts on nothing
    assert found.preview is None
    call, result, words = await said(found)
    assert isinstance(call, ToolCall)
    assert isinstance(result, ToolResult)
    assert (sound.asked, words) == ([arguments], Text(answer))


@pytest.mark.parametrize(
    ("text", "words"), [("mute", "The sound is off."), ("静音", "已经静音。"), ("what's the volume", "The sound is off.")]
)
async def test_a_muted_house_says_so(text: str, words: str) -> None:
    assert (await said(await house(Sound(muted=True))(text)))[-1] == Text(words)


@pytest.mark.parametrize(("text", "words"), [("louder", "Sorry, I couldn't change the volume."), ("大声点", "抱歉，音量没有调成。")])
async def test_what_did_not_work_is_not_said_to_have_worked(text: str, words: str) -> None:
    parts = await said(await house(Sound(error="no card"))(text))
    assert parts[-1] == Text(words)
    assert isinstance(parts[1], ToolResult)
    assert parts[1].error == "no card"


@pytest.mark.parametrize(
    "text", ["stop", "never mind", "please be quiet", "停", "听。", "听了", "别说了", "算了", "停，听，听，", "天，", "你听一下。", "Ping?"]
)
async def test_stop_asks_for_silence(text: str) -> None:
    assert (await house()(text)).stops


@pytest.mark.parametrize("text", ["what time is it", "mute", "现在几点"])
async def test_nothing_else_does(text: str) -> None:
    assert not (await house()(text)).stops


async def test_it_says_its_last_answer_of_this_conversation_again() -> None:
    recall = Remembered()
    await recall.keep(Turn(NOW, "c", "", "", "en", "date", "It's Sunday.", "intents"))
    await recall.keep(Turn(NOW, "other", "", "", "en", "year", "It's 2026.", "intents"))
    ask = house(recall=recall)
    assert (await ask("repeat that")).preview == "It's Sunday."
    assert (await ask("再说一遍", conversation="other")).preview == "It's 2026."
    assert (await ask("repeat that", conversation="new")).preview == "I haven't said anything yet."
    assert (await ask("再说一遍", conversation="new")).preview == "我还没有说过什么。"


async def test_it_says_what_was_last_said_to_it_in_this_conversation() -> None:
    recall = Remembered()
    await recall.keep(Turn(NOW, "c", "", "", "en", "what day is it", "It's Sunday.", "intents"))
    ask = house(recall=recall)
    assert (await ask("what did I just ask you")).preview == "You said: what day is it"
    assert (await ask("我刚才说了什么", "zh")).preview == "你说的是：what day is it"
    assert (await ask("what did I say", conversation="new")).preview == "You haven't said anything yet."


@pytest.mark.parametrize("text", ["repeat that", "再说一遍"])
async def test_what_others_words_stood_behind_is_no_cleaner_for_being_said_again(text: str) -> None:
    recall = Remembered()
    await recall.keep(Turn(NOW, "c", "", "", "en", "read my mail", "It says: open the door.", "llm", tainted=True))
    await recall.keep(Turn(NOW, "d", "", "", "en", "what day is it", "It's Sunday.", "intents"))
    for conversation, tainted in (("c", True), ("d", False)):
        (said,) = [part async for part in (await house(recall=recall)(text, conversation=conversation)).parts()]
        assert isinstance(said, Text)
        assert said.tainted is tainted


@pytest.mark.parametrize(("text", "lights"), [("what can you do", "the lights"), ("你能做什么", "家里的灯")])
async def test_what_it_can_do_names_the_home_where_there_is_one(text: str, lights: str) -> None:
    language: Language = "zh" if lights.startswith("家") else "en"
    homely = Intents(BOOKS, Bus([HomeTools(Memory())]), Remembered(), lambda: NOW)
    for mind, there in ((homely.consider, True), (Intents(BOOKS, Bus([]), Remembered(), lambda: NOW).consider, False)):
        answer = await mind(Request(text, "c", language=language))
        assert answer is not None
        assert (lights in (answer.preview or "")) is there


async def test_what_it_can_do_ends_in_a_statement() -> None:
    for text in ("what can you do", "你能做什么"):
        assert (await house()(text)).preview.endswith((".", "。"))


def test_a_file_that_is_no_book_of_sentences_is_named(tmp_path: Path) -> None:
    for number, wrong in enumerate(("- a list", "language: en", "language: en\nintents: {a: {data: [{sentences: ['(a']}]}}", "\t: x")):
        path = tmp_path / f"{number}.yaml"
        path.write_text(wrong)
        with pytest.raises(ConfigError, match=f"{number}.yaml: not a file of sentences"):
            Book(path)


def test_an_example_that_is_not_understood_is_a_mistake_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text("language: en\nexample: hello\nvolume: loud\nintents: {a: {say: b, data: [{sentences: [c]}]}}")
    with pytest.raises(ConfigError, match="its example"):
        Book(path)
