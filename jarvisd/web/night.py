"""What the command line can have done with what the night made: proposals answered, the diary read, all of it done now."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from jarvisd.agent.sleeptime import Slept
from jarvisd.errors import ControlError
from jarvisd.memory.diary import Diary, Page
from jarvisd.memory.proposals import Proposal, Proposals
from jarvisd.web.control import Command, Row
from jarvisd.web.memory import count, day


class NightCommands:
    """sleep: None where this process has no mind."""

    def __init__(self, proposals: Proposals, diary: Diary, sleep: Callable[[], Awaitable[Slept | None]] | None) -> None:
        self._proposals = proposals
        self._diary = diary
        self._sleep = sleep

    @property
    def table(self) -> Mapping[str, Command]:
        named = {"proposals": self.proposals, "answer": self.answer, "diary": self.diary}
        if self._sleep is not None:
            named["sleep"] = self.sleep
        return {f"memory.{name}": command for name, command in named.items()}

    async def proposals(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"all"?} -> those that wait for an answer, else all there ever were, oldest first."""
        for proposal in await (self._proposals.all() if wanted.get("all") else self._proposals.waiting()):
            yield _proposal(proposal)

    async def answer(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"id", "answer": "accept" | "decline"} -> the proposal as it is then."""
        match wanted.get("answer"):
            case "accept":
                yield _proposal(await self._proposals.accept(int(wanted["id"])))
            case "decline":
                yield _proposal(await self._proposals.decline(int(wanted["id"])))
            case other:
                raise ControlError(f"answer = {other!r} is not known; known: accept, decline")

    async def diary(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"day"?, "limit"?} -> that day's page, else the newest ones, newest first."""
        named = day(wanted, "day")
        if named is None:
            for page in await self._diary.newest(count(wanted, 7)):
                yield _page(page)
            return
        found = await self._diary.page(named)
        if found is None:
            raise ControlError(f"the diary has no page for {named}; it is written in the night after, or by jarvisd memory sleep")
        yield _page(found)

    async def sleep(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> what was done, in numbers; "woken" where somebody talked meanwhile."""
        assert self._sleep is not None
        slept = await self._sleep()
        yield {**asdict(slept or Slept()), "woken": slept is None}


def _proposal(proposal: Proposal) -> Row:
    return {
        "id": proposal.id,
        "at": proposal.at.isoformat(timespec="seconds"),
        "kind": proposal.kind,
        "text": proposal.text,
        "block": proposal.label,
        "line": proposal.line,
        "language": proposal.language,
        "state": proposal.state,
    }


def _page(page: Page) -> Row:
    return {"day": page.day.isoformat(), "text": page.text}
