"""The home as tools, named and slotted as Home Assistant's intents: what is meant is found, done, and told from what was reported."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from jarvisd.errors import HomeTrouble, ToolError
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import Entity, Home, House
from jarvisd.tools.home.asking import question
from jarvisd.tools.home.intents import INTENTS, Intent, parameters
from jarvisd.tools.home.reachable import reachable, room
from jarvisd.tools.home.reports import AWAY, reached, under_way
from jarvisd.tools.home.resolve import area_called, meant, name_of, resolve, rows
from jarvisd.tools.home.risks import STOPS, risk
from jarvisd.tools.home.rows import Failed, failed, in_language, row
from jarvisd.tools.home.steps import IS_OFF, Step
from jarvisd.tools.home.told import told
from jarvisd.tools.home.troubles import sentence

_RISKS = tuple(Risk)  # from least to most
_UNABLE = re.compile(r"\bEntity (?P<id>\w+\.\w+) does not support\b")


class HomeTools:
    """A toolset: what acts on the home. What only looks is in looking.py."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def tools(self) -> Sequence[Tool]:
        return tuple(
            Tool(
                intent.name,
                intent.description,
                parameters(intent.own, intent.needs),
                partial(self._act, intent),
                partial(self._risk, intent),
                question=partial(self._question, intent),
                told=told,
                examples=intent.examples,
            )
            for intent in INTENTS
        )

    async def _act(self, intent: Intent, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        try:
            reachable(self._home)
            house = self._home.house
            slots = _there(intent, house, slots)
            things = self._meant(intent, house, slots, room(slots, asked, intent.one))
            done, missed = await self._do(intent, slots, things)
        except HomeTrouble as trouble:
            raise ToolError(sentence(in_language(self._home.house, trouble, asked.language), asked.language)) from trouble
        if not done:
            raise ToolError(_why(missed, asked.language))
        house = self._home.house
        rows = [row(house, thing, asked.language) | _said(intent, slots, thing) for thing in done]
        return {
            "intent": intent.name,
            "done": rows,
            "failed": [failed(house, one, asked.language) for one in missed],
            "named": bool(name_of(slots)),
        }

    async def _do(self, intent: Intent, slots: Arguments, things: Sequence[Entity]) -> tuple[Sequence[Entity], Sequence[Failed]]:
        """Those whose report says so, and those with the reason why not. HomeTrouble where the home as a whole failed."""
        missed: list[Failed] = []
        steps: dict[str, tuple[Step, list[Entity]]] = {}
        for thing in things:
            try:
                step = intent.step(slots, thing)
            except HomeTrouble as trouble:
                missed.append(Failed(thing, trouble))
                continue
            steps.setdefault(json.dumps([step.service, step.fields], sort_keys=True), (step, []))[1].append(thing)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._step(step, aimed)) for step, aimed in steps.values()]
        done: list[Entity] = []
        for task in tasks:
            did, did_not = task.result()
            done += did
            missed += did_not
        return done, missed

    async def _step(self, step: Step, things: Sequence[Entity]) -> tuple[Sequence[Entity], Sequence[Failed]]:
        wrong: HomeTrouble | None = None
        try:
            await self._home.act(step.service, [thing.id for thing in things], step.fields)
        except HomeTrouble as trouble:
            if unable := _unable(trouble, things):
                rest = [thing for thing in things if thing is not unable]
                did, did_not = await self._step(step, rest) if rest else ((), ())
                return did, [*did_not, Failed(unable, HomeTrouble("cannot", name=unable.name))]
            wrong = trouble
        now = {entity.id: entity for entity in self._home.house.entities}
        done: list[Entity] = []
        missed: list[Failed] = []
        for thing in things:
            after = now.get(thing.id)
            if after is None:
                missed.append(Failed(thing, HomeTrouble("gone")))
            elif wrong is None and (reached(step.service, step.fields, after) or under_way(step.fields, thing, after)):
                done.append(after)
            elif wrong is not None and wrong.why == "refused" and after is not thing and reached(step.service, step.fields, after):
                done.append(after)  # one of several was refused, and this one was not
            else:
                still = "unstopped" if step.service in STOPS else "unchanged"
                reason = HomeTrouble("unavailable" if after.state in AWAY else still, name=after.name)
                missed.append(Failed(after, wrong or reason))
        return done, missed

    def _risk(self, intent: Intent, slots: Arguments) -> Risk:
        """The most dangerous of all that may be meant, wherever it was said; nothing where there is none: it will only be told so."""
        risks = [risk(step, thing) for thing, step in self._aims(intent, slots)]
        return max(risks, key=_RISKS.index, default=Risk.READ)

    def _question(self, intent: Intent, slots: Arguments, language: Language) -> str:
        aims = [(thing, step) for thing, step in self._aims(intent, slots)]
        feared = [(thing, step) for thing, step in aims if risk(step, thing) is Risk.DANGEROUS]
        return question(feared or aims, language)

    def _aims(self, intent: Intent, slots: Arguments) -> Iterable[tuple[Entity, Step]]:
        try:
            slots = _there(intent, self._home.house, slots)
            things = meant(self._home.house, slots, _kinds(intent, slots))
        except HomeTrouble:
            return
        for thing in things:
            try:
                yield thing, intent.step(slots, thing)
            except HomeTrouble:
                continue

    def _meant(self, intent: Intent, house: House, slots: Arguments, where: str) -> Sequence[Entity]:
        try:
            return _running(intent, slots, resolve(house, slots, _kinds(intent, slots), where, intent.one))
        except HomeTrouble as trouble:
            if trouble.why != "which" or trouble.about["name"] or not intent.where:
                raise
            found = [thing for thing in meant(house, slots, intent.kinds) if thing.state in intent.where]
            if not found and intent.none:
                raise HomeTrouble(intent.none) from trouble
            if len(found) > 1:
                raise HomeTrouble("which", name="", rows=rows(house, found)) from trouble
            if not found:
                raise
            return found


def _running(intent: Intent, slots: Arguments, things: Sequence[Entity]) -> Sequence[Entity]:
    """A bit more or less of several is for those that run: nobody who dims the lights wants those lit that were off.

    Where none runs, more starts them; HomeTrouble where it is to be less.
    """
    step = next((slots[slot] for slot in intent.own if slot.endswith("_step") and slots.get(slot) is not None), None)
    if step is None or name_of(slots) or not intent.idle:
        return things
    found = [thing for thing in things if thing.state not in IS_OFF]
    if not found and str(step).startswith(("down", "-")):
        raise HomeTrouble(intent.idle)
    return found or things


def _unable(trouble: HomeTrouble, things: Sequence[Entity]) -> Entity | None:
    """The one for whose sake Home Assistant refused all of it: "Entity cover.roof does not support action cover.close_cover"."""
    said = _UNABLE.search(str(trouble.about.get("said", ""))) if trouble.why == "refused" else None
    return next((thing for thing in things if said and thing.id == said["id"]), None)


def _there(intent: Intent, house: House, slots: Arguments) -> Arguments:
    """Where it is to work as a room's id, for what works elsewhere than it stands. HomeTrouble where there is no such room."""
    if not intent.there or not slots.get("area"):
        return slots
    return {**{name: value for name, value in slots.items() if name != "area"}, "room": area_called(house, str(slots["area"])).id}


def _kinds(intent: Intent, slots: Arguments) -> frozenset[str]:
    told_which = name_of(slots) or slots.get("domain") or slots.get("device_class")
    return intent.kinds if told_which or not intent.everything else intent.everything


def _said(intent: Intent, slots: Arguments, thing: Entity) -> dict[str, Any]:
    """What was asked of it, for the sentence that tells it."""
    if intent.name == "HassSetPosition" and thing.attributes.get("current_position") not in (
        None,
        slots.get("position", thing.attributes.get("current_position")),
    ):
        return {} if thing.state in ("opening", "closing", "closed") else {"on_its_way": slots["position"]}
    if intent.name != "HassLightSet":
        return {}
    white = thing.attributes.get("color_temp_kelvin") if slots.get("temperature") is not None else None
    asked = {
        "color": slots.get("color"),
        "dimmed": any(slots.get(name) is not None for name in ("brightness", "brightness_step")),
        "white": white,
    }
    return {name: value for name, value in asked.items() if value}


def _why(missed: Sequence[Failed], language: Language) -> str:
    """Of the first of each kind."""
    said = dict.fromkeys(sentence(one.named(language), language) for one in missed)
    return (" " if language != "zh" else "").join(list(said)[:3])
