"""What the mind does while nobody talks: looks through what was said for lasting facts, tidies memory, proposes, writes the diary.

Every step is done in a transaction of its own that also moves its mark on: cut off anywhere, it goes on from there and does
nothing twice. It reads what people said themselves; never what a tool found, a document holds or an answer supposed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from jarvisd.agent import diary, extract, habits, said
from jarvisd.errors import LanguageModelError
from jarvisd.llm import Model
from jarvisd.memory import Passage, Turn, Within
from jarvisd.memory.diary import Diary, Page
from jarvisd.memory.lately import STATISTICS, Lately, Mark, Transaction
from jarvisd.memory.opened import Memory
from jarvisd.memory.proposals import Proposal, Proposals
from jarvisd.memory.tidying import Tidying
from jarvisd.memory.words import normal
from jarvisd.messages import Language, ToolCall

log = logging.getLogger(__name__)

TAG = "sleeptime"  # of passages that nobody asked to be kept
_SURE = 0.8  # of such a passage
_READ, _RULES, _DIARY, _STATS = "sleeptime.read", "sleeptime.rules", "sleeptime.diary", STATISTICS  # facts
_RAN = "sleeptime.ran"  # a fact: when all of it was done last
_WEEK = timedelta(days=7)
_BATCH = 100  # turns looked at together
_TOLD = 12  # turns that a model is shown at once
_PAGES = 14  # days at most that are written up in one night
_ALIKE = 10  # passages among which one that is known already is looked for

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "rule": 'You said: "{line}". Shall I keep to that from now on?',
        "preference": 'You said: "{line}". Shall I keep that in mind in every talk?',
    },
    "zh": {"rule": "你说过：“{line}”。要我从现在起照做吗？", "preference": "你说过：“{line}”。要我以后一直记着吗？"},
}


@dataclass(frozen=True, slots=True)
class Slept:
    """What one run did; numbers only."""

    turns: int = 0  # looked at
    facts: int = 0  # that were new
    known: int = 0  # that were not
    proposals: int = 0
    merged: int = 0  # passages that gave way to one that says as much
    decayed: int = 0  # lines of the scratch block
    pages: int = 0  # of the diary

    def __add__(self, other: Slept) -> Slept:
        return Slept(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class Sleeptime:
    """model: None does what needs none. may: a call is one that the house may propose to make by itself."""

    def __init__(
        self, memory: Memory, model: Model | None, now: Callable[[], datetime], may: Callable[[ToolCall], bool], scratch: timedelta
    ) -> None:
        self._memory = memory
        self._model = model
        self._now = now
        self._may = may
        self._scratch = scratch
        self._lately = Lately(memory.database, memory.recall)
        self._proposals = Proposals(memory.database, memory.blocks)
        self._diary = Diary(memory.database)
        self._tidying = Tidying(memory.database, memory.archive, memory.blocks)

    async def pending(self) -> bool:
        """Something was said that was not looked at."""
        return bool(await self._lately.after(await self._lately.mark(_READ if self._model else _RULES), 1))

    async def ran(self) -> datetime | None:
        """When all of it was done last."""
        at = await self._lately.fact(_RAN)
        return datetime.fromisoformat(at) if at else None

    async def run(self, nightly: bool = True, today: bool = False) -> Slept:
        """nightly: all of it, else what was said lately alone; today: with a page for the day that is not over."""
        slept = await self._rules()
        if self._model is not None:
            slept += await self._facts(self._model)
        if nightly:
            slept += Slept(merged=await self._tidying.merge(), decayed=await self._tidying.decay(self._now(), self._scratch))
            slept += await self._habits()
            slept += await self._pages(today)
            await self._lately.note(_STATS, json.dumps(await self._lately.counted(self._now() - _WEEK, self._now())))
            await self._lately.note(_RAN, self._now().isoformat())
        log.info("sleeptime: %s", ", ".join(f"{getattr(slept, each.name)} {each.name}" for each in fields(slept)))
        return slept

    async def _rules(self) -> Slept:
        """Sentences that tell the house what to do from now on wait for a yes."""
        done = Slept()
        while turns := await self._lately.after(mark := await self._lately.mark(_RULES), _BATCH):
            async with self._memory.database.transaction() as db:
                for turn in turns:
                    for line in said.rules(turn.asked) if turn.by not in extract.UNDERSTOOD else ():
                        done += Slept(proposals=await self._propose(db, "rule", turn, line, "household"))
                await self._lately.move(db, _RULES, mark.past(turns))
            done += Slept(turns=0 if self._model else len(turns))
        return done

    async def _facts(self, model: Model) -> Slept:
        done = Slept()
        while turns := await self._lately.after(mark := await self._lately.mark(_READ), _BATCH):
            looked, told = _portion(turns)
            try:
                facts = await extract.extract(model, told)
            except LanguageModelError as error:
                log.warning("what was said is looked through another time: %s", error)
                return done
            done += await self._keep(mark, looked, facts)
        return done

    async def _keep(self, mark: Mark, turns: Sequence[Turn], facts: Sequence[extract.Fact]) -> Slept:
        done = Slept(turns=len(turns))
        new = [fact for fact in facts if not await self._known(fact)]
        vectors = await self._memory.archive.vectors([fact.text for fact in new]) if new else None
        async with self._memory.database.transaction() as db:
            for at, fact in enumerate(new):
                if not await self._lately.there(db, fact.turn):
                    continue  # forgotten meanwhile
                tags = frozenset({TAG})
                passage = Passage(fact.text, fact.turn.at, "user", fact.turn.person, tags, _SURE, fact.turn.id)
                kept = await self._memory.archive.insert_in(db, passage, None if vectors is None else vectors[at])
                done += Slept(facts=kept.how in ("new", "superseded"), known=kept.how in ("same", "updated"))
                if said.prefers(fact.said):
                    label = f"person:{fact.turn.person}" if fact.turn.person else "household"
                    done += Slept(proposals=await self._propose(db, "preference", fact.turn, fact.text, label))
            await self._lately.move(db, _READ, mark.past(turns))
        return done + Slept(known=len(facts) - len(new))

    async def _known(self, fact: extract.Fact) -> bool:
        """It stands in a block, or was said as late as this, whether or not it holds since."""
        if any(normal(fact.text) in normal(block.text) for block in await self._memory.blocks.all()):
            return True
        found = await self._memory.archive.search(fact.text, Within(superseded=True), _ALIKE)
        old = [each.item for each in found if isinstance(each.item, Passage) and not each.item.document]
        return any(normal(one.text) == normal(fact.text) and one.person == fact.turn.person and one.at >= fact.turn.at for one in old)

    async def _propose(self, db: Transaction, kind: str, turn: Turn, line: str, label: str) -> bool:
        text = _SAYS.get(turn.language, _SAYS["en"])[kind].format(line=line)
        subject = f"{kind}: {label}: {normal(line)}"
        made = Proposal("rule" if kind == "rule" else "preference", subject, turn.language, text, label, line, turn.at)
        return await self._proposals.offer(db, made)

    async def _habits(self) -> Slept:
        now, made = self._now(), 0
        uses = await self._lately.uses(now - timedelta(days=habits.DAYS + 1))
        for habit in habits.habits(uses, now, self._may):
            proposal = habits.proposal(habit, await self._proposals.all(), now)
            if proposal is not None:
                async with self._memory.database.transaction() as db:
                    made += await self._proposals.offer(db, proposal)
        return Slept(proposals=made)

    async def _pages(self, today: bool) -> Slept:
        """For each day that is over and has none; its mark is the last day that was written up."""
        now, written = self._now(), 0
        upto, first = await self._lately.fact(_DIARY), await self._lately.first()
        if first is None:
            return Slept()
        begin = first.astimezone(now.tzinfo).date()
        begin = max(date.fromisoformat(upto) + timedelta(days=1) if upto else begin, begin, now.date() - timedelta(days=_PAGES))
        days = [begin + timedelta(days=n) for n in range((now.date() - begin).days)]
        for day in [*days, *([now.date()] if today else ())]:
            page = await self._page(day)
            async with self._memory.database.transaction() as db:
                if page is not None:
                    await self._diary.write(db, page)
                    written += 1
                if day < now.date():
                    await self._lately.note_in(db, _DIARY, day.isoformat())
        return Slept(pages=written)

    async def _page(self, day: date) -> Page | None:
        zone = self._now().tzinfo
        since = datetime.combine(day, datetime.min.time(), zone)
        until = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
        turns = await self._lately.between(since, until)
        if not turns:
            return None
        return Page(day, await diary.page(self._model, turns, await self._lately.remembered(since, until)))


def _portion(turns: Sequence[Turn]) -> tuple[Sequence[Turn], Sequence[Turn]]:
    """So many of them as a model is shown at once, with those between that have nothing to show; and the shown ones."""
    told: list[Turn] = []
    for at, turn in enumerate(turns):
        if extract.worth(turn):
            if len(told) == _TOLD:
                return turns[:at], told
            told.append(turn)
    return turns, told
