"""The weather of a source that is named, by a server on the loopback: told in both languages, and not made up where it is away."""

from __future__ import annotations

import json
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


async def says(bus: Bus, language: Language = "en", later: float = 0) -> str:
    asked = Asked(Caller("anna"), "talk", language, NOW + timedelta(seconds=later))
    result = await bus.call(ToolCall("1", "HassGetWeather", {}), asked)
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
        assert asked == ["/v1/forecast?latitude=48.21&longitude=16.37&current=temperature_2m%2Cweather_code%2Cis_day"]  # once for both
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
