"""Chinese as it is read aloud: figures, signs and units as characters."""

from __future__ import annotations

import re
from collections.abc import Callable

from jarvisd.text.english import tidy
from jarvisd.text.numbers_zh import counted, digits, integer, number
from jarvisd.text.units import CODES, CURRENCIES, SIGNS, UNITS

Match = re.Match[str]

_FIGURES = r"\d++(?:,\d{3})*+(?:\.\d++)?+"  # taken whole or not at all, so that long runs are not tried from every digit
_NUMBER = r"(?<!\d)" + _FIGURES
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_TO = r"\s?[-–—~～至到]\s?"
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
# 2 before these is 两; before 月 日 号 楼 层 路 it stays 二
_MEASURES = (
    "个|位|只|盏|天|点|小时|分钟|秒钟|秒|次|台|条|本|张|块|元|度|米|公里|千米|厘米|毫米|千克|公斤|克|斤|升|毫升|年|周|星期|份|件|杯|瓶|碗|把|间|扇|"
    "段|首|部|集|篇|辆|人|种|项|步|遍|倍|套|双|对|句|颗|根|片|包|盒|袋|箱|口|家|名|支|枚|座|棵|朵|头|匹|万|亿|美元|欧元|英镑|平方米|立方米|英里|磅|档|级"
)

_SIGNS = {
    "&": "和", "+": "加", "=": "等于", "×": "乘", "÷": "除以", "±": "正负", "≈": "约等于", "≠": "不等于", "≤": "小于等于", "≥": "大于等于",
    "<": "小于", ">": "大于", "→": "，", "←": "，", "%": "百分号", "°": "度", "℃": "度", "℉": "华氏度", "‰": "千分号", "$": "美元",
    "€": "欧元",
    "£": "英镑", "¥": "元", "￥": "元", "@": "艾特", "/": "，", "\\": "，", "_": " ", "*": " ", "#": " ", "~": " ", "～": " ", "|": "，",
    "^": " ", "[": "，", "]": "，", "{": "，", "}": "，", "–": "，", "—": "，", "²": "平方", "³": "立方", "№": "号码", "↑": "", "↓": "",
    "“": "", "”": "", '"': "", "「": "", "」": "", "『": "", "』": "", "《": "", "》": "", "【": "，", "】": "，", "（": "，", "）": "，",
    "(": "，", ")": "，", "·": " ", "…": "，", "−": "负", "〇": "零", "‘": "",
}  # fmt: skip


def _signed(minus: str | None) -> str:
    return "负" if minus else ""


def _amount(text: str) -> str:
    """A number before a measure word."""
    return "两" if text == "2" else number(text)


def _date(found: Match) -> str:
    month, day = int(found["m"]), int(found["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return digits(found.group())
    return f"{digits(found['y'])}年{integer(month)}月{integer(day)}日"


def _time(found: Match) -> str:
    hour, minute, half = int(found["h"]), int(found["min"]), found["half"]
    if hour > 24:
        return found.group()
    said = f"{'上午' if half in 'aA' else '下午'}" if half else ""
    said += f"{counted(hour)}点"
    if minute or found["s"]:
        said += f"{'零' if minute < 10 else ''}{integer(minute) if minute else ''}分"
    if found["s"]:
        said += f"{integer(int(found['s']))}秒"
    return said


def _clock_hour(found: Match) -> str:
    return f"{'上午' if found['half'] in 'aA' else '下午'}{counted(int(found['h']))}点"


def _money(found: Match) -> str:
    unit = CURRENCIES[found["sign"]][4]
    return f"{_signed(found['minus'])}{number(found['amount']) if found['scale'] else _amount(found['amount'])}{found['scale'] or ''}{unit}"


def _measure(found: Match) -> str:
    """-5°C is 零下五度, other units 负; a range says the unit once."""
    unit = UNITS[found["unit"]][2]
    below = "零下" if unit == "度" or "华氏" in unit else "负"
    low = f"{below if found['minus'] else ''}{_said(found['low'], unit)}到" if found["low"] else ""
    minus = found["minus2"] if found["low"] else found["minus"]
    said = f"{low}{below if minus else ''}{_said(found['high'], unit)}"
    return unit.format(said) if "{}" in unit else said + unit


def _said(text: str, unit: str) -> str:
    plain = "{}" in unit and not unit.endswith(("公里", "米", "英里", "次", "转"))
    return number(text) if plain or unit[0].isascii() else _amount(text)


def _range(found: Match) -> str:
    """From the larger to the smaller is a subtraction, if it is not a score: 3-1."""
    if " " in found.group().strip() and float(found["low"].replace(",", "")) > float(found["high"].replace(",", "")):
        return f"{number(found['low'])}减{number(found['high'])}"
    said = _amount if found["unit"] else number
    return f"{said(found['low'])}到{said(found['high'])}{found['unit'] or ''}"


def _fraction(found: Match) -> str:
    over, under = int(found["over"]), int(found["under"])
    if not under or over >= under:
        return f"{integer(over)}比{integer(under)}"
    return (f"{number(found['whole'])}又" if found["whole"] else "") + f"{integer(under)}分之{integer(over)}"


def _plain_number(found: Match) -> str:
    text = found.group()
    mobile = len(text) == 11 and text[0] == "1"
    if text.isdecimal() and (mobile or (len(text) >= 7 and text[0] == "0") or (len(text) >= 10 and not text.endswith("000"))):
        return digits(text, one="幺")
    return number(text)


# In this order: what is told apart by more signs comes first.
_RULES: tuple[tuple[re.Pattern[str], Callable[[Match], str]], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"[½¼¾⅓⅔]", lambda found: f" {_FRACTIONS[found.group()]}"),
        (r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)(?:T(?=\d\d:))?", _date),
        (r"(?<=:\d\d)Z\b", lambda _: ""),
        (r"(?<!\d)(?P<low>\d{4})" + _TO + r"(?P<high>\d{4})(?=年)", lambda found: f"{digits(found['low'])}到{digits(found['high'])}"),
        (r"(?<!\d)(?P<y>[12]\d{3})(?=\s?年(?!级))", lambda found: digits(found["y"])),
        (CODES, lambda found: SIGNS[found[1] or found[4]] + (found[2] or found[3])),
        (
            r"(?P<minus>[-−])?(?P<sign>US\$|[$€£¥￥])\s?(?P<amount>" + _NUMBER + r")\s?(?P<scale>[万亿])?",
            _money,
        ),
        (r"(?<=\d)" + _TO + r"(?=\d{1,2}:\d\d)", lambda _: "到"),
        (r"(?<![\d.:])(?P<h>\d{1,2})[:：](?P<min>[0-5]\d)(?:[:：](?P<s>[0-5]\d))?(?![\d:])(?:\s*(?P<half>[aApP])\.?[mM]\b\.?)?", _time),
        (r"(?<![\d.:])(?P<h>\d{1,2})\s*(?P<half>[aApP])\.?[mM]\b\.?", _clock_hour),
        (r"(?<=点)(?P<n>0\d)(?=分)", lambda found: "零" + integer(int(found["n"]))),
        (
            r"(?<![A-Za-z0-9.])\+?\d{2,4}(?:[ -]\d{3,4}){2,3}(?![A-Za-z0-9-])|(?<!\d)\d{3,4}-\d{7,8}(?!\d)",
            lambda found: digits(found.group(), one="幺"),
        ),
        (r"(?<=\d)\s+/\s+(?=\d)", lambda _: "除以"),
        (r"(?<=\d)\s?[-–]\s?(?=[\d.]+\s?=)", lambda _: "减"),
        (r"(?<!\d)(?P<n>\d{3,4})(?=室)", lambda found: digits(found["n"])),
        (r"(?<![\d./])(?:(?P<whole>\d+)\s+)?(?P<over>\d{1,3})/(?P<under>\d{1,3})(?![\d/])", _fraction),
        (
            r"(?P<minus>(?<![A-Za-z0-9.)])[-−])?(?:(?P<low>" + _NUMBER + r")\s?(?:°C|℃|°F|℉|°|%)?" + _TO + r"(?P<minus2>[-−])?)?"
            r"(?<![\d.])(?P<high>" + _NUMBER + r")\s?(?P<unit>" + _UNIT + r")(?![A-Za-z²³])",
            _measure,
        ),
        (r"(?<![\d.])\d+(?:\.\d+){2,}", lambda found: "点".join(number(part) for part in found.group().split("."))),
        (
            r"(?<![A-Za-z0-9.])(?P<low>" + _NUMBER + r")" + _TO + r"(?P<high>" + _NUMBER + r")(?![\d.-])\s?(?P<unit>" + _MEASURES + ")?",
            _range,
        ),
        (r"(?:第\s?)(?P<n>\d+)", lambda found: "第" + integer(int(found["n"]))),
        (r"(?:#|№|\b[Nn]o\.\s?)(?P<n>\d+)(?:号)?", lambda found: integer(int(found["n"])) + "号"),
        (r"(?<![A-Za-z0-9.)])[-−](?P<n>" + _NUMBER + r")(?=\s?度)", lambda found: "零下" + _amount(found["n"])),
        (r"(?<![A-Za-z0-9.)])[-−](?P<n>" + _NUMBER + ")", lambda found: "负" + number(found["n"])),
        (r"(?<=\d)\s?[:：]\s?(?=\d)", lambda _: "比"),
        (r"[~～](?=\d)", lambda _: "大约"),
        (r"(?<=\d)\s*[x*]\s*(?=\d)", lambda _: "乘"),
        (r"(?<![\d.])2(?=\s?(?:" + _MEASURES + r"))(?!\s?点\d(?!\d?分))", lambda _: "两"),
        (_FIGURES, _plain_number),
    )
)

_HAN = r"[一-鿿，。！？；：、]"
_GAPS = re.compile(rf"(?<={_HAN})\s+|\s+(?={_HAN})")
_HALF_WIDTH = re.compile(rf"(?<=[一-鿿])\s*([,!?;:.])(?=\s|{_HAN}|$)\s*")
_FULL_WIDTH = {",": "，", "!": "！", "?": "？", ";": "；", ":": "：", ".": "。"}


def chinese(text: str) -> str:
    """One line without markup, as characters; words of other languages stay as they are."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    text = "".join(_SIGNS.get(sign, sign) for sign in text)
    text = _HALF_WIDTH.sub(lambda found: _FULL_WIDTH[found[1]], _GAPS.sub("", " ".join(text.split())))
    text = re.sub(r"，+(?=[，。！？；：、,.!?])", "", text)
    text = re.sub(r"([。！？；：、])[，、]+", r"\1", text)
    return tidy(text).strip("，、；：")
