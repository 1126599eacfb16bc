"""The weather of a source that is named, by a server on the loopback: told in both languages, and not made up where it is away."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ConfigError
from jarvisd.messages import Caller, Language, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.weather import WeatherTools
from tests.tools.home.house import Memory
from tests.tools.web.test_web import page, server

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Vienna"))
UNITS = {"time": "iso8601", "interval": "seconds", "temperature_2m": "°C", "weather_code": "wmo code", "is_day": ""}


def told(code: object, degrees: object = 3.4, day: int = 1, **more: Any) -> str:
    current = {"time": "2026-11-23T07:00", "interval": 900, "temperature_2m": degrees, "weather_code": code, "is_day": day}
    return json.dumps({"latitude": 48.2, "longitude": 16.36, "current_units": UNITS, "current": current, **more})


async def says(bus: Bus, language: Language = "en", later: float = 0, when: str = "") -> str:
    asked = Asked(Caller("anna"), "talk", language, NOW + timedelta(seconds=later))
    result = await bus.call(ToolCall("1", "HassGetWeather", {"when": when} if when else {}), asked)
    return result.error or bus.told(result, language)


@pytest.mark.parametrize(
    ("answer", "en", "zh"),
    [
        (told(0), "It is sunny, 3.4 degrees.", "现在晴，3.4度。"),
        (told(0, day=0), "It is clear, 3.4 degrees.", "现在晴，3.4度。"),
        (told(3, -5), "It is cloudy, -5 degrees.", "现在阴，-5度。"),
        (told(45), "It is foggy, 3.4 degrees.", "现在有雾，3.4度。"),
        (told(63), "It is rainy, 3.4 degrees.", "现在有雨，3.4度。"),
        (told(65), "It is pouring, 3.4 degrees.", "现在大雨，3.4度。"),
        (told(75, 0), "It is snowy, 0 degrees.", "现在有雪，0度。"),
        (told(96), "It is thundery and rainy, 3.4 degrees.", "现在雷阵雨，3.4度。"),
    ],
)
async def test_it_is_told_in_both_languages(answer: str, en: str, zh: str) -> None:
    with server({"/v1/forecast": page(answer, "application/json")}) as (url, asked):
        bus = Bus([WeatherTools(url, 48.21, 16.37)])
        assert (await says(bus), await says(bus, "zh", 60)) == (en, zh)
        daily = "weather_code%2Ctemperature_2m_max%2Ctemperature_2m_min%2Cprecipitation_probability_max"
        current = "temperature_2m%2Cweather_code%2Cis_day"
        assert asked == [f"/v1/forecast?latitude=48.21&longitude=16.37&current={current}&daily={daily}&timezone=auto"]  # once for both
        await says(bus, later=700)
        assert len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    ["", "<html>", "[]", "{}", '{"current": 5}', told("x"), told(None), told(0, "warm"), told(0, float("nan")), "[" * 9999, told(0)[:-20]],
)
async def test_an_answer_that_is_none_is_no_weather(answer: str) -> None:
    with server({"/v1/forecast": page(answer, "application/json")}) as (url, _):
        bus = Bus([WeatherTools(url, 48.21, 16.37)])
        assert await says(bus) == "The weather service does not answer."
        assert await says(bus, "zh") == "天气服务没有回应。"


async def test_a_server_that_is_away_is_said_and_asked_again() -> None:
    pages = {"/v1/forecast": page("no", status=503)}
    with server(pages) as (url, _):
        bus = Bus([WeatherTools(url, 48.21, 16.37)])
        assert await says(bus) == "The weather service does not answer."
        pages["/v1/forecast"] = page(told(0), "application/json")
        assert await says(bus) == "It is sunny, 3.4 degrees."
    assert await says(bus, later=700) == "The weather service does not answer."


async def test_what_the_source_is_named_for_the_home_is_not_asked() -> None:
    """Both would be of one name."""
    home = Memory()
    with server({"/v1/forecast": page(told(0), "application/json")}) as (url, _):
        assert await says(Bus([LookTools(home, weather=False), WeatherTools(url, 48.21, 16.37)])) == "It is sunny, 3.4 degrees."
    assert "HassGetWeather" not in {tool.name for tool in LookTools(home, weather=False).tools()}
    assert "HassGetWeather" in {tool.name for tool in LookTools(home).tools()}


@pytest.mark.parametrize(
    ("url", "latitude", "longitude"), [("ftp://x", 48, 16), ("x", 48, 16), ("http://x", 0, 0), ("http://x", 91, 0), ("http://x", 0, 181)]
)
def test_what_is_no_place_or_address_is_refused(url: str, latitude: float, longitude: float) -> None:
    with pytest.raises(ConfigError, match=r"\[weather\]"):
        WeatherTools(url, latitude, longitude)


DAYS = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-28", "2026-11-29"]
DAILY = {
    "time": DAYS,
    "weather_code": [3, 63, 0, 75, None],
    "temperature_2m_max": [6.2, 4.4, 8.0, -1.2, 3.0],
    "temperature_2m_min": [1.8, 2.0, 7.7, -6.0, None],
    "precipitation_probability_max": [5, 80, 0, 60, None],
}
FORECASTS = [
    ("", "It is sunny, 3.4 degrees.", "现在晴，3.4度。"),
    ("right now", "It is sunny, 3.4 degrees.", "现在晴，3.4度。"),
    ("today", "It is sunny, 3.4 degrees. Today: cloudy, 2 to 6 degrees.", "现在晴，3.4度。今天阴，2到6度。"),
    ("tomorrow", "Tomorrow: rainy, 2 to 4 degrees, 80 percent chance of rain.", "明天有雨，2到4度，降水概率80%。"),
    ("on wednesday", "On Wednesday: sunny, 8 degrees.", "星期三晴，8度。"),
    ("this weekend", "On Saturday: snowy, -6 to -1 degrees, 60 percent chance of rain. On Sunday: 3 degrees.",
     "星期六有雪，-6到-1度，降水概率60%。星期日3度。"),
    ("next month", "The forecast does not reach that day yet.", "那一天的天气预报还没有。"),
]  # fmt: skip
ZH = {"right now": "现在", "today": "今天", "tomorrow": "明天", "on wednesday": "周三", "this weekend": "这个周末", "next month": "下个月"}


@pytest.mark.parametrize(("when", "en", "zh"), FORECASTS)
async def test_days_to_come_are_told_in_both_languages(when: str, en: str, zh: str) -> None:
    with server({"/v1/forecast": page(told(0, daily=DAILY), "application/json")}) as (url, _):
        bus = Bus([WeatherTools(url, 48.21, 16.37)])
        assert (await says(bus, when=when), await says(bus, "zh", when=ZH.get(when, ""))) == (en, zh)


async def test_a_source_without_a_forecast_says_so_beside_the_weather_now() -> None:
    with server({"/v1/forecast": page(told(0), "application/json")}) as (url, _):
        bus = Bus([WeatherTools(url, 48.21, 16.37)])
        assert await says(bus, when="tomorrow") == "I have no forecast here. It is sunny, 3.4 degrees."
        assert await says(bus, "zh", when="明天") == "我这里没有天气预报。现在晴，3.4度。"


@pytest.mark.parametrize(
    "daily", [{"time": ["soon"], "weather_code": [1]}, {"time": DAYS, "weather_code": ["x"] * 5}, {"weather_code": [1]}]
)
async def test_a_forecast_that_is_none_is_no_weather(daily: object) -> None:
    with server({"/v1/forecast": page(told(0, daily=daily), "application/json")}) as (url, _):
        assert await says(Bus([WeatherTools(url, 48.21, 16.37)]), when="tomorrow") == "The weather service does not answer."


HOURS = [
    {
        "datetime": f"2026-11-24T{hour:02}:00:00+01:00",
        "condition": "rainy" if hour > 9 else "sunny",
        "temperature": hour / 2,
        "precipitation_probability": hour * 4,
    }
    for hour in range(0, 24, 3)
]
DAYLONG = [
    {"datetime": "2026-11-24T11:00:00+00:00", "condition": "rainy", "temperature": 4.4, "templow": 2.0, "precipitation_probability": 80}
]


@pytest.mark.parametrize(
    ("features", "kind", "rows", "en"),
    [
        (1, "daily", DAYLONG, "Tomorrow: rainy, 2 to 4 degrees, 80 percent chance of rain."),
        (3, "daily", DAYLONG, "Tomorrow: rainy, 2 to 4 degrees, 80 percent chance of rain."),
        (2, "hourly", HOURS, "Tomorrow: sunny, 0 to 10 degrees, 84 percent chance of rain."),
        (0, "daily", DAYLONG, "I have no forecast here. It is sunny, 21.6 degrees."),
        (1, "daily", [{"datetime": "soon"}], "I have no forecast here. It is sunny, 21.6 degrees."),
        (1, "hourly", HOURS, "I have no forecast here. It is sunny, 21.6 degrees."),  # it has none of the kind that it names
    ],
)
async def test_the_home_tells_of_days_to_come(features: int, kind: str, rows: list[dict[str, Any]], en: str) -> None:
    home = Memory()
    home.forecasts[kind] = rows
    weather = home.one("weather.demo_weather_south")
    home.put(replace(weather, attributes={**weather.attributes, "supported_features": features}))
    assert await says(Bus([LookTools(home)]), when="tomorrow") == en
