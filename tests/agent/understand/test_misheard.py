"""What a small transcriber wrote down wrong is still the order that was given; what was no order stays none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from jarvisd.agent.understand import Heard, Meaning, Understood, likely, misheard, opened, sounds_en
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, Floor, House

EN = House(
    (
        Entity("lock.cellar", "Cellar Door", (), "pantry", "locked"),
        Entity("cover.shade", "Roman Shade", (), "study", "open", {"device_class": "shade"}),
        Entity("vacuum.rosie", "Rosie", ("roomba",), "study", "cleaning"),
        Entity("media_player.telly", "Telly", (), "lounge", "playing", {"volume_level": 0.4}),
        Entity("light.night", "Night Light", (), "study", "off"),
        Entity("light.lounge", "Big Light", (), "lounge", "off", {"brightness": 0}),
        Entity("todo.shopping", "Shopping List", (), "", "1"),
        Entity("climate.study", "Thermostat", (), "study", "heat", {"temperature": 20}),
    ),
    (Area("pantry", "Pantry", (), "low"), Area("study", "Study", (), "low"), Area("lounge", "Lounge", (), "low")),
    (Floor("low", "Downstairs"),),
)
ZH = House(
    (
        Entity("cover.c", "窗帘", (), "keting", "open", {"device_class": "curtain"}),
        Entity("light.d", "岛台灯", (), "keting", "on", {"brightness": 90}),
    ),
    (Area("keting", "客厅", (), ""),),
)


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def meant(mind: Understanding, text: str, language: Language, room: str) -> Meaning:
    return await mind.understand(Heard(text, language, EN if language == "en" else ZH, room))


@pytest.mark.parametrize(("language", "text", "intent", "slots"), [
    ("en", "Lock the seller door.", "HassTurnOn", {"name": "Cellar Door"}),
    ("en", "Set the tele to 10% volume.", "HassSetVolume", {"name": "Telly", "volume_level": 10}),
    ("en", "Set the Pharmostat to 21 degrees.", "HassClimateSetTemperature", {"name": "Thermostat", "temperature": 21}),
    ("en", "Please close the robin shade.", "HassTurnOff", {"name": "Roman Shade"}),
    ("en", "Roomba, go back to your dock.", "HassVacuumReturnToBase", {"name": "Rosie"}),
    ("en", "Turn the heading off downstairs.", "HassTurnOff", {"floor": "Downstairs", "domain": "climate"}),
    ("en", "and milk to the shopping list.", "HassListAddItem", {"name": "Shopping List", "item": "milk"}),
    ("zh", "窗链纳上", "HassTurnOff", {"domain": "cover", "device_class": "curtain"}),
    ("zh", "到台灯关掉", "HassTurnOff", {"name": "岛台灯"}),
])  # fmt: skip
async def test_an_order_is_known_by_how_it_sounds(
    mind: Understanding, language: Language, text: str, intent: str, slots: Mapping[str, Any]
) -> None:
    meaning = await meant(mind, text, language, "Study" if language == "en" else "客厅")
    assert isinstance(meaning, Understood), meaning
    [command] = meaning.commands
    assert command.intent == intent
    assert {slot: command.slots.get(slot) for slot in slots} == slots or command.slots == {"name": "窗帘"}


@pytest.mark.parametrize(("language", "text"), [
    ("en", "I was telling my seller about the door."),
    ("en", "Heading off to work now, see you."),
    ("en", "And milk went off in the fridge."),
    ("en", "She said the thermostat went to 20."),
    ("en", "I turned the big light off."),
    ("en", "We saw a Roman shape in the museum."),
    ("zh", "他到台上去了"),
    ("zh", "窗外有人在练琴"),
])  # fmt: skip
async def test_what_is_no_order_does_not_become_one_by_its_sound(mind: Understanding, language: Language, text: str) -> None:
    assert not isinstance(await meant(mind, text, language, "Study" if language == "en" else "客厅"), Understood)


def test_everyday_words_are_no_names_misheard() -> None:
    names = names_of(EN)
    assert names.find("i need light in here", "en") == ()
    assert names.find("tell me", "en") == ()
    assert [mention.refs[0].name for mention in names.find("the seller door", "en")] == ["Cellar Door"]
    assert names.nearly("we talk about it") == "we talk about it"


def test_english_that_sounds_the_same_has_one_key() -> None:
    for one, other in (("telly", "tele"), ("cellar", "seller"), ("sink", "sync"), ("heating", "heading"), ("knight", "night")):
        assert sounds_en.key(one) == sounds_en.key(other)
    assert sounds_en.key("kitchen") != sounds_en.key("chicken")


def test_a_sentence_that_has_no_other_reading_has_none() -> None:
    assert list(misheard.readings("turn on the night light", (), "en", names_of(EN))) == []
    assert list(misheard.readings("打开岛台灯", (), "zh", names_of(ZH))) == []


@pytest.mark.parametrize(("language", "text", "others", "intent"), [
    ("en", "Club the cell or for.", ("Club the cellar door.", "Lock the cellar door."), "HassTurnOn"),
    ("zh", "七点了。", ("起点了。", "几点了。"), "HassGetCurrentTime"),
])  # fmt: skip
async def test_what_the_ear_may_have_heard_instead_is_taken_where_it_is_an_order(
    mind: Understanding, language: Language, text: str, others: tuple[str, ...], intent: str
) -> None:
    house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
    alone = await mind.understand(Heard(text, language, house, room))
    assert not isinstance(alone, Understood)
    meaning = await mind.understand(Heard(text, language, house, room, others=others))
    assert isinstance(meaning, Understood)
    assert [command.intent for command in meaning.commands] == [intent]


async def test_what_is_understood_as_it_stands_is_never_read_otherwise(mind: Understanding) -> None:
    heard = Heard("lock the cellar door", "en", EN, "Study", others=("unlock the cellar door", "turn on the night light"))
    meaning = await mind.understand(heard)
    assert isinstance(meaning, Understood)
    assert meaning.commands[0].intent == "HassTurnOn"
    zh = await mind.understand(Heard("关掉岛台灯", "zh", ZH, "客厅", others=("打开岛台灯",)))
    assert isinstance(zh, Understood)
    assert zh.commands[0].intent == "HassTurnOff"


@pytest.mark.parametrize(("said", "meant"), [
    ("岛台灯关了妹。", "岛台灯关了没"), ("窗帘开着骂", "窗帘开着吗"), ("窗帘关楼", "窗帘关了"), ("窗帘是不适开着", "窗帘是不是开着"), ("书房等是开着的步", "书房灯是开着的不"),
    ("窗帘开到七一试", "窗帘开到七十"), ("岛台灯亮度无事。", "岛台灯亮度五十"),
])  # fmt: skip
def test_the_small_words_at_the_end_of_a_chinese_sentence_are_known_by_their_sound(said: str, meant: str) -> None:
    assert meant in [reading for reading, _ in misheard.readings(said, (), "zh", names_of(ZH))]


async def test_a_question_that_was_misheard_does_nothing(mind: Understanding) -> None:
    for language, text, others in (
        ("zh", "岛台灯是不适关练？", ("岛台灯关了",)),
        ("en", "Is the seller bore locked?", ("Lock the cellar door.",)),
    ):
        house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
        meaning = await mind.understand(Heard(text, language, house, room, others=others))
        acts = [one.intent for one in meaning.commands] if isinstance(meaning, Understood) else []
        assert set(acts) <= {"HassGetState"}


@dataclass
class Again:
    """An ear that hears this the second time, and notes what it was to have in mind."""

    hears: tuple[str, ...] = ()
    names: list[Sequence[str]] = field(default_factory=list)

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        self.names.append(names)
        return self.hears


@pytest.mark.parametrize(("language", "text", "hears", "name"), [
    ("en", "Turn on the nide flight in here.", ("Turn on the nine flight.", "Turn on the night light in here."), "Night Light"),
    ("zh", "倒台等打开。", ("岛台灯打开，",), "岛台灯"),
])  # fmt: skip
async def test_what_nobody_understands_is_heard_once_more_with_the_names_it_is_near_to(
    mind: Understanding, language: Language, text: str, hears: tuple[str, ...], name: str
) -> None:
    house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
    ear = Again(hears)
    meaning = await mind.understand(Heard(text, language, house, room, ear=ear))
    assert isinstance(meaning, Understood), meaning
    assert meaning.commands[0].slots["name"] == name
    assert name.lower() in ear.names[0]


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Lock the cellar door."), ("en", "So I told my mother that she should really come over for dinner some day."), ("en", "Who wrote that book?"),
    ("zh", "关掉岛台灯。"), ("zh", "我昨天跟同事去吃了一顿火锅，味道还不错。"), ("zh", "你知道法国的首都是哪里吗"),
])  # fmt: skip
async def test_what_is_understood_and_what_is_only_talk_is_heard_once(mind: Understanding, language: Language, text: str) -> None:
    house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
    ear = Again(("Turn on the night light.", "打开岛台灯"))
    await mind.understand(Heard(text, language, house, room, ear=ear))
    assert ear.names == []


async def test_only_what_was_named_the_second_time_is_acted_upon(mind: Understanding) -> None:
    for language, house, room, text, again in (
        ("en", EN, "Study", "Turn on the nide flight in here.", "Turn on the night light and turn off the lights."),
        ("zh", ZH, "客厅", "把套台等打开", "岛台灯打开然后窗帘打开"),
    ):
        alone = await mind.understand(Heard(text, language, house, room, others=("窗帘打开吧吧吧",) if language == "zh" else ()))
        both = Heard(text, language, house, room, others=("窗帘打开吧吧吧",) if language == "zh" else (), ear=Again((again,)))
        assert await mind.understand(both) == alone


async def test_a_second_hearing_that_names_nothing_new_changes_nothing(mind: Understanding) -> None:
    for language, house, room, text, again in (
        ("en", EN, "Study", "Night light, flam it off and shut.", "Night light off."),
        ("zh", ZH, "客厅", "窗帘吃妈拉丝", "窗帘拉上"),
    ):
        alone = await mind.understand(Heard(text, language, house, room))
        assert await mind.understand(Heard(text, language, house, room, ear=Again((again,)))) == alone


@pytest.mark.parametrize(("text", "hears", "intents"), [
    (  # it orders in a roundabout way, and asks nothing
        "Could we possibly shut the robbing shave everyone's staring in?", "Could we possibly shut the roman shade, everyone's staring in?",
        ["HassTurnOff"],
    ),
    (  # heard all the same, whether each thing in it has a name or not
        "Twitch the night light off now the bacon's done and open the shade to clear the steam.",
        "Switch the night light off now the bacon's done, and open the shade to clear the steam.", ["HassTurnOff", "HassTurnOn"],
    ),
])  # fmt: skip
async def test_a_second_hearing_is_believed_where_it_is_the_sentence_that_was_heard(
    mind: Understanding, text: str, hears: str, intents: list[str]
) -> None:
    assert not isinstance(await mind.understand(Heard(text, "en", EN, "Study", ear=Again())), Understood)
    meaning = await mind.understand(Heard(text, "en", EN, "Study", ear=Again((hears,))))
    assert isinstance(meaning, Understood), meaning
    assert [command.intent for command in meaning.commands] == intents


@pytest.mark.parametrize(("language", "text", "intent"), [
    ("en", "All the lights in the study-off.", "HassTurnOff"), ("en", "Nobody's in their turn off the big light.", "HassTurnOff"),
    ("en", "The night lights a bit harsh, bring it down to 40.", "HassLightSet"), ("zh", "岛台灯关了没多十点了。", None),
])  # fmt: skip
async def test_what_is_never_right_as_it_was_heard_is_read_as_it_was_said(
    mind: Understanding, language: Language, text: str, intent: str | None
) -> None:
    house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
    meaning = await mind.understand(Heard(text, language, house, room, ear=Again()))
    acts = [one.intent for one in meaning.commands if one.intent != "HassGetState"] if isinstance(meaning, Understood) else []
    assert acts == ([intent] if intent else [])


@pytest.mark.parametrize(("language", "text", "other", "taken"), [
    ("zh", "导台灯关掉", "岛台灯关掉", True),  # as the name is written
    ("en", "night like off", "night light off", True),
    ("en", "turn off the light", "turn off the night light", False),  # more was never said
    ("en", "turn off the night light", "turn off the big light", False),  # another name, as well written
    ("zh", "关掉窗帘", "关掉岛台灯", False),
])  # fmt: skip
def test_of_two_ways_to_hear_it_the_one_is_taken_in_which_the_names_stand_as_they_are_written(
    language: Language, text: str, other: str, taken: bool
) -> None:
    heard = misheard.named(Heard(text, language, EN if language == "en" else ZH, others=(other,)))
    assert (heard.text, heard.others) == ((other, (text,)) if taken else (text, (other,)))


@pytest.mark.parametrize(("language", "text", "others"), [
    ("en", "turn off all the lights except the elephant", ("turn off all the lights",)), ("zh", "灯都关了，把读读房除外", ("灯都关了",)),
])  # fmt: skip
async def test_what_stays_as_it_is_is_not_lost_in_another_way_to_hear_it(
    mind: Understanding, language: Language, text: str, others: tuple[str, ...]
) -> None:
    house, room = (EN, "Study") if language == "en" else (ZH, "客厅")
    meaning = await mind.understand(Heard(text, language, house, room, others=others, ear=Again(others)))
    assert not isinstance(meaning, Understood)


def test_the_likeliest_names_are_those_that_sound_like_what_was_heard() -> None:
    assert "cellar door" in likely.names("seller boar", "en", names_of(EN))[:5]
    assert likely.names("倒台等打开", "zh", names_of(ZH))[0] == "岛台灯"
    assert likely.names("", "en", names_of(EN)) == ()
    many = House(tuple(Entity(f"light.{number}", f"Lamp {number}", (), "", "on") for number in range(1000)), (), ())
    assert len(likely.names("lamp", "en", names_of(many))) <= 16
