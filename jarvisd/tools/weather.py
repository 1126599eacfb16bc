"""The weather outside from a source that the household names: a server that answers as Open-Meteo does, its own or the public one."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import forecast
from jarvisd.tools.home.forecast import Outlook
from jarvisd.tools.home.intents import parameters
from jarvisd.tools.home.seen import weather_told
from jarvisd.tools.web.page import Unfetched, fetch

_KEPT = timedelta(minutes=10)  # the source itself has news every quarter of an hour
_SECONDS = 8.0  # for an answer

# WMO 4677 as the source has it: codes up to this one -> the sky, in Home Assistant's words.
_SKY = (
    (0, "sunny"), (2, "partlycloudy"), (3, "cloudy"), (48, "fog"), (57, "rainy"), (64, "rainy"), (65, "pouring"), (67, "snowy-rainy"),
    (77, "snowy"), (81, "rainy"), (82, "pouring"), (86, "snowy"), (94, "exceptional"), (95, "lightning"), (99, "lightning-rainy"),
)  # fmt: skip
_DAILY = ("weather_code", "temperature_2m_max", "temperature_2m_min", "precipitation_probability_max")
_AWAY: dict[Language, str] = {"en": "The weather service does not answer.", "zh": "天气服务没有回应。"}


class WeatherTools:
    """A toolset of one, named as Home Assistant's. ConfigError where the address or the place is none. latitude, longitude: degrees."""

    def __init__(self, url: str, latitude: float, longitude: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError(f'[weather] url = "{url}" is no address; write it like https://api.open-meteo.com')
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
            raise ConfigError("[weather] latitude and longitude say where the house stands, in degrees, such as 48.21 and 16.37")
        asked = {
            "latitude": latitude, "longitude": longitude, "current": "temperature_2m,weather_code,is_day",
            "daily": ",".join(_DAILY), "timezone": "auto",
        }  # fmt: skip
        self._url = f"{url.rstrip('/').removesuffix('/v1/forecast')}/v1/forecast?{urlencode(asked)}"
        self._last: tuple[datetime, Mapping[str, Any], Sequence[Outlook]] | None = None

    def tools(self) -> Sequence[Tool]:
        said = "Tells the weather outside, now or on days to come."
        take = parameters(forecast.WHEN)
        return (Tool("HassGetWeather", said, take, self._weather, Risk.READ, told=weather_told, deadline=_SECONDS + 2),)

    async def _weather(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        if self._last is None or not timedelta() <= asked.at - self._last[0] < _KEPT:
            try:  # whoever keeps the house named this server: it may stand within
                page = await asyncio.to_thread(partial(fetch, self._url, lambda address: True, seconds=_SECONDS))
                told = json.loads(page.content)
                self._last = asked.at, _row(told), _outlooks(told)
            except (Unfetched, ValueError, KeyError, TypeError, RecursionError) as error:
                raise ToolError(in_language(_AWAY, asked.language)) from error
        _, now, outlooks = self._last
        wanted = forecast.days(str(given.get("when") or ""), asked.language, asked.at)
        return {"things": [now], **(forecast.known(outlooks, wanted, asked.at) if wanted else {})}


def _row(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """As Home Assistant's weather is told. KeyError, TypeError, ValueError where it is none."""
    now, unit = told["current"], str((told.get("current_units") or {}).get("temperature_2m") or "°C")
    code, degrees = int(now["weather_code"]), float(now["temperature_2m"])
    sky = _sky(code)
    if not math.isfinite(degrees):
        raise ValueError(degrees)
    if code == 0 and not now.get("is_day", 1):
        sky = "clear-night"
    return {"name": "weather", "id": "weather.source", "area": "", "state": sky, "temperature": degrees, "temperature_unit": unit[:2]}


def _outlooks(told: Mapping[str, Any]) -> Sequence[Outlook]:
    """Of the days to come; none where the source tells of none."""
    daily = told.get("daily")
    if not isinstance(daily, Mapping):
        return ()
    columns = [daily.get(name) or [None] * len(daily["time"]) for name in _DAILY]
    return [
        Outlook(date.fromisoformat(day), _sky(int(code)) if code is not None else "", high, low, rain)
        for day, code, high, low, rain in zip(daily["time"], *columns, strict=False)
    ]


def _sky(code: int) -> str:
    return next(sky for most, sky in _SKY if code <= most) if 0 <= code <= _SKY[-1][0] else "exceptional"
