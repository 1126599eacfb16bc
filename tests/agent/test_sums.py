"""A sum is answered by rule, in words of either language; what is none is left to others."""

from __future__ import annotations

import pytest

from jarvisd.agent.sums import NAME, Sums, worked_out
from jarvisd.messages import Language, Request

SUMS: dict[Language, dict[str, str | None]] = {
    "en": {
        "What's twelve times eight?": "12 times 8 is 96.",
        "what is 12 x 8": "12 times 8 is 96.",
        "12×8": "12 times 8 is 96.",
        "How much is two hundred and five minus seventeen?": "205 minus 17 is 188.",
        "five plus three times two": "5 plus 3 times 2 is 11.",
        "what is 20 percent of 50": "That is 10.",
        "What's 20% off 80?": "That is 64.",
        "what is ten divided by three": "10 divided by 3 is about 3.33.",
        "what is one over seven": "1 divided by 7 is about 0.1429.",
        "what is 0.1 plus 0.2": "0.1 plus 0.2 is 0.3.",
        "what is two point five times four": "2.5 times 4 is 10.",
        "what is two and a half times four": "2.5 times 4 is 10.",
        "Jarvis, can you work out 1,440 divided by 12 please?": "1440 divided by 12 is 120.",
        "minus three plus five": "-3 plus 5 is 2.",
        "one thousand two hundred and one plus nine": "1201 plus 9 is 1210.",
        "what is 7 divided by zero": "Nothing can be divided by zero.",
        "what is the square root of 81": "That is 9.",
        "what's six squared": "That is 36.",
        "what is 2 to the power of 1000": None,
        "how many times did I call Tom": None,
        "what is nine eleven": None,
        "what is 2024-11-03": None,
        "add three to my list": None,
        "dim the light to 20 percent": None,
        "remind me at five plus": None,
        "twenty four seven": None,
        "20 minus": None,
        "?": None,
        "": None,
    },
    "zh": {
        "十二乘以八等于多少？": "12乘以8等于96。",
        "请问7×8=?": "7乘以8等于56。",
        "一百减三十七": "100减37等于63。",
        "帮我算一下一百二十五除以五": "125除以5等于25。",
        "三万五加一千": "35000加1000等于36000。",
        "一点五乘以四": "1.5乘以4等于6。",
        "两个半乘以四": "2.5乘以4等于10。",
        "十除以三等于多少": "10除以3等于大约3.33。",
        "八除以零": "零不能做除数。",
        "五十的百分之二十是多少": "是10。",
        "九的平方根是多少": "是3。",
        "二的十次方是多少": "是1024。",
        "三和五的和是多少": "是8。",
        "一百的一半是多少": "是50。",
        "现在几点": None,
        "加牛奶": None,
        "把音量加五": None,
        "温度加三度": None,
        "三加": None,
        "？": None,
    },
}


@pytest.mark.parametrize("language", SUMS)
def test_sums_are_worked_out(language: Language) -> None:
    wrong = {text: made for text, said in SUMS[language].items() if (made := worked_out(text, language)) != said}
    assert not wrong


@pytest.mark.parametrize(("text", "said"), [("What's twelve times eight?", "12 times 8 is 96."), ("十二乘以八等于多少", "12乘以8等于96。")])
async def test_it_is_answered_whatever_language_the_request_says(text: str, said: str) -> None:
    for language in ("en", "zh"):
        answer = await Sums().consider(Request(text, "c", language=language))
        assert answer is not None
        assert (answer.preview, answer.by) == (said, NAME)
    assert await Sums().consider(Request("turn on the light", "c")) is None
