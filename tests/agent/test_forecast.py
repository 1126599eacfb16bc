"""What is asked about the weather, through the real understanding: of now, or of the day that was named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jarvisd.agent.acting import Acting
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Words
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.wording import wordings
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.looking import LookTools
from tests.fakes import FakeRecall
from tests.tools.home.house import NOW, Memory

DAYS = [("2026-11-23", "sunny", 9, 1), ("2026-11-24", "rainy", 4, 2), ("2026-11-27", "snowy", 0, -3)]  # NOW is Monday evening
NOW_EN, NOW_ZH = "It is sunny, 21.6 degrees.", "现在晴，21.6度。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is it raining", NOW_EN),
        ("what's the weather", NOW_EN),
        ("what's the forecast", f"{NOW_EN} Today: sunny, 1 to 9 degrees."),
        ("will it rain tomorrow", "Tomorrow: rainy, 2 to 4 degrees."),
        ("weather on friday", "On Friday: snowy, -3 to 0 degrees."),
        ("how cold will it get tomorrow night", "Tomorrow: rainy, 2 to 4 degrees."),
        ("what will the weather be like next friday", "The forecast does not reach that day yet."),
        ("外面下雨了吗", NOW_ZH),
        ("明天会下雨吗", "明天有雨，2到4度。"),
        ("周五天气怎么样", "星期五有雪，-3到0度。"),
        ("后天热不热", "那一天的天气预报还没有。"),
        ("明天多少度", "明天有雨，2到4度。"),
    ],
)
async def test_the_day_that_was_named_is_told_of(understanding: Understanding, text: str, said: str) -> None:
    home, recall, words = Memory(), FakeRecall(), Words(shipped("config/confirm.yaml"))
    weather = home.one("weather.demo_weather_south")
    home.put(replace(weather, attributes={**weather.attributes, "supported_features": 1}))
    home.forecasts["daily"] = [
        {"datetime": f"{day}T11:00:00+00:00", "condition": sky, "temperature": high, "templow": low} for day, sky, high, low in DAYS
    ]
    bus = Bus([LookTools(home)])
    acting = Acting(understanding, home, bus, lambda: NOW, recall, words, wordings(LANGUAGES, shipped("config/acting")))
    mind = Assistant([acting], recall, lambda: NOW, bus)
    request = Request(text, "talk", Caller(), language_of(text, "en"), at=NOW)
    async with mind.turn(request, await mind.consider(request)) as reply:
        async for _ in reply:
            pass
    assert reply.text == said
    await mind.rest()
