"""What the night proposed, put to a person: their yes to its question makes it count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from jarvisd.errors import MemoryRefused, ToolError
from jarvisd.memory.proposals import Proposal
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool

ACCEPT = "accept_proposal"
_DONE: dict[Language, str] = {"en": "Good, I will.", "zh": "好的，就这么办。"}


class Offers(Protocol):
    async def asked(self, id: int) -> None: ...

    async def accept(self, id: int) -> Proposal: ...


class ProposalTools:
    """A toolset of one: it is always asked about, whoever calls, for the yes is the point."""

    def __init__(self, offers: Offers) -> None:
        self._offers = offers
        self._named: Mapping[int, str] = {}  # what the next question is: a call carries an id, and no words into the audit

    def name(self, proposal: Proposal) -> None:
        """The proposal that a call is going to be about, so that its own question is asked."""
        self._named = {proposal.id: proposal.text}

    def tools(self) -> Sequence[Tool]:
        which = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"], "additionalProperties": False}
        return (
            Tool(
                ACCEPT,
                "Accepts a proposal of the house, by its id.",
                which,
                self._accept,
                Risk.DANGEROUS,
                question=lambda given, language: self._named.get(given["id"], ""),
                told=lambda content, language: _DONE.get(language, _DONE["en"]),
            ),
        )

    async def _accept(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        try:
            proposal = await self._offers.accept(given["id"])
        except MemoryRefused as error:
            raise ToolError(str(error)) from error
        return {"accepted": proposal.id, "kind": proposal.kind, "block": proposal.label}
