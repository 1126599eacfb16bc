"""The mind: text in, an answer out; it knows no sound."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from jarvisd.messages import Language, Part, Request


class Answer(Protocol):
    """What a responder would do; nothing is done until its parts are taken, so it may be dropped."""

    @property
    def by(self) -> str:
        """The responder's name."""

    @property
    def language(self) -> Language: ...

    @property
    def preview(self) -> str | None:
        """The first sentence where it is already known, so that it can be synthesised early."""

    @property
    def exact(self) -> bool:
        """A whole sentence that the house knows, word for word: it may be committed early."""

    @property
    def stops(self) -> bool:
        """The person only wants silence: whatever is being said may end."""

    def parts(self) -> AsyncGenerator[Part, None]:
        """Acts; called once, after the turn is committed. The caller closes it."""


class Responder(Protocol):
    @property
    def name(self) -> str: ...

    def fixed(self) -> Sequence[tuple[str, Language]]:
        """Answers that are always the same and nobody's own words, so that their sound may be kept ready."""

    async def consider(self, request: Request) -> Answer | None:
        """None: not mine. Reads, ranks, prepares; never acts, so that a draft may be dropped."""
