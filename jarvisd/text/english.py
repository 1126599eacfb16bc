"""English as it is read aloud: figures, signs and abbreviations as words."""

from __future__ import annotations

import re
from collections.abc import Callable

from jarvisd.text.numbers_en import digits, integer, number, ordinal, year
from jarvisd.text.units import CODES, CURRENCIES, SIGNS, UNITS

Match = re.Match[str]

_FIGURES = r"\d++(?:,\d{3})*+(?:\.\d++)?+"  # taken whole or not at all, so that long runs are not tried from every digit
_NUMBER = r"(?<!\d)" + _FIGURES
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_MONTH = r"(?P<month>" + "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS) + r"|Sept\.?)"
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_SCALES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "bn": "billion", "B": "billion"}
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}

_ABBREVIATIONS = {
    "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miss", "Prof.": "Professor", "St.": "Saint", "Jr.": "Junior",
    "Sr.": "Senior", "e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "vs.": "versus", "approx.": "approximately",
    "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road", "Mt.": "Mount", "min.": "minutes", "max.": "maximum", "dept.": "department",
    "w/o": "without", "w/": "with", "Mon.": "Monday", "Tue.": "Tuesday", "Wed.": "Wednesday", "Thu.": "Thursday", "Fri.": "Friday",
    "Sat.": "Saturday", "Sun.": "Sunday", "a.k.a.": "also known as", "tsp": "teaspoons", "tbsp": "tablespoons",
}  # fmt: skip
_SIGNS = {
    "&": " and ", "@": " at ", "+": " plus ", "=": " equals ", "×": " times ", "÷": " divided by ", "±": " plus or minus ",
    "≈": " about ", "≠": " is not ", "≤": " at most ", "≥": " at least ", "<": " less than ", ">": " more than ", "→": ", ", "←": ", ",
    "%": " percent", "°": " degrees", "$": " dollars", "€": " euros", "£": " pounds", "¥": " yuan", "￥": " yuan", "№": " number ",
    "/": " ", "\\": " ", "_": " ", "*": " ", "#": " ", "~": " ", "|": ", ", "^": " ", "[": ", ", "]": ", ", "{": ", ", "}": ", ",
    "(": ", ", ")": ", ", '"': "", "“": "", "”": "", "…": "... ", "–": ", ", "—": ", ", "²": " squared", "³": " cubed", "℃": " degrees",
    "℉": " degrees Fahrenheit", "‰": " per mille", "↑": " ", "↓": " ", "−": " minus ", "～": " ",
    "。": ". ", "，": ", ", "！": "! ", "？": "? ", "；": "; ", "：": ": ", "、": ", ", "（": ", ", "）": ", ",
}  # fmt: skip


def _money(found: Match) -> str:
    one, many, cent, cents, _ = CURRENCIES[found["sign"]]
    minus = "minus " if found["minus"] else ""
    whole, _, behind = found["amount"].replace(",", "").partition(".")
    if found["scale"]:
        return f"{minus}{number(found['amount'])} {_SCALES.get(found['scale'], found['scale'])} {many}"
    if not behind or len(behind) != 2 or not cent:
        return f"{minus}{number(found['amount'])} {one if whole == '1' and not behind else many}"
    left, parts = int(behind), []
    if int(whole) or not left:
        parts.append(f"{integer(int(whole))} {one if int(whole) == 1 else many}")
    if left:
        parts.append(f"{integer(left)} {cent if left == 1 else cents}")
    return minus + " and ".join(parts)


def _date(month: int, day: int, of: str | None = None) -> str:
    said = f"{_MONTHS[month - 1]} {ordinal(day)}"
    return f"{said}, {year(int(of))}" if of else said


def _iso(found: Match) -> str:
    month, day = int(found["m"]), int(found["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return digits(found.group())
    return _date(month, day, found["y"]) + (" at " if found["t"] else "")


def _slashed(found: Match) -> str:
    """American order, unless that cannot be; with dots the day comes first."""
    month, day = int(found["m"]), int(found["d"])
    if month > 12:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found.group()
    return _date(month, day, found["y"])


def _month(found: Match) -> int:
    return next(at for at, name in enumerate(_MONTHS, 1) if name[:3] == found["month"][:3])


def _month_day(found: Match) -> str:
    if not 1 <= int(found["d"]) <= 31:
        return found.group()
    return _date(_month(found), int(found["d"]), found["y"])


def _day_month(found: Match) -> str:
    if not 1 <= int(found["d"]) <= 31:
        return found.group()
    of = f", {year(int(found['y']))}" if found["y"] else ""
    return f"the {ordinal(int(found['d']))} of {_MONTHS[_month(found) - 1]}{of}"


def _time(found: Match) -> str:
    hour, minute, half = int(found["h"]), int(found["min"] or 0), found["half"]
    if hour > 24 or minute > 59:
        return found.group()
    tail = f" {half[0].upper()} M" if half else ""
    seconds = f" and {integer(int(found['s']))} second{'' if int(found['s']) == 1 else 's'}" if found["s"] else ""
    if minute:
        said = f"{integer(hour)} {'oh ' if minute < 10 else ''}{integer(minute)}"
    elif tail:
        said = integer(hour)
    elif hour in (0, 24):
        said = "midnight"
    else:
        said = f"{integer(hour)} o'clock" if hour <= 12 else f"{integer(hour)} hundred"
    return said + seconds + tail + _stop(found)


def _stop(found: Match) -> str:
    """The dot of an abbreviation at the very end is also the sentence's."""
    return "." if found.group().endswith(".") and found.end() == len(found.string) else ""


def _measure(found: Match) -> str:
    one, many, _ = UNITS[found["unit"]]
    low, high = found["low"], found["high"]
    said = f"{_signed(found['minus'])}{number(low)}" if low else ""
    if low:
        said += f" to {_signed(found['minus2'])}"
    return f"{said or _signed(found['minus'])}{number(high)} {one if high == '1' and not low else many}"


def _signed(minus: str | None) -> str:
    return "minus " if minus else ""


def _feet(found: Match) -> str:
    feet, inches = integer(int(found["feet"])), integer(int(found["inches"]))
    return f"{feet} feet {inches}" + (f" inch{'' if found['inches'] == '1' else 'es'}" if found["unit"] else "")


def _fahrenheit(found: Match) -> str:
    """A seat has a letter too."""
    if re.search(r"\b(?:seat|row|gate|room|flat|apartment|unit|bus|line)\s+$", _before(found)):
        return found.group()
    return f"{_signed(found['minus'])}{number(found['n'])} degrees Fahrenheit"


def _fraction(found: Match) -> str:
    over, under = int(found["over"]), int(found["under"])
    if not under or under > 100 or over >= under or (over, under) == (24, 7):
        return f"{integer(over)} {integer(under)}" if (over, under) == (24, 7) else f"{integer(over)} over {integer(under)}"
    one, many = _PARTS.get(under, (ordinal(under), ordinal(under) + "s"))
    whole = found["whole"]
    if whole and over == 1:
        return f"{number(whole)} and {'an' if one[0] in 'aeiou' else 'a'} {one}"
    said = f"{integer(over)} {one if over == 1 else many}"
    return f"{number(whole)} and {said}" if whole else said


def _dotted(found: Match) -> str:
    return " point ".join(number(part) for part in found.group().split("."))


def _range(found: Match) -> str:
    """From the larger to the smaller is a subtraction, if it is not a score: 3-1."""
    low, high = found["low"], found["high"]
    if " " in found.group() and float(low.replace(",", "")) > float(high.replace(",", "")):
        return f"{number(low)} minus {number(high)}"
    if low.isdecimal() and high.isdecimal() and len(low) == len(high) == 4 and 1100 <= int(low) <= int(high) <= 2099:
        return f"{year(int(low))} to {year(int(high))}"
    return f"{number(low)} to {number(high)}"


def _decade(found: Match) -> str:
    said = year(int(found["y"]))
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def _plain_number(found: Match) -> str:
    text = found.group().replace(" ", "")
    if re.fullmatch(r"1\d{3}|20\d\d", text) and (int(text) >= 1900 or re.search(r"\b(?:in|since|of|year|until|by)\s+$", _before(found))):
        return year(int(text))
    if text.isdecimal() and ((len(text) >= 7 and text[0] == "0") or (len(text) >= 10 and not text.endswith("000"))):
        return digits(text)
    return number(text)


def _before(found: Match) -> str:
    return found.string[max(0, found.start() - 12) : found.start()].lower()


def _minus(found: Match) -> str:
    return "minus " + number(found["n"])


def _abbreviation(found: Match) -> str:
    return _ABBREVIATIONS[found.group()] + _stop(found)


_NOT_WITHIN = r"(?<![\w.])"
_TIME_TAIL = r"(?:\s*(?P<half>[aApP])\.?\s?[mM]\b\.?(?!\w))"

# In this order: what is told apart by more signs comes first.
_RULES: tuple[tuple[re.Pattern[str], Callable[[Match], str]], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"\b([A-Z][a-z]+) St\.(?!\s+[A-Z][a-z]+)", lambda found: f"{found[1]} Street{_stop(found)}"),
        (r"\bC#", lambda _: "C sharp"),
        (
            r"(?<![\w])(?:" + "|".join(re.escape(short) for short in sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")(?![\w])",
            _abbreviation,
        ),
        (r"\b(?P<y>(?:1[1-9]|20)\d0)s\b", _decade),
        (r"(?<!\w)['’](?P<y>[2-9]0)s\b", _decade),
        (r"[½¼¾⅓⅔]", lambda found: f" {_FRACTIONS[found.group()]}"),
        (r"(?<=:\d\d)Z\b", lambda _: " UTC"),
        (r"(?<![\w.])\.(?=\d)", lambda _: "0."),
        (_NOT_WITHIN + r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:(?P<t>T)(?=\d\d:)|(?!\d))", _iso),
        (_NOT_WITHIN + r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?!\d)", _slashed),
        (_NOT_WITHIN + r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?![\d.]\d)(?!\d)", _slashed),
        (r"\b" + _MONTH + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<y>\d{4})\b(?!:))?", _month_day),
        (r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r"(?!\w)(?:,?\s+(?P<y>\d{4})\b(?!:))?", _day_month),
        (CODES, lambda found: SIGNS[found[1] or found[4]] + (found[2] or found[3])),
        (
            r"(?P<minus>[-−])?(?P<sign>US\$|[$€£¥￥])\s?(?P<amount>" + _NUMBER + r")"
            r"(?:\s?(?P<scale>thousand|million|billion|trillion|bn|[kKmMB])\b)?",
            _money,
        ),
        (r"(?<=\d)\s*[-–—~]\s*(?=\d{1,2}:\d\d)", lambda _: " to "),
        (r"(?<![\w.:])(?P<h>\d{1,2}):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])" + _TIME_TAIL + "?", _time),
        (r"(?<![\w.:])(?P<h>\d{1,2})\.(?P<min>[0-5]\d)(?P<s>)" + _TIME_TAIL, _time),  # 3.15 pm
        (r"(?<![\w.:])(?P<h>\d{1,2})(?P<min>)(?P<s>)" + _TIME_TAIL, _time),
        (r"(?<![\w.])\+\d{1,3}(?:[ -]\(?\d{2,10}\)?){1,5}(?![\w-])", lambda found: digits(found.group())),
        (r"(?<![\w.])\+?\(?\d{1,4}\)?(?:[ -]\(?\d{2,4}\)?){1,3}[ -]\d{3,4}(?![\w-])|\b\d{3}-\d{4}\b", lambda found: digits(found.group())),
        (r"(?<=\d)\s+/\s+(?=\d)", lambda _: " divided by "),
        (r"(?<=\d)\s+[-–]\s+(?=[\d.]+\s*=)", lambda _: " minus "),
        (_NOT_WITHIN + r"(?P<feet>\d)(?:'|′|\s?ft\.?\s?)(?P<inches>\d\d?)(?:\"|″|\s?(?P<unit>in)\b\.?|(?!\w))", _feet),
        (_NOT_WITHIN + r"(?P<h>\d{1,2})h\s?(?P<min>\d\d?)m(?:in)?\b", lambda found: f"{found['h']} h {found['min']} min"),
        (r"(?P<minus>(?<![\w.)])[-−])?(?<![\w.])(?P<n>\d{2,3})\s?F\b(?!\.\w)", _fahrenheit),
        (r"(?<![\w./])(?:(?P<whole>\d+)\s+)?(?P<over>\d{1,3})/(?P<under>\d{1,3})(?![\w/])", _fraction),
        (
            r"(?P<minus>(?<![\w.)])[-−])?(?:(?P<low>" + _NUMBER + r")\s?(?:°C|℃|°F|℉|°|%)?\s?[-–—~～]\s?(?P<minus2>[-−])?)?"
            r"(?<![\w.])(?P<high>" + _NUMBER + r")\s?(?P<unit>" + _UNIT + r")(?![\w²³])",
            _measure,
        ),
        (r"\b(?P<n>\d+)(?:st|nd|rd|th)\b", lambda found: ordinal(int(found["n"]))),
        (_NOT_WITHIN + r"\d+(?:\.\d+){2,}", _dotted),
        (_NOT_WITHIN + r"(?P<low>" + _NUMBER + r")\s?[-–—~～]\s?(?P<high>" + _NUMBER + r")(?![\w.-]*\d)", _range),
        (r"(?<![\w)])[-−](?P<n>" + _NUMBER + ")", _minus),
        (r"(?<=\d)\s?:\s?(?=\d)", lambda _: " to "),
        (r"(?:#|\b[Nn]o\.\s?)(?=\d)", lambda _: "number "),
        (r"[~～](?=\d)", lambda _: "about "),
        (r"(?<=\d)\s*[x*]\s*(?=\d)", lambda _: " times "),
        (r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", lambda _: " "),
        (_FIGURES, _plain_number),
    )
)


def english(text: str) -> str:
    """One line without markup, as words."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return tidy("".join(_SIGNS.get(sign, sign) for sign in text))


def tidy(text: str) -> str:
    """Single spaces, single commas, none at either end; "" where no letter is left."""
    text = re.sub(r"\s+([,.!?;:])", r"\1", " ".join(text.split()))
    text = re.sub(r"(?:,\s*)+(?=[,.!?;:])", "", text)
    text = re.sub(r"([.!?;:]),", r"\1", text).strip(" ,;:-")
    return text if any(sign.isalnum() for sign in text) else ""
