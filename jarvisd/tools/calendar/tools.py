"""The calendar as tools: what is on, whether somebody is free; add, move, delete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from jarvisd.errors import CalendarError, ToolError
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.calendar import New, Occurrence, times, words
from jarvisd.tools.calendar.agenda import Agenda, chosen

_ROWS = 40  # events of one result
_TITLE = 300  # characters
_WHEN = 'in the person\'s own words ("tomorrow", "on Friday afternoon", "next week") or ISO 8601'


async def nothing() -> Mapping[str, Any]:
    """Where no server is asked."""
    return {}


class CalendarTools:
    """changed: told after every change, so that it is sent. beside: what an answer says of a server besides ("clashes", "stale")."""

    def __init__(
        self, agenda: Agenda, changed: Callable[[], None] = lambda: None, beside: Callable[[], Awaitable[Mapping[str, Any]]] = nothing
    ) -> None:
        self._agenda = agenda
        self._changed = changed
        self._beside = beside

    def tools(self) -> Sequence[Tool]:
        title = {"type": "string", "maxLength": _TITLE}
        when = {"type": "string", "maxLength": 500, "description": f"the time, {_WHEN}"}
        which = {**title, "description": "words of its title"}
        day = {"type": "string", "maxLength": 500, "description": f"the day or time at which it is now, {_WHEN}"}
        all = {"type": "boolean", "description": "of something that repeats: every time of it, not only one"}
        one = {"which": which, "day": day, "all": all}
        entered = {
            "title": {**title, "minLength": 1},
            "when": when,
            "minutes": {"type": "number", "exclusiveMinimum": 0, "maximum": 525600},
            "all_day": {"type": "boolean"},
            "rule": {"type": "string", "maxLength": 500, "description": "RRULE, where it repeats"},
            "place": title,
            "calendar": {"type": "string", "maxLength": 100},
        }
        return (
            Tool("calendar_list", "Tells what is in the household's calendar in a stretch of time, or when something is.",
                 _object({"when": when, "which": which, "next": {"type": "boolean", "description": "only what comes next"}}),
                 self._list, Risk.READ, untrusted=True, told=words.listed,
                 examples=(("what's on tomorrow?", {"when": "tomorrow"}), ("when is my next appointment?", {"next": True}))),
            Tool("calendar_free", "Tells whether nothing is in the calendar in a stretch of time.",
                 _object({"when": when}, "when"), self._free, Risk.READ, untrusted=True, told=words.free),
            Tool("calendar_add", "Enters something in the calendar; a day without an hour is all day.",
                 _object(entered, "title", "when"),
                 self._add, Risk.REVERSIBLE, untrusted=True, told=words.added,
                 examples=(("add dentist on Tuesday at 3 pm", {"title": "dentist", "when": "on Tuesday at 3 pm"}),)),
            Tool("calendar_move", "Moves something in the calendar to another time; what is not said of the day or the hour stays.",
                 _object({**one, "when": {**when, "description": f"the new time, {_WHEN}"}, "minutes_later": {"type": "number"}}, "which"),
                 self._move, Risk.REVERSIBLE, untrusted=True, told=words.moved),
            Tool("calendar_delete", "Deletes something from the calendar.",
                 _object({**one, "every": {"type": "boolean", "description": "everything on that day"}}),
                 self._delete, _risk, untrusted=True, told=words.deleted, question=words.question),
        )  # fmt: skip

    async def named(self, which: str, day: str, asked: Asked) -> Sequence[Occurrence]:
        """Those that may be meant; () too where it cannot be known."""
        try:
            return await self._meant(which, day, asked)
        except ToolError:
            return ()

    async def _list(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        which, text = _text(given.get("which")), _text(given.get("when"))
        if given.get("next") or (which and not text):
            found: Sequence[Occurrence] = await self._agenda.next(asked.at, which, 1 if given.get("next") or which else _ROWS)
            return {**self._rows(found, asked), "next": True, "which": which, **await self._notes()}
        start, end = times.stretch(text or {"zh": "今天"}.get(asked.language, "today"), asked)
        found = chosen(which, await self._agenda.between(start, end))
        span = {"start": start.isoformat(), "end": end.isoformat()}
        return {**self._rows(found, asked), **span, **await self._notes()}

    async def _free(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        start, end = times.stretch(str(given["when"]), asked)
        found = [one for one in await self._agenda.between(start, end) if one.busy]
        busy = [words.row(one) for one in found if not one.all_day]
        whole = [words.row(one) for one in found if one.all_day]
        span = {"start": start.isoformat(), "end": end.isoformat(), "now": asked.at.isoformat()}
        return {"free": not busy, "busy": busy[:_ROWS], "all_day": whole[:_ROWS], "count": len(busy), **span, **await self._notes()}

    async def _add(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        title = _text(given["title"])
        if not title:
            raise ToolError(words.sentence("when", asked.language))
        at = times.beginning(str(given["when"]), asked, bool(given.get("all_day")), _text(given.get("rule")).removeprefix("RRULE:"))
        if at.all_day:
            end = times.whole_days(at.start, max(1, round(float(given.get("minutes", 0)) / 1440)))
        else:
            end = at.end or at.start + (timedelta(minutes=float(given["minutes"])) if "minutes" in given else times.HOUR)
        there = [] if at.all_day else await self._then(at.start, end, "")
        new = New(title, at.start, end, at.all_day, at.rule, _text(given.get("place")))
        try:
            made = await self._agenda.add(new, asked.at, _text(given.get("calendar")))
        except CalendarError as error:
            raise _failed(error, asked) from error
        self._changed()
        return {"event": words.row(made), "rule": at.rule, "conflicts": [words.row(one) for one in there], "now": asked.at.isoformat()}

    async def _move(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        one, all = await self._one(given, asked), bool(given.get("all"))
        if "minutes_later" in given:
            at = times.later(one, float(given["minutes_later"]))
        elif given.get("when"):
            at = times.moved(str(given["when"]), one, asked)
        else:
            raise ToolError(words.sentence("to_when", asked.language))
        self._settled(one, given, asked)
        end = at.end or at.start + (one.end - one.start)
        there = [] if at.all_day else await self._then(at.start, end, one.uid)
        try:
            await self._agenda.move(one, at.start, end, at.all_day, asked.at, all)
        except CalendarError as error:
            raise _failed(error, asked) from error
        self._changed()
        event = {**words.row(one), "start": at.start.isoformat(), "end": end.isoformat(), "all_day": at.all_day}
        return {"event": event, "all": all, "conflicts": [words.row(each) for each in there], "now": asked.at.isoformat()}

    async def _delete(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        all = bool(given.get("all"))
        if given.get("every"):
            start, end = times.stretch(_text(given.get("day")), asked)
            found = [one for one in chosen(_text(given.get("which")), await self._agenda.between(start, end)) if one.end > asked.at]
        else:
            one = await self._one(given, asked)
            self._settled(one, given, asked)
            found = [one]
        if not found:
            raise ToolError(words.sentence("nothing", asked.language))
        done = 0
        try:
            for one in found:
                await self._agenda.delete(one, all)
                done += 1
        except CalendarError as error:
            raise _failed(error, asked) from error
        finally:
            if done:
                self._changed()
        return {**self._rows(found, asked), "all": all}

    def _settled(self, one: Occurrence, given: Arguments, asked: Asked) -> None:
        """Something that repeats, of which nobody said which time is meant: asked back."""
        if one.recurs and not given.get("all") and not _text(given.get("day")) and given.get("all") is not False:
            what, when = words.quoted(one.title, asked.language), words.moment(words.row(one), asked.at, asked.language)
            raise ToolError(words.sentence("one_or_all", asked.language, what=what, when=when))

    async def _one(self, given: Arguments, asked: Asked) -> Occurrence:
        """The one that is meant. ToolError, a sentence that asks or says what there is."""
        which, day = _text(given.get("which")), _text(given.get("day"))
        found = await self._meant(which, day, asked)
        if not found:
            if which:
                raise ToolError(words.sentence("no_such", asked.language, which=words.quoted(which, asked.language)))
            raise ToolError(words.sentence("nothing", asked.language))
        if len({(one.calendar, one.uid) for one in found}) > 1:
            raise ToolError(words.several(found, asked.at, asked.language))
        return found[0]

    async def _meant(self, which: str, day: str, asked: Asked) -> Sequence[Occurrence]:
        """In the order of time; of what repeats the next, unless a day is named."""
        if day:
            start, end = times.stretch(day, asked)
            if end - start <= timedelta(hours=2):  # an hour was said: what begins then, not what is still on
                found = [one for one in await self._agenda.between(start, end) if one.start >= start and not one.all_day]
                return chosen(which, found)
            midnight = datetime.combine(start.date(), datetime.min.time(), start.tzinfo)
            found = list(chosen(which, await self._agenda.between(min(start, midnight), end)))
            return [one for one in found if one.end > asked.at] or found
        coming = await self._agenda.next(asked.at, which, _ROWS)
        if coming and which:
            return coming
        today = datetime.combine(asked.at.date(), datetime.min.time(), asked.at.tzinfo)
        return await self._agenda.next(today, which, _ROWS) if which else coming[:1]

    async def _then(self, start: datetime, end: datetime, without: str) -> Sequence[Occurrence]:
        """What takes the same time already."""
        there = await self._agenda.between(start, end)
        return [one for one in there if one.busy and not one.all_day and one.uid != without and one.start < end]

    def _rows(self, found: Sequence[Occurrence], asked: Asked) -> dict[str, Any]:
        return {"events": [words.row(one) for one in found[:_ROWS]], "count": len(found), "now": asked.at.isoformat()}

    async def _notes(self) -> dict[str, Any]:
        unread = [{"entry": one.entry, "why": one.why} for one in self._agenda.troubles]
        return {**({"unread": unread[:5]} if unread else {}), **await self._beside()}


def _risk(given: Arguments) -> Risk:
    """Many at once are not put back with a word."""
    return Risk.DANGEROUS if given.get("every") or given.get("all") else Risk.SENSITIVE


def _failed(error: CalendarError, asked: Asked) -> ToolError:
    return ToolError(words.sentence("failed", asked.language, why=words.why(str(error), asked.language)))


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}


def _text(given: object) -> str:
    return " ".join(str(given or "").split())
