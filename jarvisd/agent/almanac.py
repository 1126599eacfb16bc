"""Which day a day is, and how long until it: "what day is the 24th of December?", 离春节还有几天."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.messages import Language, Request, in_language
from jarvisd.text.language import language_of

NAME = "almanac"

_LONGEST = 100  # characters of a question
_WEEK = 7

# What is asked of a day, and the day's words as `day`.
_UNTIL_EN = r"(?: (?:more|are there|are left|is it|have we got|do we have|to go|left|is there|it is|there are|now))*"
_EN = (
    ("day", r"(?:what|which)(?: day| weekday| day of the week| date)(?: is| will| does)?(?: be)? (?P<day>.+?)(?: be| is| falls?)?(?: on)?"),
    ("day", r"on (?:what|which) (?:day|date)(?: of the week)? (?:is|will|does) (?P<day>.+?)(?: be| fall)?"),
    ("day", r"(?:what is|whats|what will be) the (?:date|day)(?: of the week)?(?: on| of| for)? (?P<day>.+)"),
    ("day", r"when is (?P<day>.+?)(?: this year)?"),
    ("days", rf"how (?:long|many (?:days|sleeps|nights)){_UNTIL_EN} (?:until|till|til|to|before) (?:it is )?(?P<day>.+)"),
    ("weeks", rf"how many weeks{_UNTIL_EN} (?:until|till|til|to|before) (?:it is )?(?P<day>.+)"),
    ("days", r"how (?:far away|far off|soon) is (?P<day>.+)"),
)  # fmt: skip
_LEFT_ZH = r"还?(?:有|剩|要|差|得)"
_ZH = (
    ("day", r"(?P<day>.+?)(?:那天|这天|当天)?(?:是|在|会是)?(?:星期几|周几|礼拜几|几月几[号日]|几[号日]|哪一?天|什么日子|什么时候)"),
    ("weeks", rf"(?:距离|离|距|到)?(?P<day>.+?){_LEFT_ZH}(?:多少|几)个?(?:星期|周|礼拜)(?:到|来)?"),
    ("days", rf"(?:距离|离|距|到)?(?P<day>.+?){_LEFT_ZH}(?:多少天|几天|多久|多长时间|多少日子)(?:到|来|才到|了)?"),
    ("weeks", rf"{_LEFT_ZH}(?:多少|几)个?(?:星期|周|礼拜)(?:就|才)?(?:是|到|过)(?P<day>.+)"),
    ("days", rf"{_LEFT_ZH}(?:多少天|几天|多久)(?:就|才)?(?:是|到|过)(?P<day>.+)"),
)  # fmt: skip
_ASKED: dict[Language, Sequence[tuple[str, re.Pattern[str]]]] = {
    language: tuple((what, re.compile(f"^(?:{pattern})$")) for what, pattern in patterns)
    for language, patterns in (("en", _EN), ("zh", _ZH))
}
_AROUND: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:(?:hey |ok |okay )?jarvis |please |and |so |tell me |do you know |(?:can|could) you (?:please )?tell me )*"
        r"|(?: please| jarvis| now| from now| this year)*$"
    ),
    "zh": re.compile(r"^(?:贾维斯|请问|请|麻烦|那|你知道|告诉我|帮我看看|帮我算算|算一下|今年)*|(?:呢|啊|呀|吗|来着|了)*$"),
}  # fmt: skip
_TODAY = {
    "en": re.compile(r"(?:it|it is|that|this|there|today|now|the day|the date|)(?: today| now)?"),
    "zh": re.compile(r"(?:今天|现在|今日|那天|这天|)"),
}
_SAYS: dict[str, dict[Language, str]] = {
    "day": {"en": "That is {day}.", "zh": "是{day}。"},
    "today": {"en": "That is today.", "zh": "就是今天。"},
    "one": {"en": "One day: it is tomorrow.", "zh": "还有1天，就是明天。"},
    "days": {"en": "{days} days, until {day}.", "zh": "还有{days}天，那天是{day}。"},
    "week": {"en": "One week, until {day}.", "zh": "还有1个星期，那天是{day}。"},
    "weeks": {"en": "{weeks} weeks, until {day}.", "zh": "还有{weeks}个星期，那天是{day}。"},
    "week_and": {"en": "One week and {rest}, until {day}.", "zh": "还有1个星期零{rest}，那天是{day}。"},
    "weeks_and": {"en": "{weeks} weeks and {rest}, until {day}.", "zh": "还有{weeks}个星期零{rest}，那天是{day}。"},
    "rest_one": {"en": "one day", "zh": "1天"},
    "rest": {"en": "{rest} days", "zh": "{rest}天"},
}  # fmt: skip


class Almanac:
    """A Responder: takes a question about a day that is named whole, and about nothing that happens on it."""

    name = NAME

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, language) for what in ("today", "one") for language, text in _SAYS[what].items()]

    async def consider(self, request: Request) -> Answer | None:
        language = language_of(request.text, request.language)
        said = told(request.text, language, request.at or self._now())
        return None if said is None else Line(said, language, NAME)


def told(text: str, language: Language, now: datetime) -> str | None:
    """The sentence that answers; None where no day is asked about. now: aware."""
    if len(text) > _LONGEST or language not in _ASKED:
        return None
    plain = re.sub(r"[?!？！。.,，]+(?=\s|$)|'|’", "", text.lower())
    plain = "".join(plain.split()) if language == "zh" else " ".join(plain.split())
    plain = _AROUND[language].sub("", re.sub(r"\bwhats\b", "what is", plain))
    for what, pattern in _ASKED[language]:
        if (found := pattern.match(plain)) and (day := _day(found["day"], language, now)):
            return _answer(what, day, now.date(), language)
    return None


def _day(said: str, language: Language, now: datetime) -> date | None:
    """The day, where these words name one and nothing besides: no hour, no event, no series."""
    if _TODAY[language].fullmatch(said):
        return None  # what is today is asked elsewhere
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)  # the whole of today is still to come
    meaning = when.read(said, language, morning, asked=True)
    alone = re.sub(r"^(?:the|on|of|this year|next year)\b|\b(?:day|the)$|[日天]$", "", meaning.rest.strip()).strip() == ""
    if meaning.start is None or meaning.refused or meaning.ambiguous or meaning.rule or meaning.duration or not alone:
        return None
    at_noon = when.read(f"{said} at noon" if language == "en" else f"{said}中午十二点", language, morning, asked=True)
    named = at_noon.start is not None and not at_noon.refused and at_noon.start.date() == meaning.start.date()
    return meaning.start.date() if named else None  # with an hour of its own it takes no other


def _answer(what: str, day: date, today: date, language: Language) -> str:
    def say(which: str, **about: object) -> str:
        return in_language(_SAYS[which], language).format(day=when.day(day, language), **about)

    apart = (day - today).days
    if what == "day":
        return say("day")
    if apart < 2:
        return say("one" if apart == 1 else "today")
    weeks, over = divmod(apart, _WEEK)
    if what == "days" or not weeks:
        return say("days", days=apart)
    if not over:
        return say("week" if weeks == 1 else "weeks", weeks=weeks)
    rest = say("rest_one" if over == 1 else "rest", rest=over)
    return say("week_and" if weeks == 1 else "weeks_and", weeks=weeks, rest=rest)
