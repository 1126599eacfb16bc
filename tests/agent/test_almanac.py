"""Which day a day is and how long until it, in both languages; what happens on a day is asked of others."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd.agent.almanac import NAME, Almanac, told
from jarvisd.messages import Language, Request

NOW = datetime(2026, 11, 30, 20, 0, tzinfo=ZoneInfo("Europe/London"))  # a Monday
ASKED: dict[Language, dict[str, str | None]] = {
    "en": {
        "What day is the 24th of December?": "That is Thursday, December 24, 2026.",
        "Jarvis, what's the date on Friday please": "That is Friday, December 4, 2026.",
        "what date is next monday": "That is Monday, December 7, 2026.",
        "what day does christmas fall on this year": "That is Friday, December 25, 2026.",
        "on what day is new year's eve": "That is Thursday, December 31, 2026.",
        "when is easter": "That is Sunday, March 28, 2027.",
        "How many days are left until Christmas?": "25 days, until Friday, December 25, 2026.",
        "how long is it until the third of may": "154 days, until Monday, May 3, 2027.",
        "how many weeks till easter": "16 weeks and 6 days, until Sunday, March 28, 2027.",
        "how many days until tomorrow": "One day: it is tomorrow.",
        "how many days until the 30th of november": "That is today.",
        "what day is it": None,
        "what's the date": None,
        "when is my wife's birthday": None,
        "when is the party on friday": None,
        "what's on friday": None,
        "how long until five pm": None,
        "how long until the pasta is done": None,
        "when is dinner": None,
        "what day is every friday": None,
        "": None,
    },
    "zh": {
        "12月24号是星期几？": "是2026年12月24日，星期四。",
        "请问下周五是几号": "是2026年12月11日，星期五。",
        "春节是哪天": "是2027年2月6日，星期六。",
        "中秋节是几号呢": "是2027年9月15日，星期三。",
        "离春节还有多少天": "还有68天，那天是2027年2月6日，星期六。",
        "圣诞节还有几天": "还有25天，那天是2026年12月25日，星期五。",
        "还有几天到圣诞节": "还有25天，那天是2026年12月25日，星期五。",
        "到春节还有几个星期": "还有9个星期零5天，那天是2027年2月6日，星期六。",
        "离明天还有几天": "还有1天，就是明天。",
        "11月30号还有几天": "就是今天。",
        "今天几号": None,
        "现在几点": None,
        "妈妈的生日是几号": None,
        "爸爸什么时候回来": None,
        "离下班还有多久": None,
        "面条还有多久": None,
        "周五晚上八点是几号": None,
        "": None,
    },
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in ASKED.items() for text in texts])
def test_a_day_that_is_named_whole_is_told(language: Language, text: str) -> None:
    assert told(text, language, NOW) == ASKED[language][text]


def test_a_long_text_is_no_such_question() -> None:
    assert told("what day is " + "the day after " * 20_000 + "friday", "en", NOW) is None


async def test_it_answers_in_the_language_of_the_question() -> None:
    said = await Almanac(lambda: NOW).consider(Request("圣诞节还有几天", "c"))
    assert said is not None
    assert (said.language, said.by, said.preview) == ("zh", NAME, ASKED["zh"]["圣诞节还有几天"])
    assert await Almanac(lambda: NOW).consider(Request("when is the party", "c")) is None
    later = await Almanac(lambda: NOW).consider(Request("圣诞节还有几天", "c", at=NOW.replace(month=12, day=24)))  # by the turn's own clock
    assert later is not None
    assert later.preview == "还有1天，就是明天。"
