"""What is done with what was understood, through the assistant's door: said is what happened, and only a yes does what was doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jarvisd.agent.acting import Acting, Question
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.understand import Command, Doubt, Heard, Meaning, Nameless, Understood
from jarvisd.agent.wording import Wording, wordings
from jarvisd.bench.dollhouse import DollHouse
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES, Asks, Caller, Language, Part, Request, Text
from jarvisd.tools.bus import Bus
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.opened import NoHome
from jarvisd.tools.limits import Limits
from tests.agent.mind import NOW
from tests.agent.understand.homes import EN, ZH, Intents
from tests.fakes import FakeRecall

ON, OFF, SET = "HassTurnOn", "HassTurnOff", "HassLightSet"


@dataclass
class Means:
    """An understanding by heart."""

    by: dict[str, Meaning]
    heard: list[Heard] = field(default_factory=list)

    async def understand(self, heard: Heard) -> Meaning:
        self.heard.append(heard)
        return self.by.get(heard.text)


@dataclass
class Talk:
    """A whole mind that only acts and takes a yes."""

    assistant: Assistant
    acting: Acting
    home: DollHouse
    tools: Intents
    means: Means
    now: list[datetime]

    async def say(self, text: str, language: Language = "en", conversation: str = "c", spoken: str | None = None) -> str:
        """spoken: what of the answer was heard, where it was not all of it."""
        parts = await self.parts(text, language, conversation, spoken)
        return "".join(part.text for part in parts if isinstance(part, Text))

    async def parts(self, text: str, language: Language = "en", conversation: str = "c", spoken: str | None = None) -> list[Part]:
        request = Request(text, conversation, Caller(room="kitchen"), language, at=self.now[0])
        async with self.assistant.turn(request, await self.assistant.consider(request)) as reply:
            parts = [part async for part in reply]
            reply.spoken = spoken
        return parts

    def later(self, seconds: float) -> None:
        self.now[0] += timedelta(seconds=seconds)

    def last(self) -> tuple[Command, ...]:
        """What "it" was when something was heard last."""
        return self.means.heard[-1].last

    @property
    def done(self) -> list[str]:
        return [f"{intent} {slots.get('name') or slots.get('domain')}" for intent, slots in self.tools.done]


Make = Callable[..., Talk]


@pytest.fixture
def talk() -> Make:
    def made(house: House = EN, **means: Meaning) -> Talk:
        home, now = DollHouse(house), [NOW]
        tools, recall = Intents(home), FakeRecall()
        bus = Bus([tools], limits=Limits(1000))
        words = Words(shipped("config/confirm.yaml"))
        known = Means(dict(means))
        acting = Acting(known, home, bus, lambda: now[0], recall, words, wordings(LANGUAGES, shipped("config/acting")))
        assistant = Assistant([Confirm(words, bus, lambda: now[0]), acting], recall, lambda: now[0], bus)
        return Talk(assistant, acting, home, tools, known, now)

    return made


def one(intent: str, **slots: object) -> Command:
    return Command(intent, slots)


LAMP = one(ON, name="Ceiling Lamp")
DOOR = one(OFF, name="Front Door")


async def test_what_was_understood_is_done_and_told_from_what_happened(talk: Make) -> None:
    house = talk(on=Understood((LAMP,)))
    assert await house.say("on") == "Ceiling Lamp: on."
    assert house.home.acts == [("light.turn_on", ("light.kitchen",))]
    zh = talk(ZH, 开灯=Understood((one(ON, name="吸顶灯"),)))
    assert await zh.say("开灯", "zh") == "吸顶灯: on。"


async def test_what_the_ear_may_have_heard_instead_is_understood_by(talk: Make) -> None:
    house = talk()
    for language, others in (("en", ("turn it on",)), ("zh", ("开灯",))):
        await house.acting.consider(Request("churn it", "c", Caller(room="kitchen"), language, at=NOW, others=others))
        assert house.means.heard[-1].others == others


async def test_the_ear_is_asked_within_the_turn_and_not_kept_behind_a_question(talk: Make) -> None:
    class Ear:
        async def again(self, names: Sequence[str]) -> tuple[str, ...]:
            return ()

    ear = Ear()
    for language, house in (("en", talk(maybe=Doubt((LAMP,)))), ("zh", talk(ZH, maybe=Doubt((one(ON, name="吸顶灯"),))))):
        answer = await house.acting.consider(Request("maybe", "c", Caller(room="kitchen"), language, at=NOW, ear=ear))
        assert house.means.heard[-1].ear is ear
        assert isinstance(answer, Question)
        assert answer.opened.heard.ear is None


async def test_several_are_done_in_their_order(talk: Make) -> None:
    house = talk(both=Understood((LAMP, one(OFF, name="Roller Blind"))))
    assert await house.say("both") == "Ceiling Lamp: on. Roller Blind: off."
    assert house.done == ["HassTurnOn Ceiling Lamp", "HassTurnOff Roller Blind"]


async def test_considering_does_nothing(talk: Make) -> None:
    house = talk(on=Understood((LAMP,)))
    for _ in range(3):
        assert await house.assistant.consider(Request("on", "c", language="en", at=NOW))
    assert house.done == []


async def test_what_is_dangerous_is_asked_about_and_a_yes_does_it_once(talk: Make) -> None:
    house = talk(unlock=Understood((DOOR,)))
    parts = await house.parts("unlock")
    assert parts[-2:] == [Text("Shall I unlock the Front Door?"), Asks()]
    assert house.done == []
    assert await house.say("yes") == "Front Door: off."
    assert house.done == ["HassTurnOff Front Door"]
    await house.say("yes")
    assert house.done == ["HassTurnOff Front Door"]


async def test_what_is_dangerous_comes_last_and_its_question_ends_the_answer(talk: Make) -> None:
    house = talk(both=Understood((DOOR, LAMP)))
    parts = await house.parts("both")
    assert "".join(part.text for part in parts if isinstance(part, Text)) == "Ceiling Lamp: on. Shall I unlock the Front Door?"
    assert house.done == ["HassTurnOn Ceiling Lamp"]
    assert await house.say("yes") == "Front Door: off."


async def test_of_two_dangerous_things_the_second_is_not_forgotten_in_silence(talk: Make) -> None:
    house = talk(both=Understood((DOOR, one(OFF, name="Back Door"))))
    assert await house.say("both") == "Please ask me again to unlock the Back Door. Shall I unlock the Front Door?"
    assert await house.say("yes") == "Front Door: off."
    assert house.done == ["HassTurnOff Front Door"]


@pytest.mark.parametrize(("language", "house", "command", "asks", "yes", "told"), [
    ("en", EN, LAMP, "Did you mean: turn on the Ceiling Lamp?", "yes", "Ceiling Lamp: on."),
    ("zh", ZH, one(ON, name="吸顶灯"), "您是要打开吸顶灯吗？", "好的", "吸顶灯: on。"),
])  # fmt: skip
async def test_a_doubt_is_asked_about_and_a_yes_does_it(
    talk: Make, language: Language, house: House, command: Command, asks: str, yes: str, told: str
) -> None:
    here = talk(house, hm=Doubt((command,)))
    parts = await here.parts("hm", language)
    assert parts == [Text(asks), Asks()]
    assert here.done == []
    assert await here.say(yes, language) == told
    await here.say(yes, language)
    assert len(here.done) == 1, "a second yes does nothing"


async def test_a_no_leaves_it(talk: Make) -> None:
    house = talk(hm=Doubt((LAMP,)))
    await house.say("hm")
    assert await house.say("no") == "All right, I'll leave it."
    await house.say("yes")
    assert house.done == []


async def test_anything_else_drops_a_doubt(talk: Make) -> None:
    house = talk(hm=Doubt((LAMP,)), what=None)
    await house.say("hm")
    await house.say("what")
    await house.say("yes")
    assert house.done == []


async def test_a_yes_that_comes_late_or_elsewhere_does_nothing(talk: Make) -> None:
    house = talk(hm=Doubt((LAMP,)))
    await house.say("hm")
    await house.say("yes", conversation="another")
    house.later(31)
    await house.say("yes")
    assert house.done == []


async def test_a_question_that_was_not_heard_whole_takes_no_yes(talk: Make) -> None:
    house = talk(hm=Doubt((LAMP,)))
    await house.say("hm", spoken="Did you mean: turn")
    await house.say("yes")
    assert house.done == []


async def test_a_doubt_about_something_dangerous_is_asked_about_again_by_name(talk: Make) -> None:
    house = talk(hm=Doubt((DOOR,)))
    assert await house.say("hm") == "Did you mean: unlock the Front Door?"
    assert await house.say("yes") == "Shall I unlock the Front Door?"
    assert house.done == []
    assert await house.say("yes") == "Front Door: off."


@pytest.mark.parametrize(("language", "meaning", "said"), [
    ("en", Nameless("fountain"), "I know nothing called fountain in this house."),
    ("en", Nameless("sauna", "area"), "There is no sauna in this house."),
    ("en", Nameless("vacuum", "domain"), "There is no vacuum here that I could use."),
    ("zh", Nameless("喷泉"), "家里没有叫“喷泉”的东西。"),
    ("zh", Nameless("桑拿房", "area"), "家里没有桑拿房。"),
    ("zh", Nameless("三楼", "floor"), "家里没有三楼。"),
])  # fmt: skip
async def test_what_the_house_has_not_is_said_so(talk: Make, language: Language, meaning: Nameless, said: str) -> None:
    house = talk(x=meaning)
    assert await house.say("x", language) == said
    assert house.done == []


@pytest.mark.parametrize(("language", "house", "text", "clear", "asks", "answer", "name"), [
    ("en", EN, "lock the door", "lock Back Door", "Which one do you mean, Front Door or Back Door?", "the Back Door", "Back Door"),
    ("zh", ZH, "锁门", "锁前门", "您说的是哪一个，前门还是后门？", "前门吧", "前门"),
])  # fmt: skip
async def test_which_of_several_is_asked_and_its_name_answers(
    talk: Make, language: Language, house: House, text: str, clear: str, asks: str, answer: str, name: str
) -> None:
    unclear = Nameless("the door", "name", ("Front Door", "Back Door")) if language == "en" else Nameless("门", "name", ("前门", "后门"))
    here = talk(house, **{text: unclear, clear: Understood((one(ON, name=name),))})
    assert await here.say(text, language) == asks
    assert name in await here.say(answer, language)
    assert here.done == [f"{ON} {name}"]


async def test_what_was_done_last_is_what_it_means_next(talk: Make) -> None:
    house = talk(on=Understood((LAMP,)), blue=None)
    await house.say("on")
    await house.say("blue")
    assert house.last() == (LAMP,)
    assert house.means.heard[-1].room == "kitchen"
    house.later(200)
    await house.say("blue")
    assert house.last() == (), "after a while nobody means the lamp of before"
    await house.say("on", conversation="another")
    await house.say("blue")
    assert house.last() == ()


async def test_many_talks_do_not_pile_up(talk: Make) -> None:
    house = talk(on=Understood((LAMP,)), hm=Doubt((LAMP,)), blue=None)
    for n in range(150):
        await house.say("on", conversation=f"c{n}")
        await house.say("hm", conversation=f"c{n}")
    await house.say("blue", conversation="c0")
    assert house.last() == ()
    await house.say("blue", conversation="c149")
    assert house.last() == (LAMP,)


async def test_a_house_that_cannot_be_reached_is_said_so(talk: Make) -> None:
    house = talk(on=Understood((LAMP,)))
    house.home.available = False
    assert await house.say("on") == "I can't reach the home right now."
    empty = talk(House(), x=Nameless("kitchen light"))
    empty.home.available = False
    assert await empty.say("x") == "I can't reach the devices of the house right now."
    assert await empty.say("x", "zh") == "现在连不上家里的设备。"


async def test_a_failure_is_told_in_the_language_of_the_talk(talk: Make) -> None:
    house = talk(ZH, x=Understood((one(ON, name="没有"),)), 开灯=Understood((one(ON, name="吸顶灯"),)))
    assert await house.say("x", "zh") == "抱歉，没有成功。", "the English of a tool is not spoken in Chinese"
    house.home.available = False
    assert await house.say("开灯", "zh") == "现在联系不上家里的系统。"
    assert await house.say("x", "zh") == "现在连不上家里的设备。"


async def test_one_failure_does_not_stop_the_others_nor_become_the_last_done(talk: Make) -> None:
    house = talk(both=Understood((one(ON, name="Nothing"), LAMP)), blue=None)
    assert await house.say("both") == "There is no such thing. Ceiling Lamp: on."
    await house.say("blue")
    assert house.last() == (LAMP,)


async def test_what_could_not_be_done_is_what_it_means_where_nothing_else_was_done(talk: Make) -> None:
    house = talk(x=Understood((one(ON, name="Nothing"),)), blue=None)
    await house.say("x")
    await house.say("blue")
    assert house.last() == (one(ON, name="Nothing"),)


async def test_what_others_keep_is_left_to_them(talk: Make) -> None:
    house = talk(
        timer=Understood((one("HassStartTimer", minutes=5),)),
        both=Understood((LAMP, one("HassNevermind"))),
        forget=Understood((Command("HassNevermind", {}, 0.9, "router"),)),  # "forget that" is an order to memory
    )
    for text in ("timer", "both", "forget", "nonsense"):
        assert (await house.assistant.consider(Request(text, "c", language="en", at=NOW))).by == "house"


async def test_only_a_thing_by_its_name_is_sure_before_the_sentence_is_over(talk: Make) -> None:
    guess = Command(ON, {"name": "Ceiling Lamp"}, 0.9, "router")
    house = talk(on=Understood((LAMP,)), all=Understood((one(OFF, domain="light"),)), guess=Understood((guess,)))
    exact = {text: (await house.assistant.consider(Request(text, "c", at=NOW))).exact for text in ("on", "all", "guess")}
    assert exact == {"on": True, "all": False, "guess": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_words(language: Language) -> None:
    wording = Wording(shipped(f"config/acting/{language}.yaml"))
    for intent in (ON, OFF, SET, "HassSomethingNew"):
        for slots in (
            {},
            {"name": "A"},
            {"area": "B", "domain": "light"},
            {"floor": "C", "domain": ["light", "fan"], "except": ["D", "E"]},
        ):
            said = wording.does([Command(intent, slots), Command(SET, {"color": "blue", **slots})], House((Entity("light.a", "A"),)))
            assert "{" not in said
            assert all(name in said for name in ("A", "B", "C", "D", "E") if name in str(slots))


@pytest.mark.parametrize(("language", "everything"), [("en", "everything"), ("zh", "所有设备")])
def test_what_an_intent_is_for_is_never_called_everything(language: Language, everything: str) -> None:
    wording = Wording(shipped(f"config/acting/{language}.yaml"))
    for intent, slots in (
        ("HassClimateSetTemperature", {"area": "B", "temperature_step": "up"}),
        ("HassMediaPause", {"area": "B"}),
        (SET, {"area": "B", "brightness": 50}),
        ("HassFanSetSpeed", {"percentage": 50}),
    ):
        assert everything not in wording.does([Command(intent, slots)], House())
    assert everything in wording.does([Command(OFF, {"area": "B"})], House())


def test_a_broken_wording_is_named(tmp_path: Path) -> None:
    for broken in ("[", "language: en", "- 1", "language: en\nsays: {}\n"):
        (tmp_path / "en.yaml").write_text(broken)
        with pytest.raises(ConfigError, match=r"en\.yaml"):
            Wording(tmp_path / "en.yaml")


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "No home is connected yet."), ("zh", "还没有连接家居系统。")],
)
async def test_without_a_home_an_order_for_one_is_told_so_and_what_it_needs(language: Language, says: str) -> None:
    orders: tuple[Meaning, ...] = (
        Understood((one(ON, domain="light"),)), Understood((one("HassGetState", domain="light"),)),
        Nameless("light", "domain"), Nameless("sauna", "area"),
    )  # fmt: skip
    for meaning in orders:
        request = Request("light", "c", Caller(), language, at=NOW)
        answer = await homeless(Means({"light": meaning})).consider(request)
        assert answer is not None
        assert (answer.preview or "").startswith(says)
        assert "url" in (answer.preview or "")


@pytest.mark.parametrize(("language", "says"), [("en", "Nobody tells me the weather yet."), ("zh", "还没有天气的来源。")])
async def test_without_a_source_the_weather_is_not_known_and_what_it_needs_is_said(language: Language, says: str) -> None:
    meaning = Understood((one("HassGetWeather"),))
    answer = await homeless(Means({"weather": meaning})).consider(Request("weather", "c", Caller(), language, at=NOW))
    assert answer is not None
    assert (answer.preview or "").startswith(says)


async def test_without_a_home_what_is_no_order_for_one_is_left_to_others() -> None:
    for meaning in (Understood((one("HassStartTimer"),)), Nameless("a conversation", "name"), None, Doubt((LAMP,))):
        assert await homeless(Means({"light": meaning})).consider(Request("light", "c", at=NOW)) is None or isinstance(meaning, Nameless)


def homeless(means: Means) -> Acting:
    words = Words(shipped("config/confirm.yaml"))
    return Acting(means, NoHome(), Bus([]), lambda: NOW, FakeRecall(), words, wordings(LANGUAGES, shipped("config/acting")))


@pytest.mark.parametrize(
    ("intent", "en", "zh"),
    [("HassGetCurrentTime", "It's ", "现在是"), ("HassGetCurrentDate", "It's ", "今天是"), ("HassNevermind", "All right", "好的")],
)
async def test_the_time_and_the_date_are_told_where_they_were_asked_among_other_words(talk: Make, intent: str, en: str, zh: str) -> None:
    house = talk(**{"words": Understood((Command(intent),))})
    assert (await house.say("words")).startswith(en)
    assert (await house.say("words", "zh")).startswith(zh)
    assert house.done == []


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("don't turn on the lights", "en", True),
        ("No, please do not open the blinds.", "en", True),
        ("you don't have to lock the door", "en", True),
        ("别开灯", "zh", True),
        ("先不要把窗帘拉上", "zh", True),
        ("don't worry", "en", False),
        ("don't you open the door at night?", "en", False),
        ("don't turn on the light, dim it", "en", False),
        ("别担心", "zh", False),
        ("你不开灯吗", "zh", False),
    ],
)
async def test_an_order_not_to_do_something_is_heard_and_nothing_is_done(talk: Make, text: str, language: Language, left: bool) -> None:
    house = talk(ZH if language == "zh" else EN)
    assert (await house.say(text, language) == {"en": "All right, I'll leave it.", "zh": "好的，那就不动了。"}[language]) is left
    assert house.done == []
