"""What the tools of reminders say to people, in English and Chinese, from what they really did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from jarvisd import when
from jarvisd.messages import Language
from jarvisd.schedule import Reminder
from jarvisd.schedule.aloud import named
from jarvisd.schedule.saying import day, joined, left, length, moment, rule
from jarvisd.text.choice import either
from jarvisd.when import workdays

TOLD = 5  # reminders of one answer; what was missed and not told comes when it is asked again
_AHEAD = timedelta(days=60)  # a table of working days that ends sooner is said to
_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "timer": "{length} for the {text} timer, starting now.",
        "timer_plain": "{length}, starting now.",
        "alarm": "Your alarm will ring {when}.",
        "alarm_text": "Your alarm will ring {when}: {text}.",
        "alarm_rule": "Your alarm will ring {rule}, first {day}.",
        "reminder": "I'll remind you {when}: {text}.",
        "reminder_for": "I'll remind {person} {when}: {text}.",
        "reminder_rule": "I'll remind you {rule}, first {day}: {text}.",
        "routine": "I'll do that {when}: {text}.",
        "routine_rule": "I'll do that {rule}, first {day}: {text}.",
        "routine_question": "Shall I do this, {when}: {text}?",
        "workdays_end": " I know China's working days only up to {day}; from then on I take Monday to Friday.",
        "none_timer": "No timer is running.", "none_alarm": "No alarm is set.", "none_reminder": "There are no reminders.",
        "none_routine": "There are no routines.",
        "none_then": "Nothing is set for that time.",
        "none_": "There are no timers, alarms or reminders.",
        "left": "{left} left on {what}.", "row_timer": "{what}, {left} left", "row": "{what}, {when}", "row_rule": "{what}, {rule}",
        "rings": "{what} is ringing.", "row_rings": "{what}, ringing now",
        "list": "There are {count}: {rows}.", "list_one": "There is one: {rows}.", "more": "{count} more",
        "cancelled": "Cancelled: {what}.", "cancelled_all": "Cancelled: {count} of them.", "cancelled_none": "There was nothing to cancel.",
        "changed": "Moved: {what} is now due {when}.", "changed_timer": "{what} has {left} left now.",
        "changed_rule": "Moved: {what}, {rule}, next {when}.",
        "skipped": "All right, not {when}: {what}.", "skipped_next": "All right, not {when}: {what}. Next {next}.",
        "snoozed": "I'll ring again in {length}.", "stopped": "Okay.", "nothing": "Nothing is ringing.",
        "missed_none": "You missed nothing.", "missed_one": "You missed one thing: {rows}.", "missed": "You missed {count} things: {rows}.",
        "row_missed": "{what}, {when}",
        "too_long": "That is too long to be kept as a reminder: at most {most} characters.",
        "timer_length": "A timer runs from one second to thirty days.",
        "never": "That would never come.", "past": "That time is past already.", "far": "That is more than fifty years away.",
        "full_timers": "{count} timers are running already, more I cannot keep. Cancel some first.",
        "full": "{count} reminders are kept already, more I cannot keep. Cancel some first.",
        "full_skips": "So many days of it are left out already that I cannot keep more. Cancel it, and set it anew later.",
        "no_room": "There is no room called {room}; I know {known}.",
        "no_rooms": "I know no room called {room}; rooms are named in the configuration.",
        "no_person": "I don't know anybody called {person}.",
        "no_such": "I find none called {which}.", "none": "There is none.", "over": "That one is over already.",
        "when": "To when should it be moved?", "nothing_rings": "Nothing is ringing that could ring again later.",
        "which": "Which one: {rows}?",
        "ambiguous": "Is that in the morning or in the evening? It must be said.",
        "refused_nothing": "I heard no time in that.", "refused_long": "That is too long for a time.",
        "refused_unclear": "I did not understand the time.", "refused_past": "That time is past already.",
        "refused_impossible": "There is no such time.", "refused_never": "That would never come.",
        "refused_back": "All right, I leave it.",
        "refused_old": "I don't know the working days of that year yet.",
    },
    "zh": {
        "timer": "好的，{text}计时{length}，现在开始。",
        "timer_plain": "好的，计时{length}，现在开始。",
        "alarm": "好的，闹钟定在{when}。",
        "alarm_text": "好的，闹钟定在{when}：{text}。",
        "alarm_rule": "好的，闹钟定在{rule}，第一次是{day}。",
        "reminder": "好的，{when}提醒你：{text}。",
        "reminder_for": "好的，{when}提醒{person}：{text}。",
        "reminder_rule": "好的，{rule}提醒你：{text}。第一次是{day}。",
        "routine": "好的，{when}执行：{text}。",
        "routine_rule": "好的，{rule}执行：{text}。第一次是{day}。",
        "routine_question": "要我在{when}执行“{text}”吗？",
        "workdays_end": "{day}以后的放假安排我还不知道，先按周一到周五算。",
        "none_timer": "没有正在运行的计时器。", "none_alarm": "没有设闹钟。", "none_reminder": "没有提醒。",
        "none_routine": "没有例行任务。",
        "none_then": "那段时间什么都没有设。",
        "none_": "没有计时器、闹钟或提醒。",
        "left": "{what}还剩{left}。", "row_timer": "{what}，还剩{left}", "row": "{what}，{when}", "row_rule": "{what}，{rule}",
        "rings": "{what}正在响。", "row_rings": "{what}，正在响",
        "list": "一共{count}个：{rows}。", "list_one": "有一个：{rows}。", "more": "另外还有{count}个",
        "cancelled": "已取消：{what}。", "cancelled_all": "已取消{count}个。", "cancelled_none": "没有可以取消的。",
        "changed": "已改：{what}现在是{when}。", "changed_timer": "{what}现在还剩{left}。",
        "changed_rule": "已改：{what}，{rule}，下一次是{when}。",
        "skipped": "好的，{when}不响了：{what}。", "skipped_next": "好的，{when}不响了：{what}。下一次是{next}。",
        "snoozed": "好的，{length}后再响。", "stopped": "好的。", "nothing": "现在没有在响的。",
        "missed_none": "没有错过什么。", "missed_one": "你错过了一件事：{rows}。", "missed": "你错过了{count}件事：{rows}。",
        "row_missed": "{what}，{when}",
        "too_long": "这段话太长了，最多{most}个字。",
        "timer_length": "计时器可以从一秒到三十天。",
        "never": "那个时间永远不会来。", "past": "那个时间已经过去了。", "far": "那是五十年以后的事了。",
        "full_timers": "已经有{count}个计时器在运行，不能再多了，请先取消一些。",
        "full": "已经存了{count}个提醒，不能再多了，请先取消一些。",
        "full_skips": "它已经跳过太多天，记不下更多了。可以先取消，以后再设。",
        "no_room": "没有叫{room}的房间；我知道的有{known}。",
        "no_rooms": "我不知道叫{room}的房间；房间在配置里起名。",
        "no_person": "我不认识{person}。",
        "no_such": "没有找到{which}。", "none": "没有这样的。", "over": "那个已经结束了。",
        "when": "要改到什么时候？", "nothing_rings": "没有可以稍后再响的。",
        "which": "是哪一个：{rows}？",
        "ambiguous": "是早上还是晚上？要说清楚。",
        "refused_nothing": "我没有听到时间。", "refused_long": "这句话太长了。",
        "refused_unclear": "我没听懂是什么时间。", "refused_past": "那个时间已经过去了。",
        "refused_impossible": "没有这样的时间。", "refused_never": "那个时间永远不会来。",
        "refused_back": "好的，那就算了。", "refused_old": "那一年的工作日安排我还不知道。",
    },
}  # fmt: skip
_ROW = tuple(
    field.name for field in fields(Reminder) if field.name not in ("deed", "made", "changed", "series", "late", "rang", "zone", "wall")
)


def sentence(name: str, language: Language, **more: object) -> str:
    return _says(language)[name].format(**more)


def row(one: Reminder) -> dict[str, Any]:
    """As a model or a program sees it."""
    return {name: getattr(one, name) for name in _ROW} | {"due": one.due.isoformat()}


def _one(row: Mapping[str, Any]) -> Reminder:
    return Reminder(**{**row, "due": datetime.fromisoformat(row["due"])})


def _when(one: Reminder, now: datetime, language: Language) -> str:
    return moment(one.due, now, language)


def made(content: Mapping[str, Any], language: Language) -> str:
    one, now, says = _one(content["reminder"]), datetime.fromisoformat(content["now"]), _says(language)
    if one.kind == "timer":
        return says["timer" if one.text else "timer_plain"].format(length=length(one.duration, language), text=one.text)
    form: str = one.kind
    if one.rule:
        form += "_rule"
    elif one.kind == "reminder" and one.person and content.get("for"):
        form += "_for"
    elif one.kind == "alarm" and one.text:
        form += "_text"
    old = one.workdays and not workdays.known((now + _AHEAD).date())
    end = says["workdays_end"].format(day=when.day(workdays.KNOWN[1], language)) if old else ""
    said = says[form].format(
        when=_when(one, now, language),
        day=day(one.due, now, language),
        rule=rule(one.rule, one.due, language, one.workdays) if one.rule else "",
        text=one.text.rstrip(".。!！ "),
        person=one.person,
    )
    return said + end


def routine_question(given: Mapping[str, Any], language: Language) -> str:
    return sentence("routine_question", language, when=given.get("when", ""), text=given.get("text", ""))


def listed(content: Mapping[str, Any], language: Language) -> str:
    says, now = _says(language), datetime.fromisoformat(content["now"])
    all = [_one(row) for row in content["reminders"]]
    if not all:
        return says["none_then" if content.get("when") else f"none_{content['kind']}"]
    if len(all) == 1 and all[0].kind == "timer":
        (one,) = all
        what = named(one, language)
        said = says["rings"] if one.state == "ringing" else says["left"]
        return _begun(said.format(what=what, left=left(one.due, now, language)))
    count = content["count"]
    return says["list_one" if count == 1 else "list"].format(count=count, rows=_rows(all, count, now, language))


def _rows(all: Sequence[Reminder], count: int, now: datetime, language: Language, form: str = "") -> str:
    says = _says(language)
    rows = [_row(one, now, language, form) for one in all[:TOLD]]
    if count > len(rows):
        rows.append(says["more"].format(count=count - len(rows)))
    return ("；" if language == "zh" else "; ").join(rows)


def _row(one: Reminder, now: datetime, language: Language, form: str) -> str:
    says = _says(language)
    if not form:
        form = "row_rings" if one.state == "ringing" else "row_timer" if one.kind == "timer" else "row_rule" if one.rule else "row"
    often = rule(one.rule, one.due, language, one.workdays) if one.rule else ""
    return says[form].format(what=named(one, language), left=left(one.due, now, language), when=_when(one, now, language), rule=often)


def several(found: Sequence[Reminder], language: Language) -> str:
    """A question which one is meant."""
    says = _says(language)
    return says["which"].format(rows=either([named(one, language) for one in found[:TOLD]], language))


def cancelled(content: Mapping[str, Any], language: Language) -> str:
    says, all = _says(language), [_one(row) for row in content["reminders"]]
    if not all:
        return says["cancelled_none"]
    if content["count"] > min(TOLD, len(all)):
        return says["cancelled_all"].format(count=content["count"])
    return says["cancelled"].format(what=joined([named(one, language) for one in all], language))


def changed(content: Mapping[str, Any], language: Language) -> str:
    says, one, now = _says(language), _one(content["reminder"]), datetime.fromisoformat(content["now"])
    what = named(one, language) if one.kind != "timer" or one.text else {"zh": "计时器"}.get(language, "the timer")
    if one.kind == "timer":
        return _begun(says["changed_timer"].format(what=what, left=left(one.due, now, language)))
    often = rule(one.rule, one.due, language, one.workdays) if one.rule else ""
    return says["changed_rule" if one.rule else "changed"].format(what=what, when=_when(one, now, language), rule=often)


def skipped(content: Mapping[str, Any], language: Language) -> str:
    says, now = _says(language), datetime.fromisoformat(content["now"])
    all, later = ([_one(row) for row in content[name]] for name in ("reminders", "later"))
    what = joined(list(dict.fromkeys(named(one, language) for one in all[:TOLD])), language)
    when, coming = _when(all[0], now, language), _when(min(later, key=lambda one: one.due), now, language) if later else ""
    return says["skipped_next" if later else "skipped"].format(when=when, what=what, next=coming)


def snoozed(content: Mapping[str, Any], language: Language) -> str:
    return _says(language)["snoozed"].format(length=length(60 * content["minutes"], language))


def stopped(content: Mapping[str, Any], language: Language) -> str:
    return _says(language)["stopped" if content["stopped"] else "nothing"]


def missed(content: Mapping[str, Any], language: Language) -> str:
    says, now = _says(language), datetime.fromisoformat(content["now"])
    all = [_one(row) for row in content["reminders"]]
    if not all:
        return says["missed_none"]
    count = content["count"]
    return says["missed_one" if count == 1 else "missed"].format(count=count, rows=_rows(all, count, now, language, "row_missed"))


def _begun(line: str) -> str:
    return line[:1].upper() + line[1:]


def _says(language: Language) -> dict[str, str]:
    return _SAYS.get(language, _SAYS["en"])
