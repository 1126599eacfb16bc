"""What is said when reminders ring: each in its language, several as one list, late ones and doubtful ones called so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jarvisd import when
from jarvisd.messages import Language
from jarvisd.schedule import Reminder, Ring
from jarvisd.schedule.saying import length, moment

_TOLD = 20  # of what rings at once: nobody listens to more
_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "timer": "Your timer for {length} is done.",
        "timer_named": "Your {text} timer is done.",
        "alarm": "It's {clock}. This is your alarm.",
        "alarm_named": "It's {clock}. {text}.",
        "reminder": "A reminder: {text}.",
        "reminder_for": "{person}, a reminder: {text}.",
        "routine": "It's time for {text}.",
        "undone": "I was off, so this was not done: {text}, due {moment}.",
        "unsure": "I was cut off while doing this, and don't know whether it is done: {text}.",
        "late": "This comes late, for I was off: {what}, due {moment}.",
        "late_all": "While I was off, {count} things came due. {list}",
        "late_one": "{what}, due {moment}.",
        "again": "Once more, for I was cut off.",
        "doubtful": "My clock may be wrong.",
        "list": "There are {count} things. {list}",
        "more": "And {count} more.",
    },
    "zh": {
        "timer": "{length}的计时器时间到了。",
        "timer_named": "{text}计时器时间到了。",
        "alarm": "现在是{clock}，闹钟响了。",
        "alarm_named": "现在是{clock}，{text}。",
        "reminder": "提醒你：{text}。",
        "reminder_for": "{person}，提醒你：{text}。",
        "routine": "到时间了：{text}。",
        "undone": "我之前没有运行，所以这件事没有做：{text}，原定{moment}。",
        "unsure": "做这件事的时候我被打断了，不知道有没有做完：{text}。",
        "late": "这条提醒晚了，因为我之前没有运行：{what}，原定{moment}。",
        "late_all": "我没有运行的时候，有{count}件事到了时间。{list}",
        "late_one": "{what}，原定{moment}。",
        "again": "刚才被打断了，再说一次。",
        "doubtful": "我的时钟可能不准。",
        "list": "有{count}件事。{list}",
        "more": "另外还有{count}件。",
    },
}
_NAMES = {
    "en": {"timer": "timer", "alarm": "alarm", "reminder": "reminder", "routine": "routine"},
    "zh": {"timer": "计时器", "alarm": "闹钟", "reminder": "提醒", "routine": "例行任务"},
}


def language_of(rings: Sequence[Ring]) -> Language:
    """Of the first: one voice says all of them."""
    return rings[0].reminder.language if rings and rings[0].reminder.language in _SAYS else "en"


def named(one: Reminder, language: Language) -> str:
    """the pasta timer; the alarm; the reminder to ... / 面条计时器；闹钟；提醒“……”."""
    kind = _NAMES["zh" if language == "zh" else "en"][one.kind]
    if language == "zh":
        if one.kind == "timer":
            return f"{one.text or length(one.duration, 'zh')}{'' if one.text else '的'}{kind}"
        return f"{kind}“{one.text}”" if one.text else kind
    if one.kind == "timer":
        return f"the {one.text} timer" if one.text else f"the timer for {length(one.duration, 'en')}"
    return f'the {kind} "{one.text}"' if one.text else f"the {kind}"


def sentence(rings: Sequence[Ring], now: datetime) -> str:
    """All that rings, as it is said."""
    language = language_of(rings)
    says = _SAYS[language]
    fresh, late = [ring for ring in rings if not ring.late], [ring for ring in rings if ring.late]
    told = []
    if any(ring.doubtful for ring in rings):
        told.append(says["doubtful"])
    if any(ring.again for ring in rings):
        told.append(says["again"])
    gap = "" if language == "zh" else " "
    if len(fresh) > 1:
        lines = [_one(ring.reminder, now, language) for ring in fresh[:_TOLD]]
        told.append(says["list"].format(count=len(fresh), list=gap.join([*lines, *_more(fresh, language)])))
    elif fresh:
        told.append(_one(fresh[0].reminder, now, language))
    if len(late) > 1:
        lines = [_begun(_late(ring.reminder, now, "late_one", language)) for ring in late[:_TOLD]]
        told.append(says["late_all"].format(count=len(late), list=gap.join([*lines, *_more(late, language)])))
    elif late:
        told.append(_late(late[0].reminder, now, "late", language))
    return gap.join(told)


def undone(ring: Ring, now: datetime) -> str:
    """Of a routine that is not done any more, for it fell due long ago or was cut off."""
    one = ring.reminder
    says = _SAYS[language_of([ring])]
    return says["unsure" if ring.again else "undone"].format(text=one.text.rstrip(".。!！ "), moment=moment(one.due, now, one.language))


def _more(rings: Sequence[Ring], language: Language) -> list[str]:
    left = len(rings) - _TOLD
    return [_SAYS[language]["more"].format(count=left)] if left > 0 else []


def _one(one: Reminder, now: datetime, language: Language) -> str:
    says = _SAYS[language]
    form: str = one.kind
    if one.kind in ("timer", "alarm") and one.text:
        form = f"{form}_named"
    elif one.kind == "reminder" and one.person:
        form = "reminder_for"
    clock = when.clock(now.time(), language)
    text = one.text.rstrip(".。!！ ")
    return says[form].format(text=text, person=one.person.title(), clock=clock, length=length(one.duration, language))


def _late(one: Reminder, now: datetime, form: str, language: Language) -> str:
    return _SAYS[language][form].format(what=named(one, language), moment=moment(one.due, now, language))


def _begun(line: str) -> str:
    return line[:1].upper() + line[1:]
