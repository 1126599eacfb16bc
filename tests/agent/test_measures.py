"""One measure in another, in both languages; what is no such question is left to others."""

from __future__ import annotations

import pytest

from jarvisd.agent.measures import NAME, Measures, converted
from jarvisd.agent.units import UNITS
from jarvisd.messages import Language, Request

ASKED: dict[Language, dict[str, str | None]] = {
    "en": {
        "How many grams are in a pound of butter?": "1 pound is about 453.59 grams.",
        "what is 7 feet in meters": "7 feet is 2.1336 meters.",
        "Jarvis, what's 180 celsius in fahrenheit please": "180 degrees Celsius is 356 degrees Fahrenheit.",
        "350°F in celsius": "350 degrees Fahrenheit is about 176.67 degrees Celsius.",
        "minus 10 celsius in fahrenheit": "-10 degrees Celsius is 14 degrees Fahrenheit.",
        "how many ounces in a pound": "1 pound is 16 ounces.",
        "how many ounces in a cup": "1 US cup is 8 US fluid ounces.",
        "how many tablespoons is half a cup": "0.5 US cups is 8 US tablespoons.",
        "convert two and a half cups to milliliters": "2.5 US cups is about 591.47 milliliters.",
        "five foot eleven in centimeters": "71 inches is 180.34 centimeters.",
        "what's 100 km/h in mph": "100 kilometers per hour is about 62.14 miles per hour.",
        "how many minutes are in three hours": "3 hours is 180 minutes.",
        "how many pounds in a minute": None,
        "minus two meters in feet": None,
        "set a timer for ten minutes": None,
        "how many minutes are left": None,
        "put a cup of sugar on the list": None,
        "turn 3 in": None,
        "what is love in seconds": None,
        "": None,
    },
    "zh": {
        "五公里是多少英里？": "5公里等于大约3.11英里。",
        "一斤是多少克": "1斤等于500克。",
        "半斤是多少克呢": "0.5斤等于250克。",
        "一斤有几两": "1斤等于10两。",
        "三斤半是多少克": "3.5斤等于1750克。",
        "一米八是多少英尺": "1.8米等于大约5.91英尺。",
        "三十七摄氏度是多少华氏度": "37摄氏度等于98.6华氏度。",
        "华氏一百度是多少摄氏度": "100华氏度等于大约37.78摄氏度。",
        "零下十摄氏度是多少华氏度": "-10摄氏度等于14华氏度。",
        "把五英里换算成公里": "5英里等于大约8.05公里。",
        "请问三亩是多少平方米": "3亩等于2000平方米。",
        "一天有多少个小时": "1天等于24小时。",
        "一公里是多少公斤": None,
        "还有多少分钟": None,
        "把灯调到二十": None,
        "定一个十分钟的计时器": None,
        "": None,
    },
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in ASKED.items() for text in texts])
def test_a_measure_is_told_in_another(language: Language, text: str) -> None:
    assert converted(text, language) == ASKED[language][text]


def test_a_long_text_is_no_such_question() -> None:
    assert converted("how many grams are in " + "a pound of " * 20_000 + "butter", "en") is None


def test_every_unit_has_a_name_for_one_and_for_many_and_most_a_chinese_one() -> None:
    assert all(len(unit.en) > 1 for unit in UNITS)
    assert [unit.en[0] for unit in UNITS if not unit.zh] == ["stone"]


async def test_it_answers_in_the_language_of_the_question() -> None:
    said = await Measures().consider(Request("一斤是多少克", "c"))
    assert said is not None
    assert (said.language, said.by, said.preview) == ("zh", NAME, "1斤等于500克。")
    assert await Measures().consider(Request("how many grams", "c")) is None
