"""With no language model at all: timers, alarms and reminders are set, asked for, moved, put off and stopped, in English and Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from jarvisd.agent import Responder
from jarvisd.agent.amending import Amending
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.intents import Intents, books
from jarvisd.agent.reminding import Reminding, sentences
from jarvisd.agent.timers import Timers
from jarvisd.agent.unanswered import Fleeting, Kept
from jarvisd.config import shipped
from jarvisd.database import open_database
from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.schedule import aloud
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.reminders import ReminderTools
from tests.fakes import FakeRecall
from tests.schedule.home import ZONE, Home, Time, home

BOOKS = books(LANGUAGES, shipped("config/intents"))
SENTENCES = sentences(LANGUAGES, shipped("config/reminding"))
MONDAY = datetime(2026, 11, 23, 15, 10, 7, tzinfo=ZONE)


@dataclass
class Room:
    """Talks to the mind; every sentence takes five seconds."""

    mind: Assistant
    home: Home
    asks: bool = False  # the last answer was a question
    by: str = ""

    async def ask(self, text: str, conversation: str = "kitchen") -> str:
        request = Request(text, conversation, Caller(room="kitchen"), language_of(text, "en"), at=self.home.clock.now())
        answer = await self.mind.consider(request)
        async with self.mind.turn(request, answer) as reply:
            async for _ in reply:
                pass
        self.home.time.pass_(seconds=5)
        self.asks, self.by = reply.expects_answer, reply.by
        return reply.text

    async def rings(self, **after: float) -> str:
        """What is said as time goes by; "" for nothing."""
        rung = await self.home.pass_(**after)
        return aloud.sentence(rung, self.home.clock.now()) if rung else ""


async def _people() -> Sequence[str]:
    return ("Anna", "小红")


@asynccontextmanager
async def room(folder: Path, last: bool = True, keep: bool = False) -> AsyncIterator[Room]:
    """last: no model stands behind it. keep: questions outlive it."""
    async with home(folder, Time(MONDAY)) as house, open_database(folder / "asked.db") as database:
        tools, recall, now = ReminderTools(house.ringing, lambda: None, ("kitchen", "bedroom"), _people), FakeRecall(), house.clock.now
        bus, asked = Bus([tools]), Kept(database) if keep else Fleeting()
        reminding = Reminding(SENTENCES, bus, tools, now, last, asked)
        responders: list[Responder] = [
            Amending(SENTENCES, reminding, recall, now),
            Timers(reminding),
            reminding,
            Intents(BOOKS, bus, recall, now),
        ]
        mind = Assistant(responders, recall, now, bus)
        yield Room(mind, house)
        await mind.rest()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("set a pasta timer for nine minutes", "9 minutes for the pasta timer, starting now."),
        ("wake me at seven on weekdays", "Your alarm will ring every weekday at 7:00 AM, first tomorrow, Tuesday, November 24."),
        (
            "remind me every other Tuesday to put the bins out",
            "I'll remind you every other Tuesday at 9:00 AM, first tomorrow, Tuesday, November 24: put the bins out.",
        ),
        ("remind me on Friday at 6 pm to call Tom", "I'll remind you on Friday, November 27, at 6:00 PM: call Tom."),
        ("明天下午三点提醒我给妈妈打电话", "好的，明天，11月24日，星期二，下午三点整提醒你：给妈妈打电话。"),
        ("每周一三五早上七点半叫我起床", "好的，闹钟定在每周一、周三和周五早上七点三十分，第一次是后天，11月25日，星期三。"),
        ("农历八月十五提醒我赏月", "好的，2027年9月15日，星期三，上午九点整提醒你：赏月。"),
        ("给我设一个九分钟的面条计时器", "好的，面条计时9分钟，现在开始。"),
    ],
)
async def test_what_is_set_is_said_with_the_date_and_time_that_were_understood(tmp_path: Path, text: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask(text) == answer
        assert (talk.by, len(await talk.home.reminders.waiting())) == ("reminding", 1)


async def test_a_timer_from_its_start_to_its_stop(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask("what timers are running?") == "No timer is running."
        await talk.ask("set a pasta timer for nine minutes")
        assert await talk.ask("what timers are running?") == "8 minutes 55 seconds left on the pasta timer."
        assert await talk.ask("how long is left on the pasta?") == "8 minutes 50 seconds left on the pasta timer."
        assert await talk.ask("add two minutes") == "The pasta timer has 10 minutes 45 seconds left now."
        assert await talk.rings(minutes=10) == ""
        assert await talk.rings(seconds=41) == "Your pasta timer is done."
        assert await talk.ask("snooze") == "I'll ring again in 10 minutes."
        assert await talk.rings(minutes=10) == "Your pasta timer is done."
        assert await talk.ask("Snews") == "I'll ring again in 10 minutes."  # as Whisper base may write it
        assert await talk.rings(minutes=10) == "Your pasta timer is done."
        assert await talk.ask("stop") == "Okay."
        assert talk.by == "reminding"
        assert await talk.rings(hours=1) == ""
        assert await talk.ask("cancel the pasta timer") == "There is none."


async def test_the_same_in_chinese(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask("什么计时器在运行？") == "没有正在运行的计时器。"
        await talk.ask("帮我设一个九分钟的面条计时器")
        assert await talk.ask("面条还有多久？") == "面条计时器还剩8分钟55秒。"
        assert await talk.ask("再加两分钟") == "面条计时器现在还剩10分钟50秒。"
        assert await talk.rings(minutes=10, seconds=47) == "面条计时器时间到了。"
        assert await talk.ask("贪睡五分钟") == "好的，5分钟后再响。"
        assert await talk.rings(minutes=5) == "面条计时器时间到了。"
        assert await talk.ask("好的知道了") == "好的。"
        await talk.ask("设一个五分钟的茶计时器")
        assert await talk.ask("取消茶计时器") == "已取消：茶计时器。"


async def test_a_reminder_is_moved_and_keeps_what_was_not_named(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("remind me on Wednesday at 6 pm to call Tom")
        assert (
            await talk.ask("move the reminder to Friday") == 'Moved: the reminder "call Tom" is now due on Friday, November 27, at 6:00 PM.'
        )
        assert (
            await talk.ask("move the reminder to 8 pm") == 'Moved: the reminder "call Tom" is now due on Friday, November 27, at 8:00 PM.'
        )
        assert await talk.ask("把提醒改到星期六") == "已改：提醒“call Tom”现在是11月28日，星期六，晚上八点整。"


@pytest.mark.parametrize(
    ("first", "said", "answer", "rule"),
    [
        (
            "remind me every other Tuesday to put the bins out", "move the bins to Friday",
            'Moved: the reminder "put the bins out", every other Friday at 9:00 AM, next on Friday, November 27, at 9:00 AM.',
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        ),
        (
            "每周二上午九点提醒我倒垃圾",
            "把倒垃圾的提醒改到星期五",
            "已改：提醒“倒垃圾”，每周五上午九点整，下一次是11月27日，星期五，上午九点整。",
            "FREQ=WEEKLY;BYDAY=FR",
        ),
        (
            "wake me at six forty on weekdays", "move the alarm to seven",
            "Moved: the alarm, every weekday at 7:00 AM, next tomorrow, Tuesday, November 24, at 7:00 AM.",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        (
            "每周一三五早上七点半叫我起床", "把闹钟改到八点",
            "已改：闹钟，每周一、周三和周五早上八点整，下一次是后天，11月25日，星期三，早上八点整。", "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        ),
    ],
)  # fmt: skip
async def test_a_series_that_is_moved_stays_a_series(tmp_path: Path, first: str, said: str, answer: str, rule: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(first)
        assert await talk.ask(said) == answer
        [one] = await talk.home.reminders.waiting()
        assert one.rule == rule


async def test_a_series_that_is_moved_to_an_hour_that_may_be_two_stays_one(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("remind me every other Tuesday to put the bins out")
        assert await talk.ask("move the bins to half past six") == "Is that 6:30 AM or 6:30 PM?"
        assert "every other Tuesday at 6:30 PM" in await talk.ask("pm")
        assert await talk.ask("把提醒改到七点半") == "是早上七点三十分还是晚上七点三十分？"
        assert "晚上七点三十分" in await talk.ask("晚上")
        assert [one.rule for one in await talk.home.reminders.waiting()] == ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("give me a shout in half an hour about the washing", "I'll remind you today at 3:40 PM: the washing."),
        ("set a rice timer for twelve", "For how long?"),
        ("remind me to call mum on bank holiday Monday", "I'm not sure when you mean. Please say it again, with one day and one time."),
        ("提醒我下个月中旬交报告", "我不确定是什么时候，请再说一遍，只说一个日期和时间。"),
    ],
)
async def test_what_is_half_understood_is_never_set(tmp_path: Path, text: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("set an egg timer for six minutes")
        assert await talk.ask(text) == answer
        assert [one.text for one in await talk.home.reminders.waiting("timer")] == ["egg"]


@pytest.mark.parametrize(
    ("set_", "said", "more"),
    [
        ("set a pasta timer for nine minutes", "set a rice timer for twenty minutes", "rice"),
        ("帮我设一个九分钟的面条计时器", "再设一个二十分钟的米饭计时器", "米饭"),
    ],
)
async def test_what_is_said_while_something_rings_is_not_all_about_that(tmp_path: Path, set_: str, said: str, more: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(set_)
        await talk.rings(minutes=10)
        assert more in await talk.ask(said)
        assert [one.text for one in await talk.home.reminders.waiting("timer") if one.state == "scheduled"] == [more]
        assert "10" in await talk.ask("ten minutes" if more == "rice" else "再等十分钟")
        assert len([one for one in await talk.home.reminders.waiting("timer") if one.state == "snoozed"]) == 1


async def test_the_briefing_is_switched_on_by_asking_when(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask("turn on the morning briefing") == "At what time every day?"
        assert await talk.ask("at half past six") == "Is that 6:30 AM or 6:30 PM?"
        assert "every day at 6:30 AM" in await talk.ask("in the morning")
        assert await talk.ask("打开早间播报") == "每天几点？"
        assert "每天早上七点三十分执行：早间播报" in await talk.ask("早上七点半")
        assert [(one.kind, one.rule) for one in await talk.home.reminders.waiting()] == [("routine", "FREQ=DAILY")] * 2


async def test_an_hour_that_may_be_two_is_asked_back(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask("remind me at seven to eat") == "Is that 7:00 AM or 7:00 PM?"
        assert talk.asks
        assert await talk.ask("in the evening") == "I'll remind you today at 7:00 PM: eat."
        assert await talk.ask("七点提醒我吃药") == "是早上七点整还是晚上七点整？"
        assert await talk.ask("晚上") == "好的，今天晚上七点整提醒你：吃药。"
        assert await talk.ask("七点提醒我吃药") == "是早上七点整还是晚上七点整？"
        assert await talk.ask("早上") == "好的，明天，11月24日，星期二，早上七点整提醒你：吃药。"
        assert len(await talk.home.reminders.waiting()) == 3


async def test_an_answer_comes_in_time_and_in_the_same_talk_or_not_at_all(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("remind me at seven to eat")
        await talk.ask("in the evening", conversation="bedroom")
        assert talk.by == "house"
        talk.home.time.pass_(minutes=5)
        await talk.ask("in the evening")
        assert talk.by == "house"
        assert await talk.home.reminders.waiting() == []


async def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask("remind me to call mum") == "When shall I remind you?"
        assert await talk.ask("tomorrow at 3 pm") == "I'll remind you tomorrow, Tuesday, November 24, at 3:00 PM: call mum."
        assert await talk.ask("set a timer") == "For how long?"
        assert await talk.ask("five minutes") == "5 minutes, starting now."
        await talk.ask("set a tea timer for ten minutes")
        assert "Which one" in await talk.ask("cancel the timer")
        assert await talk.ask("tea") == "Cancelled: the tea timer."


async def test_what_was_missed_is_told_once(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("remind me in five minutes to breathe")
        talk.home.ears.there = False
        await talk.rings(minutes=6)
        talk.home.ears.there = True
        assert await talk.ask("what did I miss?") == 'You missed one thing: the reminder "breathe", today at 3:15 PM.'
        assert await talk.ask("what did I miss?") == "You missed nothing."
        assert await talk.ask("我错过了什么？") == "没有错过什么。"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("remind me yesterday to call", "past already"),
        ("remind me in minus five minutes to call", "past already"),
        ("remind me on February 30 to call", "no such time"),
        ("wake me at 25 o'clock", "no such time"),
        ("remind me every 30 February to call", "never come"),
        ("昨天提醒我打电话", "已经过去"),
        ("负五分钟后提醒我打电话", "已经过去"),
        ("每年二月三十号提醒我打电话", "永远不会来"),
        ("二月三十号提醒我打电话", "没有这样的时间"),
        ("二十五点叫我起床", "没有这样的时间"),
        ("remind Zoltan tomorrow at 5 pm to feed the cat", "don't know anybody called Zoltan"),
        ("tomorrow at 5 pm remind Zoltan to feed the cat", "don't know anybody called Zoltan"),
        ("明天下午五点提醒佐罗喂猫", "不认识佐罗"),
        ("提醒小明明天下午五点喂猫", "不认识小明"),
        ("remind me tomorrow at 5 pm in the ballroom to feed the cat", "no room called ballroom; I know kitchen, bedroom"),
        ("wake me at 7 am in the ballroom", "no room called ballroom"),
        ("set a timer for five minutes in the ballroom", "no room called ballroom"),
        ("明天下午五点在舞厅提醒我喂猫", "没有叫舞厅的房间"),
        ("明早七点在舞厅叫我起床", "没有叫舞厅的房间"),
        ("在舞厅设一个五分钟的计时器", "没有叫舞厅的房间"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(tmp_path: Path, text: str, part: str) -> None:
    async with room(tmp_path) as talk:
        assert part in await talk.ask(text)
        assert await talk.home.reminders.waiting() == []


@pytest.mark.parametrize(
    ("text", "thing", "place", "person"),
    [
        ("remind me in the bedroom at 6 pm to take the pills", "take the pills", "bedroom", ""),
        ("set an alarm for 7 am in the bedroom", "", "bedroom", ""),
        ("set a timer for five minutes in the bedroom", "", "bedroom", ""),
        ("明早七点在卧室叫我起床", "", "bedroom", ""),
        ("在卧室设一个五分钟的计时器", "", "bedroom", ""),
        ("remind me to dance in the ballroom tomorrow at 5 pm", "dance in the ballroom", "kitchen", ""),
        ("remind me in the car to call mum at 6 pm", "in the car to call mum", "kitchen", ""),
        ("remind me in the evening to feed the cat", "feed the cat", "kitchen", ""),
        ("remind Anna to feed the cat tomorrow at 5 pm", "feed the cat", "kitchen", "Anna"),
        ("明天下午五点提醒小红喂猫", "喂猫", "kitchen", "小红"),
        ("明天下午五点提醒带伞", "带伞", "kitchen", ""),
        ("明天下午五点提醒我小明要来", "小明要来", "kitchen", ""),
    ],
)
async def test_it_rings_in_the_room_and_for_the_person_that_were_said(
    tmp_path: Path, text: str, thing: str, place: str, person: str
) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert [(one.text, one.room, one.person) for one in await talk.home.reminders.waiting()] == [(thing, place, person)]


@pytest.mark.parametrize("text", ["stop", "okay", "add milk to the list", "how long is the Nile", "好的", "长江有多长", "x" * 1_000_000])
async def test_what_is_meant_for_somebody_else_is_left_alone(tmp_path: Path, text: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("set a pasta timer for nine minutes")
        await talk.ask(text)
        assert talk.by != "reminding"
        assert [one.state for one in await talk.home.reminders.waiting()] == ["scheduled"]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("language: en\n")
    with pytest.raises(ConfigError, match="not a file of what is said"):
        sentences(("en",), tmp_path)


async def test_what_households_say_for_it_is_understood(tmp_path: Path) -> None:
    said = {
        "tell me at 5:35 pm to feed the chickens": "I'll remind you today at 5:35 PM: feed the chickens.",
        "in a quarter of an hour tell me to take my socks off": "I'll remind you today at 3:25 PM: take my socks off.",
        "I want waking at half five tomorrow morning": "Your alarm will ring tomorrow, Tuesday, November 24, at 5:30 AM.",
        "we leave on Thursday, so get me up on Thursday at six": "Your alarm will ring on Thursday, November 26, at 6:00 AM.",
        "put the alarm on for ten to eight in the morning": "Your alarm will ring tomorrow, Tuesday, November 24, at 7:50 AM.",
        "an alarm for 7 am, no wait, for 8:30 am": "Your alarm will ring tomorrow, Tuesday, November 24, at 8:30 AM.",
        "count down thirty seconds": "30 seconds, starting now.",
        "put on a twenty minute timer": "20 minutes, starting now.",
        "早上七点叫我": "好的，闹钟定在明天，11月24日，星期二，早上七点整。",
        "半小时后把我叫醒": "好的，闹钟定在今天下午三点四十分。",
        "把闹钟定在明早六点三刻": "好的，闹钟定在明天，11月24日，星期二，早上六点四十五分。",
        "倒数十秒": "好的，计时10秒，现在开始。",
        "给米饭定个三十三分钟": "好的，米饭计时33分钟，现在开始。",
        "明天早上七点五分叫妈妈起床": "好的，明天，11月24日，星期二，早上七点零五分提醒你：叫妈妈起床。",
    }
    wrong: dict[str, str] = {}
    for text, answer in said.items():
        async with room(tmp_path / str(len(wrong) + len(text))) as talk:
            if (got := await talk.ask(text)) != answer:
                wrong[text] = got
    assert wrong == {}


async def test_what_is_only_told_sets_nothing(tmp_path: Path) -> None:
    told = (
        "the alarm went off at five this morning", "he said the alarm rang at six", "she told me at six pm that dinner is ready",
        "tell me in one sentence what happened", "you can wake her up at six he said", "my reminder rang at five", "tell me a joke",
        "妈妈早上七点叫我", "老师下午三点叫我", "别在早上七点叫我", "闹钟早上七点响过了",
    )  # fmt: skip
    async with room(tmp_path) as talk:
        for text in told:
            await talk.ask(text)
        assert await talk.home.reminders.waiting() == []


@pytest.mark.parametrize(
    ("text", "question", "then", "answer"),
    [
        (
            "remind me in a bit to take the bread out",
            "I'm not sure when you mean. On what day, and at what time?",
            "in ten minutes",
            "I'll remind you today at 3:20 PM: take the bread out.",
        ),
        (
            "remind me at five or six pm to call mum",
            "I'm not sure when you mean. On what day, and at what time?",
            "at five pm",
            "I'll remind you today at 5:00 PM: call mum.",
        ),
        ("wake me tomorrow, say seven", "I'm not sure when you mean. On what day, and at what time?", "tomorrow at 7 am", None),
        ("set a timer for ten minutes or maybe twelve", "I'm not sure how long you mean. For how long?", "ten minutes", None),
        ("下午五点以后提醒我收衣服", "我不确定是什么时候。请问是哪一天、几点？", "下午五点半", "好的，今天下午五点三十分提醒你：收衣服。"),
        ("要是下雨七点叫我起床", "我不确定是什么时候。请问是哪一天、几点？", "明天早上七点", None),
    ],
)
@pytest.mark.parametrize("last", [True, False])
async def test_a_time_that_is_not_plain_is_asked_back_whether_a_model_stands_behind_or_not(
    tmp_path: Path, text: str, question: str, then: str, answer: str | None, last: bool
) -> None:
    async with room(tmp_path, last) as talk:
        assert (await talk.ask(text), talk.asks) == (question, True)
        assert await talk.home.reminders.waiting() == []
        said = await talk.ask(then)
        assert answer is None or said == answer
        assert len(await talk.home.reminders.waiting()) == 1


@pytest.mark.parametrize(
    ("first", "question", "second", "answer"),
    [
        ("remind me at seven to call Tom", "Is that 7:00 AM or 7:00 PM?", "in the evening", "I'll remind you today at 7:00 PM: call Tom."),
        ("每天七点提醒我吃药", "是早上七点整还是晚上七点整？", "晚上", "好的，每天晚上七点整提醒你：吃药。第一次是今天。"),
        ("remind me to call Tom", "When shall I remind you?", "at six pm", "I'll remind you today at 6:00 PM: call Tom."),
    ],
)
async def test_a_question_back_is_answered_in_another_process(tmp_path: Path, first: str, question: str, second: str, answer: str) -> None:
    async with room(tmp_path, keep=True) as talk:
        assert await talk.ask(first) == question
    async with room(tmp_path, keep=True) as talk:
        talk.home.time.pass_(seconds=20)
        assert await talk.ask(second, conversation="hall") != answer  # not in another talk
        assert await talk.ask(second) == answer
    async with room(tmp_path, keep=True) as talk:
        assert await talk.ask(first) == question
    async with room(tmp_path, keep=True) as talk:
        talk.home.time.pass_(seconds=70)
        assert await talk.ask(second) != answer  # too late


@pytest.mark.parametrize(
    ("sets", "asks", "mends", "answer"),
    [
        ("remind me every thursday at 8 pm to take the bins out", "what reminders do I have", "actually make it 7", "7:00 PM"),
        ("wake me up at six thirty tomorrow", "what alarms are set", "make it quarter past seven", "7:15 AM"),
        ("每周四晚上八点提醒我倒垃圾", "我有什么提醒", "改成七点", "晚上七点整"),
        ("明天早上七点叫我起床", "我定了几点的闹钟", "改到八点吧", "早上八点整"),
    ],
)
async def test_the_one_that_was_told_of_is_moved_by_its_time_alone(tmp_path: Path, sets: str, asks: str, mends: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(sets)
        await talk.ask("what time is it")
        assert answer not in await talk.ask(asks)
        assert answer in await talk.ask(mends)
        assert answer in await talk.ask(asks)


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ("what time is my alarm tomorrow", "7:00 AM"),
        ("when is tomorrow's alarm", "7:00 AM"),
        ("what time did I set my alarm for", "7:00 AM"),
        ("when is my alarm on friday", "8:00 AM"),
        ("when is my reminder to call Tom", "call Tom"),
        ("明天的闹钟几点", "早上七点整"),
        ("周五的闹钟定在几点", "早上八点整"),
        ("我定了几点的闹钟", "早上七点整"),
    ],
)
async def test_when_it_rings_is_told_for_the_day_that_is_asked_about(tmp_path: Path, asks: str, told: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("wake me up at seven tomorrow morning")
        await talk.ask("wake me up at eight in the morning on friday")
        await talk.ask("remind me at four pm to call Tom")
        assert told in await talk.ask(asks)


async def test_of_several_that_were_told_of_none_is_moved(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("remind me at four pm to call Tom")
        await talk.ask("remind me at five pm to call Ada")
        before = await talk.ask("what reminders do I have")
        await talk.ask("make it seven")
        assert await talk.ask("what reminders do I have") == before


@pytest.mark.parametrize(
    ("sets", "mends", "answer"),
    [
        ("wake me up at six thirty tomorrow", "actually make that seven", "tomorrow, Tuesday, November 24, at 7:00 AM"),
        ("remind me on friday at three pm to call Tom", "no, four pm", "on Friday, November 27, at 4:00 PM"),
        ("remind me on friday at three pm to call Tom", "make it four", "on Friday, November 27, at 4:00 PM"),
        ("remind me on friday at three pm to call Tom", "make it saturday at ten in the morning", "on Saturday, November 28, at 10:00 AM"),
        ("set a timer for ten minutes", "make that fifteen minutes", "14 minutes 55 seconds left"),
        ("set a timer for ten minutes", "no make it fifteen", "14 minutes 55 seconds left"),
        ("set a timer for half an hour", "make that twenty", "19 minutes 55 seconds left"),
        ("wake me up at seven tomorrow morning", "make it half past", "tomorrow, Tuesday, November 24, at 7:30 AM"),
        ("wake me up at seven tomorrow morning", "no quarter to", "tomorrow, Tuesday, November 24, at 6:45 AM"),
        ("明天早上七点叫我起床", "改成一刻", "早上七点十五分"),
        ("remind me in ten minutes to check the oven", "no make it twenty", "today at 3:30 PM"),
        ("remind me in ten minutes to check the oven", "make it two hours", "today at 5:10 PM"),
        ("remind me at four pm to check the oven for ten minutes", "make it five", "today at 5:00 PM"),
        ("十分钟后提醒我看烤箱", "改成二十", "下午三点三十分"),
        ("半小时后提醒我看烤箱", "不对，四十", "下午三点五十分"),
        ("定一个五分钟的计时器", "改成八", "还剩7分钟55秒"),
        ("明天早上七点叫我起床", "不对，是七点半", "早上七点三十分"),
        ("后天下午三点提醒我交房租", "改到四点吧", "11月25日，星期三，下午四点整"),
        ("定一个五分钟的计时器", "改成八分钟", "还剩7分钟55秒"),
    ],
)
async def test_what_was_set_just_now_is_put_right_by_its_time_alone(tmp_path: Path, sets: str, mends: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(sets)
        assert answer in await talk.ask(mends)
        assert answer not in await talk.ask(mends, conversation="hall")  # in another talk nothing was set
        await talk.ask("what time is it")
        assert answer not in await talk.ask(mends)  # not just now


@pytest.mark.parametrize(
    ("sets", "asked", "answer"),
    [
        ("set a timer for five minutes", "status of 5 minutes timer", "4 minutes 55 seconds left"),
        ("set a timer for five minutes", "5 minutes timer status", "4 minutes 55 seconds left"),
        ("set a timer for five minutes", "time left on the 5 minutes timer", "4 minutes 55 seconds left"),
        ("set a timer for five minutes", "pause 5 minutes timer", "I can't pause a timer."),
        ("set a timer for five minutes", "resume timer for 5 minutes", "I can't pause a timer."),
        ("定一个十分钟的计时器", "10分钟的计时器状态", "9分钟55秒"),
        ("定一个十分钟的计时器", "把10分钟计时器暂停", "计时器不能暂停。"),
        ("定一个十分钟的计时器", "继续计时器", "计时器不能暂停。"),
        ("定一个十分钟的面条计时器", "面调计时器还剩多久", "9分钟55秒"),
    ],
)
async def test_what_is_asked_of_a_timer_sets_no_other(tmp_path: Path, sets: str, asked: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(sets)
        assert answer in await talk.ask(asked)
        assert len(await talk.home.reminders.waiting()) == 1


async def test_a_command_is_no_answer_to_which_half_of_the_day(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        assert "4:00 AM or 4:00 PM" in await talk.ask("remind me tomorrow at four to call Tom")
        assert await talk.ask("set a timer for five minutes") == "5 minutes, starting now."


@pytest.mark.parametrize(
    ("sets", "asked", "answer"),
    [
        (
            ("remind me tomorrow at 3 pm to call", "remind me next Tuesday at 3 pm to pay", "every day at 8 am remind me to stretch"),
            "what reminders do I have tomorrow?",
            'There are 2: the reminder "stretch", every day at 8:00 AM; the reminder "call", tomorrow, Tuesday, November 24, at 3:00 PM.',
        ),
        (("remind me tomorrow at 3 pm to call Tom",), "what reminders do I have on Friday?", "Nothing is set for that time."),
        (
            ("明天下午三点提醒我给妈妈打电话", "下周二下午三点提醒我交房租"),
            "这周有什么提醒？",
            "有一个：提醒“给妈妈打电话”，明天，11月24日，星期二，下午三点整。",
        ),
        (("明天下午三点提醒我给妈妈打电话",), "后天有什么提醒", "那段时间什么都没有设。"),
        (("remind mum tomorrow at 3 pm to take her pills",), "what reminders do I have?", None),
        (("remind mum tomorrow at 3 pm to take her pills",), "what did I ask you to remind me of", None),
        (("明天下午三点提醒我给妈妈打电话",), "我让你提醒我什么了", "有一个：提醒“给妈妈打电话”，明天，11月24日，星期二，下午三点整。"),
    ],
)
async def test_reminders_of_a_day_or_a_week_are_asked_for(tmp_path: Path, sets: tuple[str, ...], asked: str, answer: str | None) -> None:
    async with room(tmp_path) as talk:
        for said in sets:
            await talk.ask(said)
        told = await talk.ask(asked)
        assert told == answer if answer else "mum, take her pills" in told


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("十八分钟后关火", "好的，今天下午三点二十八分提醒你：关火。"),
        ("take the pizza out in eighteen minutes", "I'll remind you today at 3:28 PM: take the pizza out."),
        ("remind the kids at six pm to tidy up", "I'll remind you today at 6:00 PM: the kids, tidy up."),
        ("提醒妈妈明天下午三点吃药", "好的，明天，11月24日，星期二，下午三点整提醒你：妈妈吃药。"),
        ("wake me at seven, oh never mind", "All right, I leave it."),
        ("明天早上七点叫我起床，算了不用了", "好的，那就算了。"),
    ],
)
async def test_what_only_people_do_is_a_reminder_and_what_is_taken_back_is_none(tmp_path: Path, text: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask(text) == answer


@pytest.mark.parametrize(
    "text", ["don't wake me tomorrow at seven", "do not remind me at five pm", "明天不用叫我起床", "明天早上七点别叫我"]
)
async def test_a_no_sets_nothing(tmp_path: Path, text: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert await talk.home.reminders.waiting() == []


TOMORROW, WORKDAYS = "tomorrow, Tuesday, November 24, at 7:00 AM", "wake me at seven on weekdays"
SKIPPED = f"All right, not {TOMORROW}: the alarm. Next on Wednesday, November 25, at 7:00 AM."


@pytest.mark.parametrize(
    ("said", "skip", "answer", "next_rings"),
    [
        (WORKDAYS, "skip tomorrow", SKIPPED, [25, 26, 27, 30]),
        (WORKDAYS, "cancel tomorrow's alarm", SKIPPED, [25, 26, 27, 30]),
        (WORKDAYS, "don't wake me on Thursday",
         f"All right, not on Thursday, November 26, at 7:00 AM: the alarm. Next {TOMORROW}.", [24, 25, 27, 30]),
        (WORKDAYS, "no alarm this week", f"All right, not {TOMORROW}: the alarm. Next on Monday, November 30, at 7:00 AM.", [30]),
        ("每周一到周五早上七点叫我起床", "明天不用叫我了",
         "好的，明天，11月24日，星期二，早上七点整不响了：闹钟。下一次是后天，11月25日，星期三，早上七点整。", [25, 26, 27, 30]),
        ("每周一到周五早上七点叫我起床", "取消周四的闹钟",
         "好的，11月26日，星期四，早上七点整不响了：闹钟。下一次是明天，11月24日，星期二，早上七点整。", [24, 25, 27, 30]),
        ("每周一到周五早上七点叫我起床", "把明天早上的闹钟关了",
         "好的，明天，11月24日，星期二，早上七点整不响了：闹钟。下一次是后天，11月25日，星期三，早上七点整。", [25, 26, 27, 30]),
    ],
)  # fmt: skip
async def test_a_day_of_a_series_is_left_out_and_it_goes_on(
    tmp_path: Path, said: str, skip: str, answer: str, next_rings: list[int]
) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(said)
        assert await talk.ask(skip) == answer
        days: list[int] = []
        while not days or days[-1] < 30:
            [series] = await talk.home.reminders.waiting()
            days.append(series.due.day)
            await talk.rings(seconds=(series.due - talk.home.clock.now()).total_seconds())
            await talk.ask("stop")
        assert days == next_rings


@pytest.mark.parametrize(
    ("said", "skip", "answer"),
    [
        ("wake me at seven tomorrow", "cancel tomorrow's alarm", "All right, not tomorrow, Tuesday, November 24, at 7:00 AM: the alarm."),
        ("明天早上七点叫我起床", "明天别叫我了", "好的，明天，11月24日，星期二，早上七点整不响了：闹钟。"),
    ],
)
async def test_what_rings_once_and_is_left_out_is_over(tmp_path: Path, said: str, skip: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(said)
        assert await talk.ask(skip) == answer
        assert not await talk.home.reminders.waiting()


@pytest.mark.parametrize(
    ("skip", "answer"), [("no alarm tomorrow", "Nothing is set for that time."), ("明天不用叫我", "那段时间什么都没有设。")]
)
async def test_where_nothing_rings_nothing_can_be_left_out(tmp_path: Path, skip: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("set a pasta timer for nine minutes")
        assert await talk.ask(skip) == answer
        assert len(await talk.home.reminders.waiting()) == 1


@pytest.mark.parametrize(
    ("first", "another", "answer"),
    [
        ("set a timer for three minutes", "and another one for five minutes", "5 minutes, starting now."),
        ("set a timer for three minutes", "one more for half an hour please", "30 minutes, starting now."),
        ("计时三分钟", "再来一个五分钟的", "好的，计时5分钟，现在开始。"),
        ("计时三分钟", "还要一个半小时的", "好的，计时30分钟，现在开始。"),
    ],
)
async def test_another_timer_is_set_beside_the_one_before(tmp_path: Path, first: str, another: str, answer: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(first)
        assert await talk.ask(another) == answer
        assert len(await talk.home.reminders.waiting("timer")) == 2


@pytest.mark.parametrize("text", ["and another one for five minutes", "再来一个五分钟的"])
async def test_where_none_was_set_before_nothing_is_set(tmp_path: Path, text: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert not await talk.home.reminders.waiting()
