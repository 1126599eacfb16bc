"""Timers, alarms and reminders as tools: set, list, cancel, put off, move, stop, and tell what was missed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from jarvisd.errors import ScheduleError, ScheduleFull, ToolError
from jarvisd.schedule import KINDS, Kind, Reminder, State
from jarvisd.schedule.ringing import Ringing
from jarvisd.schedule.store import MOST
from jarvisd.tools import Arguments, Asked, Risk, Tool, reminder_words
from jarvisd.tools.moments import Moment, moment
from jarvisd.tools.reminders_listed import LISTED, page, stretch, within
from jarvisd.tools.reminders_skipped import SkipTools
from jarvisd.tools.which import choose, words_of
from jarvisd.when.coming import following, named

_SHORTEST, _LONGEST = 1, 30 * 86400  # seconds of a timer
_FAR = timedelta(days=365 * 50)
_SNOOZE = 10  # minutes
_RECENT = timedelta(minutes=15)  # in which something that rang may still be put off
_TEXT = 2000  # characters
_NEXT = 1000  # among which a name is looked for first

_WHEN = {
    "type": "string",
    "maxLength": 500,
    "description": 'the time in the person\'s own words ("tomorrow at 3 pm", "every Monday at 7", "in half an hour") or ISO 8601',
}
_WHICH = {
    "type": "string",
    "maxLength": 500,
    "description": 'its name or its place: "pasta", "the second"; may be left out if there is one',
}
_SPAN = {"type": "string", "maxLength": 200, "description": 'only those of a day, a week or a month: "tomorrow", "this week"'}
_KIND = {"enum": list(KINDS)}
_ID = {"type": "integer"}


class ReminderTools:
    """ring: told after every change of what is due. rooms: those where somebody can be reminded. people: those the house knows."""

    def __init__(
        self,
        ringing: Ringing,
        ring: Callable[[], None],
        rooms: Sequence[str] = (),
        people: Callable[[], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        self._ringing = ringing
        self._reminders = ringing.reminders
        self._ring = ring
        self.rooms = tuple(rooms)
        self._people = people

    def tools(self) -> Sequence[Tool]:
        text = {"type": "string"}
        whose = {"person": {"type": "string", "maxLength": 100}, "room": {"type": "string", "maxLength": 100}}
        again = {
            "rule": {"type": "string", "maxLength": 500, "description": "RRULE, where `when` is ISO 8601"},
            "workdays": {"type": "boolean"},
        }
        which = {"which": _WHICH, "kind": _KIND, "id": _ID}
        put, told = Risk.REVERSIBLE, reminder_words
        return (
            Tool("set_timer", "Starts a timer for a length of time.",
                 _object({"seconds": {"type": "number"}, "name": text, "room": whose["room"]}, "seconds"),
                 self._timer, put, told=told.made),
            Tool("set_alarm", "Sets an alarm that rings until it is stopped, once or again and again.",
                 _object({"when": _WHEN, "text": text, **again, **whose}, "when"), self._alarm, put, told=told.made),
            Tool("set_reminder", "Reminds somebody of something at a time, once or again and again.",
                 _object({"text": {**text, "minLength": 1}, "when": _WHEN, **again, **whose}, "text", "when"),
                 self._reminder, put, told=told.made),
            Tool("list_reminders", "Tells the timers, alarms and reminders that are still to come.",
                 _object({"kind": _KIND, "which": _WHICH, "when": _SPAN}), self._list, Risk.READ, told=told.listed),
            Tool("cancel_reminder", "Cancels a timer, an alarm or a reminder.",
                 _object({**which, "all": {"type": "boolean"}}), self._cancel, put, told=told.cancelled),
            Tool("change_reminder", "Moves a timer, an alarm or a reminder to another time, or makes it longer.",
                 _object({**which, "when": _WHEN, "add_seconds": {"type": "number"}}), self._change, put, told=told.changed),
            Tool("snooze_reminder", "Has what rings, or rang just now, ring again later.",
                 _object({"minutes": {"type": "number", "exclusiveMinimum": 0, "maximum": 1440}}), self._snooze, put, told=told.snoozed),
            Tool("set_routine", "Has something done at a time, once or again and again, such as lights off every night at ten.",
                 _object({"text": {**text, "minLength": 1, "description": "what is to be done, as a command, without the time"},
                          "when": _WHEN, **again}, "text", "when"),
                 self._routine, Risk.SENSITIVE, told=told.made, question=told.routine_question),
            Tool("stop_ringing", "Stops what rings now.", _object({}), self._stop, put, told=told.stopped),
            Tool("missed_reminders", "Tells what rang and nobody acknowledged, a few at a time, each once.",
                 _object({}), self._missed, put, told=told.missed),
            *SkipTools(self._ringing, self._ring).tools(),
        )  # fmt: skip

    async def rings(self) -> bool:
        """Something sounds now, or is said again soon: a bare "stop" is meant for it."""
        return bool(await self._at_hand())

    async def named(self, which: str, kind: str) -> int:
        """How many that may be."""
        of = next((known for known in KINDS if known == kind), None)
        return len(await self._called(which, of))

    async def _called(self, words: str, kind: Kind | None) -> Sequence[Reminder]:
        """Those that may be meant: of the next ones, and of all there are only where none of those is."""
        next_ones = await self._reminders.waiting(kind, _NEXT)
        found = choose(words, next_ones)
        if found or len(next_ones) < _NEXT:
            return found
        return choose(words, await self._reminders.called(words_of(words), kind, _NEXT))

    # Setting

    async def _timer(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        seconds = float(given["seconds"])
        if not _SHORTEST <= seconds <= _LONGEST:
            raise ToolError(reminder_words.sentence("timer_length", asked.language))
        due = asked.at + timedelta(seconds=seconds)
        one = Reminder("timer", _text(given.get("name")), due, zone=_zone(asked), duration=seconds, room=self._room(given, asked))
        return await self._keep(one, asked)

    async def _alarm(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._at("alarm", _text(given.get("text")), given, asked)

    async def _reminder(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._at("reminder", _text(given["text"]), given, asked)

    async def _routine(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._at("routine", _text(given["text"]), given, asked)

    async def _at(self, kind: Kind, text: str, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        meant = moment(str(given["when"]), asked, _text(given.get("rule")), bool(given.get("workdays")))
        person, room = await self._person(given, asked), self._room(given, asked)
        one = Reminder(kind, text, meant.start, meant.wall, _zone(asked), meant.rule, meant.workdays, person=person, room=room)
        if kind == "routine":
            one = replace(one, deed={"scopes": sorted(asked.caller.scopes)})
        kept = await self._keep(one, asked)
        return {**kept, "for": person} if given.get("person") else kept

    async def _keep(self, one: Reminder, asked: Asked) -> Mapping[str, Any]:
        if len(one.text) > _TEXT:
            raise ToolError(reminder_words.sentence("too_long", asked.language, most=_TEXT))
        first = self._first(one, asked)
        kept = replace(one, due=first, room=one.room or asked.caller.room, language=asked.language)
        try:
            made = await self._reminders.add(kept, asked.at)
        except ScheduleFull as error:
            full = "full_timers" if one.kind == "timer" and error.count < MOST else "full"
            raise ToolError(reminder_words.sentence(full, asked.language, count=error.count)) from error
        except ScheduleError as error:
            raise ToolError(str(error)) from error
        self._ring()
        return {"reminder": reminder_words.row(made), "now": asked.at.isoformat()}

    def _first(self, one: Reminder, asked: Asked) -> datetime:
        """When it rings first. ToolError where that is past, or never."""
        due: datetime | None = one.due
        if one.rule:
            try:
                zone = asked.at.tzinfo
                assert zone is not None
                wall = datetime.fromisoformat(one.wall)
                after = max(asked.at, one.due - timedelta(seconds=1))
                due = following(one.rule, wall, zone, after, one.workdays)
            except ScheduleError as error:
                raise ToolError(str(error)) from error
        if due is None:
            raise ToolError(reminder_words.sentence("never", asked.language))
        if due <= asked.at:
            raise ToolError(reminder_words.sentence("past", asked.language))
        if due - asked.at > _FAR:
            raise ToolError(reminder_words.sentence("far", asked.language))
        return due

    def _room(self, given: Arguments, asked: Asked) -> str:
        wanted = _text(given.get("room"))
        if not wanted:
            return asked.caller.room
        found = next((room for room in self.rooms if room.casefold() == wanted.casefold()), None)
        if found is None:
            known = ", ".join(self.rooms)
            raise ToolError(reminder_words.sentence("no_room" if known else "no_rooms", asked.language, room=wanted[:60], known=known))
        return found

    async def _person(self, given: Arguments, asked: Asked) -> str:
        wanted = _text(given.get("person"))
        if not wanted or wanted.casefold() == asked.caller.user.casefold():
            return asked.caller.user
        people = await self._people() if self._people else ()
        found = next((person for person in people if person.casefold() == wanted.casefold()), None)
        if found is None:
            raise ToolError(reminder_words.sentence("no_person", asked.language, person=wanted[:60]))
        return found

    # What there is

    async def _list(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        kind, words, then = given.get("kind"), _text(given.get("which")), _text(given.get("when"))
        if then:
            meant = stretch(then, asked)
            there = within(choose(words, await self._reminders.waiting(kind, MOST, meant.end)), meant, asked)
            return {**page(there, len(there), asked), "kind": kind or "", "one": False, "when": then}
        there = await self._called(words, kind) if words else await self._reminders.waiting(kind, LISTED)
        if words and not there:
            raise ToolError(reminder_words.sentence("no_such", asked.language, which=words[:60]))
        count = len(there) if words else await self._reminders.count(kind)
        return {**page(there, count, asked), "kind": kind or "", "one": bool(words)}

    async def _missed(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        missed = await self._reminders.missed()
        told = missed[: reminder_words.TOLD]
        await self._reminders.told([one.id for one in told])
        return page(told, len(missed), asked)

    # Changing

    async def _cancel(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        if given.get("all"):
            which = _text(given.get("which"))
            held = self._reminders.called(words_of(which), given.get("kind"), MOST) if words_of(which) else None
            found = choose(which, await (held or self._reminders.waiting(given.get("kind"), MOST)))
        else:
            found = [await self._one(given, asked)]
        ids = [one.id for one in found]
        await self._reminders.settle(ids, "cancelled", asked.at, ("scheduled", "snoozed", "ringing"))
        for id in ids:
            self._ringing.drop(id)
        self._ring()
        return {**page(found, len(found), asked), "kind": given.get("kind") or ""}

    async def _change(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        one = await self._one(given, asked)
        if "add_seconds" in given:
            by = float(given["add_seconds"])
            longer = max(asked.at, one.due) if one.state == "ringing" else one.due
            wall = (datetime.fromisoformat(one.wall) + timedelta(seconds=by)).isoformat() if one.wall else ""
            changed = replace(one, due=longer + timedelta(seconds=by), wall=wall, duration=max(0.0, one.duration + by))
        elif "when" in given:
            changed = self._moved(one, moment(str(given["when"]), asked, before=one), asked)
        else:
            raise ToolError(reminder_words.sentence("when", asked.language))
        changed = replace(changed, due=self._first(changed, asked), state="scheduled")
        if not await self._reminders.change(changed, asked.at):
            raise ToolError(reminder_words.sentence("over", asked.language))
        self._ringing.drop(one.id)
        self._ring()
        return {"reminder": reminder_words.row(changed), "now": asked.at.isoformat()}

    def _moved(self, one: Reminder, meant: Moment, asked: Asked) -> Reminder:
        duration = (meant.start - asked.at).total_seconds() if one.kind == "timer" else one.duration
        wall = "" if one.kind == "timer" else meant.wall
        return replace(one, due=meant.start, wall=wall, zone=_zone(asked), rule=meant.rule, workdays=meant.workdays, duration=duration)

    async def _one(self, given: Arguments, asked: Asked) -> Reminder:
        """The one that is meant. ToolError, a sentence that asks or says what there is."""
        if "id" in given:
            one = await self._reminders.get(int(given["id"]))
            if one is None or one.state not in ("scheduled", "snoozed", "ringing"):
                raise ToolError(reminder_words.sentence("over", asked.language))
            return one
        kind, words = given.get("kind"), _text(given.get("which"))
        found = await self._called(words, kind)
        if not found:
            said = "no_such" if words and await self._reminders.count(kind) else "none"
            raise ToolError(reminder_words.sentence(said, asked.language, which=words[:60]))
        if len({(one.kind, one.text, one.duration) for one in found}) > 1:
            raise ToolError(reminder_words.several(found, asked.language))
        return found[0]

    # Ringing

    async def _stop(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        stopped = await self._ringing.acknowledge([one.id for one in await self._at_hand()])
        self._ring()
        return {"stopped": len(stopped), "ids": list(stopped)}

    async def _snooze(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        minutes = float(given.get("minutes", _SNOOZE))
        at_hand = await self._at_hand() or (await self._reminders.lately(("missed", "done"), asked.at - _RECENT))[:1]
        states: tuple[State, ...] = ("ringing", "snoozed", "missed", "done")
        done = await self._ringing.snooze([one.id for one in at_hand if one.rang], timedelta(minutes=minutes), states)
        if not done:
            raise ToolError(reminder_words.sentence("nothing_rings", asked.language))
        self._ring()
        return {"minutes": minutes, "until": (asked.at + timedelta(minutes=minutes)).isoformat(), "now": asked.at.isoformat()}

    async def _at_hand(self) -> Sequence[Reminder]:
        """What rings, and reminders between two times of being said."""
        said = [one for one in await self._reminders.waiting("reminder", 50) if one.state == "snoozed" and one.rang]
        return [*await self._reminders.ringing(), *said]


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}


def _text(given: object) -> str:
    return " ".join(str(given or "").split())


def _zone(asked: Asked) -> str:
    return named(asked.at.tzinfo) if asked.at.tzinfo else ""
