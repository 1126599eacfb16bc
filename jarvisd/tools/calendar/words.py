"""What the tools of the calendar say to people, in English and Chinese, from what they really did or found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from jarvisd import when
from jarvisd.messages import Language
from jarvisd.schedule import saying
from jarvisd.text.choice import either
from jarvisd.tools import Arguments, clean
from jarvisd.tools.calendar import Occurrence

_TOLD = 6  # events of one answer
_TITLE = 80  # characters of a title that are said
_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "none": "There is nothing {span}.", "list": "{span}: {rows}.",
        "count": "There are {count} things {span}: {rows}.", "count_one": "There is one thing {span}: {rows}.",
        "more": "{count} more", "row": "{what} {clock}", "row_day": "{what} {day}, {clock}", "all_day": "all day", "clock": "at {clock}",
        "next": "Next is {what}, {when}.", "next_none": "Nothing is coming up.", "next_which": "{what} is {when}.",
        "added": "Added: {what}, {when}.", "added_rule": "Added: {what}, {rule}, first {day}.",
        "then": " You already have {what} then.", "moved": "Moved: {what} is now {when}.",
        "moved_all": "Moved all of them: {what}, next {when}.",
        "deleted": "Deleted: {what}, {when}.", "deleted_all": "Deleted: {what}, with every time it repeats.",
        "deleted_many": "Deleted {count} events.", "free": "Yes, you are free {span}.", "busy": "No, you have {rows}.",
        "free_but": "You are free {span}, but {rows} is on.", "all_of": "{day}, all day", "until": "until {day}",
        "from": "from {start} to {end}", "between": "{day}, between {start} and {end}",
        "and": " and ",  "untitled": "something without a title",
        "unread": " {count} of the calendar's files could not be read.",
        "unread_one": " I could not read {entry}: {why}.",
        "clash_put": " {what} was changed elsewhere too. I kept that; yours is kept beside it.",
        "clash_delete": " {what} was changed elsewhere, so I did not delete it.",
        "clash_refused": " The server did not take {what}; yours is kept beside it.",
        "stale": " That is as of {when}; the calendar's server could not be reached since.",
        "no_such": "I find no {which} in the calendar.", "nothing": "Nothing is on then.", "which": "Which one: {rows}?",
        "one_or_all": "{what} repeats. Only the one {when}, or all of them?", "when": "When is it?", "to_when": "To when shall I move it?",
        "span": "Which day do you mean?", "ambiguous": "Is that in the morning or in the evening?",
        "far": "That is too far away.", "long": "That title is too long.", "lunar": "Calendars cannot repeat by the lunar calendar.",
        "failed": "That was not done: {why}.", "ask_every": "Shall I really delete everything that is in the calendar for {day}?",
        "ask_series": "Shall I really delete {what}, with every time it repeats?", "ask": "Shall I delete {what} from the calendar?",
        "ask_day": "Shall I delete {what} from the calendar, {day}?", "ask_any": "the event",
    },
    "zh": {
        "none": "{span}没有安排。", "list": "{span}：{rows}。", "count": "{span}有{count}个安排：{rows}。",
        "count_one": "{span}有一个安排：{rows}。",
        "more": "另外还有{count}个",
        "row": "{clock}{what}", "row_day": "{day}{clock}，{what}", "all_day": "全天", "clock": "{clock}",
        "next": "下一个安排是{what}，{when}。", "next_none": "接下来没有安排。", "next_which": "{what}在{when}。",
        "added": "已加入日历：{what}，{when}。", "added_rule": "已加入日历：{what}，{rule}，第一次是{day}。",
        "then": "那个时间你已经有{what}了。", "moved": "已改：{what}现在是{when}。", "moved_all": "已全部改期：{what}，下一次是{when}。",
        "deleted": "已取消：{what}，{when}。", "deleted_all": "已取消：{what}，包括每一次重复。",
        "deleted_many": "已取消{count}个安排。", "free": "有空，{span}没有安排。", "busy": "没空，你有{rows}。",
        "free_but": "{span}有空，不过有{rows}。", "all_of": "{day}全天", "until": "到{day}为止", "from": "从{start}到{end}",
        "between": "{day}{start}到{end}", "and": "和",  "untitled": "一个没有标题的安排",
        "unread": "日历里有{count}个文件读不了。",
        "unread_one": "{entry}读不了：{why}。",
        "clash_put": "{what}在别处也改过了，我保留了那边的，你的另外存着。",
        "clash_delete": "{what}在别处改过了，所以我没有取消它。",
        "clash_refused": "服务器没有接受{what}，你的另外存着。",
        "stale": "这是{when}的情况，之后连不上日历服务器。",
        "no_such": "日历里没有找到{which}。", "nothing": "那个时间没有安排。", "which": "是哪一个：{rows}？",
        "one_or_all": "{what}是重复的。只改{when}这一次，还是全部？", "when": "什么时候？", "to_when": "要改到什么时候？",
        "span": "您说的是哪一天？", "ambiguous": "是早上还是晚上？",
        "far": "那太远了。", "long": "这个标题太长了。", "lunar": "日历不能按农历重复。",
        "failed": "没有成功：{why}。", "ask_every": "真的要把日历里{day}的安排全部取消吗？",
        "ask_series": "真的要取消{what}，包括每一次重复吗？", "ask": "要从日历里取消{what}吗？",
        "ask_day": "要从日历里取消{day}的{what}吗？", "ask_any": "这个安排",
    },
}  # fmt: skip
_WHY_ZH = (  # what files and servers say in English, by their first words
    ("only a single one", "这种重复的安排只能改其中一次"),
    ("calendars cannot repeat", "日历不能这样重复"),
    ("there is no calendar", "没有这个日历"),
    ("that is no longer", "它已经不在日历里了"),
    ("it is kept in Home", "它在Home Assistant的日历里，请到那里去改"),
    ("it cannot be reached", "现在联系不上"),
    ("it is broken", "文件坏了"),
    ("it is no calendar", "这不是日历文件"),
    ("it is ", "文件太大了"),
)


def sentence(name: str, language: Language, **more: object) -> str:
    return _says(language)[name].format(**more)


def why(text: str, language: Language) -> str:
    """What went wrong, in the language; in Chinese without what only English words say."""
    if language != "zh":
        return text.rstrip(".")
    return next((known for start, known in _WHY_ZH if text.startswith(start)), "日历出错了")


def row(one: Occurrence) -> dict[str, Any]:
    """As a model or a program sees it."""
    return {
        "title": clean.line(one.title, _TITLE),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "all_day": one.all_day,
        "repeats": one.recurs,
        "place": clean.line(one.place, _TITLE),
        "calendar": one.calendar,
    }


def quoted(title: str, language: Language) -> str:
    """Words of others: said between marks, so that nobody takes them for ours."""
    plain = clean.line(title, _TITLE).replace('"', "'").replace("”", "").replace("“", "")
    if not plain:
        return _says(language)["untitled"]
    return f"“{plain}”" if language == "zh" else f'"{plain}"'


def listed(content: Mapping[str, Any], language: Language) -> str:
    says, now, rows = _says(language), datetime.fromisoformat(content["now"]), content["events"]
    if content.get("next"):
        said = _next(rows, content, now, language)
    else:
        start, end = (datetime.fromisoformat(content[name]) for name in ("start", "end"))
        named = span(start, end, now, language)
        if not rows:
            said = says["none"].format(span=named)
        elif _one_day(start, end):
            said = _begun(says["list"].format(span=named, rows=_rows(rows, content, now, language, "row")))
        else:
            count = content.get("count", len(rows))
            form = says["count" if count > 1 else "count_one"]
            said = _begun(form.format(span=named, count=count, rows=_rows(rows, content, now, language, "row_day")))
    return said + _notes(content, now, language)


def added(content: Mapping[str, Any], language: Language) -> str:
    says, now, one = _says(language), datetime.fromisoformat(content["now"]), content["event"]
    what, start = quoted(one["title"], language), datetime.fromisoformat(one["start"])
    if content.get("rule"):
        said = says["added_rule"].format(
            what=what, rule=_often(content["rule"], start, one, language), day=saying.day(start, now, language)
        )
    else:
        said = says["added"].format(what=what, when=moment(one, now, language))
    return said + _then(content, language)


def moved(content: Mapping[str, Any], language: Language) -> str:
    now, one = datetime.fromisoformat(content["now"]), content["event"]
    form = _says(language)["moved_all" if content.get("all") else "moved"]
    return form.format(what=quoted(one["title"], language), when=moment(one, now, language)) + _then(content, language)


def deleted(content: Mapping[str, Any], language: Language) -> str:
    says, now, rows = _says(language), datetime.fromisoformat(content["now"]), content["events"]
    if len(rows) == 1:
        form = says["deleted_all" if content.get("all") else "deleted"]
        return form.format(what=quoted(rows[0]["title"], language), when=moment(rows[0], now, language))
    return says["deleted_many"].format(count=content.get("count", len(rows)))


def free(content: Mapping[str, Any], language: Language) -> str:
    says, now = _says(language), datetime.fromisoformat(content["now"])
    start, end = (datetime.fromisoformat(content[name]) for name in ("start", "end"))
    named = span(start, end, now, language)
    if content["busy"]:
        rows = _rows(content["busy"], content, now, language, "row" if _one_day(start, end) else "row_day")
        return says["busy"].format(rows=rows) + _notes(content, now, language)
    if content["all_day"]:
        rows = saying.joined([quoted(one["title"], language) for one in content["all_day"][:_TOLD]], language)
        return says["free_but"].format(span=named, rows=rows) + _notes(content, now, language)
    return says["free"].format(span=named) + _notes(content, now, language)


def question(given: Arguments, language: Language) -> str:
    """Before something is deleted."""
    says = _says(language)
    which, day = clean.line(str(given.get("which") or ""), _TITLE), clean.line(str(given.get("day") or ""), _TITLE)
    what = quoted(which, language) if which else says["ask_any"]
    if given.get("every"):
        return says["ask_every"].format(day=day)
    if given.get("all"):
        return says["ask_series"].format(what=what)
    return says["ask_day" if day else "ask"].format(what=what, day=day)


def several(found: Sequence[Occurrence], now: datetime, language: Language) -> str:
    """A question which one is meant."""
    says = _says(language)
    rows = [says["row_day"].format(**_parts(row(one), now, language)) for one in found[:_TOLD]]
    return says["which"].format(rows=either(rows, language))


def moment(one: Mapping[str, Any], now: datetime, language: Language) -> str:
    start = datetime.fromisoformat(one["start"])
    if one["all_day"]:
        return _says(language)["all_of"].format(day=saying.day(start, now, language))
    return saying.moment(start, now, language)


def span(start: datetime, end: datetime, now: datetime, language: Language) -> str:
    """today; tomorrow, Tuesday, November 24; until Sunday, November 29; on Friday, ..., between 12:00 PM and 6:00 PM."""
    says = _says(language)
    last = end - timedelta(seconds=1)
    if _one_day(start, end):
        day = saying.day(start, now, language)
        if start <= now or (start.hour == start.minute == 0 and last.hour == 23):
            whole = start > now or last.hour == 23
            return day if whole else says["between"].format(day=day, start=_clock(start, language), end=_clock(end, language))
        return says["between"].format(day=day, start=_clock(start, language), end=_clock(end, language))
    if start <= now:
        return says["until"].format(day=_bare(last, now, language))
    return says["from"].format(start=_bare(start, now, language), end=_bare(last, now, language))


def _next(rows: Sequence[Mapping[str, Any]], content: Mapping[str, Any], now: datetime, language: Language) -> str:
    says = _says(language)
    if not rows:
        which = content.get("which")
        return says["no_such"].format(which=quoted(which, language)) if which else says["next_none"]
    form = says["next_which" if content.get("which") else "next"]
    return form.format(what=quoted(rows[0]["title"], language), when=moment(rows[0], now, language))


def _rows(rows: Sequence[Mapping[str, Any]], content: Mapping[str, Any], now: datetime, language: Language, form: str) -> str:
    says = _says(language)
    parts = [says[form].format(**_parts(one, now, language)) for one in rows[:_TOLD]]
    more = content.get("count", len(rows)) - len(parts)
    if more > 0:
        parts.append(says["more"].format(count=more))
    return ("；" if language == "zh" else "; ").join(parts)


def _parts(one: Mapping[str, Any], now: datetime, language: Language) -> dict[str, str]:
    says, start = _says(language), datetime.fromisoformat(one["start"])
    clock = says["all_day"] if one["all_day"] else says["clock"].format(clock=_clock(start, language))
    return {"what": quoted(one["title"], language), "clock": clock, "day": saying.day(start, now, language)}


def _then(content: Mapping[str, Any], language: Language) -> str:
    there = content.get("conflicts") or []
    if not there:
        return ""
    return _says(language)["then"].format(what=saying.joined([quoted(one["title"], language) for one in there[:3]], language))


def _notes(content: Mapping[str, Any], now: datetime, language: Language) -> str:
    says = _says(language)
    notes = [says[f"clash_{clash['kind']}"].format(what=quoted(clash["title"], language)) for clash in content.get("clashes") or []]
    unread = content.get("unread") or []
    if len(unread) == 1:
        notes.append(says["unread_one"].format(entry=clean.line(unread[0]["entry"], 60), why=why(unread[0]["why"], language)))
    elif unread:
        notes.append(says["unread"].format(count=len(unread)))
    if content.get("stale"):
        notes.append(says["stale"].format(when=saying.moment(datetime.fromisoformat(content["stale"]), now, language)))
    return "".join(notes)


def _often(rule: str, start: datetime, one: Mapping[str, Any], language: Language) -> str:
    said = saying.rule(rule, start, language)
    if not one["all_day"]:
        return said
    clock = when.clock(start.time(), language)
    return said.removesuffix(clock).removesuffix(" at ")


def _bare(at: datetime, now: datetime, language: Language) -> str:
    return saying.day(at, now, language).removeprefix("on ")


def _clock(at: datetime, language: Language) -> str:
    return when.clock(at.time(), language)


def _one_day(start: datetime, end: datetime) -> bool:
    return (end - timedelta(seconds=1)).date() == start.date()


def _begun(line: str) -> str:
    return line[:1].upper() + line[1:]


def _says(language: Language) -> dict[str, str]:
    return _SAYS.get(language, _SAYS["en"])
