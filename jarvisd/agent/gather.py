"""Reads from memory what one turn of a model needs; what takes too long is done without."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from jarvisd.errors import JarvisError
from jarvisd.memory import Block, Context, Finder, Found, Passage, Recall, Turn
from jarvisd.memory.summaries import Summaries, Summary
from jarvisd.messages import Request

log = logging.getLogger(__name__)

LONGEST = 64  # turns of a talk that go along; it is summed up long before
TALK = timedelta(hours=1)  # of silence, after which it is another talk
_PASSAGES = 3
_SEARCH = 0.1  # seconds that looking things up may take before the first word


class Pages(Protocol):
    """Core memory, read."""

    async def all(self) -> Sequence[Block]: ...


class Gather:
    """finders: looked through with the words that were said; known: the similarity from which something is known."""

    def __init__(self, recall: Recall, blocks: Pages, finders: Sequence[Finder], summaries: Summaries, known: float) -> None:
        self._recall = recall
        self._blocks = blocks
        self._finders = tuple(finders)
        self._summaries = summaries
        self._known = known

    async def context(self, request: Request, at: datetime) -> Context:
        """Everything for this request."""
        blocks, (summary, turns), found = await asyncio.gather(
            self._blocks.all(), self.talk(request.conversation, at), self._looked_up(request)
        )
        passages = [each for each in found if not _stands(each.item, turns, "\n".join(block.text for block in blocks))]
        return Context(
            tuple(blocks),
            summary.text if summary else "",
            tuple(turns),
            tuple(passages[:_PASSAGES]),
            summary.tainted if summary else False,
        )

    async def talk(self, conversation: str, at: datetime) -> tuple[Summary | None, list[Turn]]:
        """The talk that is going on at that moment: the summary of its beginning, and the turns after it, oldest first."""
        summary, turns = await asyncio.gather(self._summaries.get(conversation), self._recall.last(conversation, LONGEST))
        upto = summary.upto if summary else 0
        talk: list[Turn] = []
        for turn in reversed(turns):
            if at - turn.at >= TALK:
                return None, talk
            if turn.id and turn.id <= upto:
                break
            talk.insert(0, turn)
            at = turn.at
        return (summary if summary and at - summary.at < TALK else None), talk

    async def _looked_up(self, request: Request) -> list[Found]:
        """What is known about what was said, the best first; nothing where the search is too slow or fails."""
        if not request.text.strip():
            return []
        try:
            async with asyncio.timeout(_SEARCH):
                found = await asyncio.gather(*(finder.search(request.text, limit=2 * _PASSAGES) for finder in self._finders))
        except (TimeoutError, JarvisError) as error:
            log.warning("nothing was looked up for this turn: %s", error or "it took too long")
            return []
        known = [each for results in found for each in results if each.similarity >= self._known]
        return sorted(known, key=lambda each: -each.similarity)


def _stands(item: Turn | Passage, turns: Sequence[Turn], blocks: str) -> bool:
    """It is in the prompt already, or no longer true."""
    ids = {turn.id for turn in turns if turn.id}
    match item:
        case Turn():
            return item.id in ids
        case Passage():
            return item.turn in ids or item.superseded_by is not None or item.text in blocks
