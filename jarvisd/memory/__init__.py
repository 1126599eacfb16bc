"""What is kept: core blocks in every prompt, recall of every turn, an archive of facts. It stores and finds; it does not think."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from jarvisd.messages import Language

Vectors: TypeAlias = npt.NDArray[np.float32]  # (n, dimension), each row of length 1

Author = Literal["user", "agent", "sleeptime", "house"]  # who changed something: a person, the model in a turn, the night, the program
Source = Literal["user", "agent", "sleeptime", "document"]  # whose words a passage holds; "user": somebody of the household said it


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool call of a turn and what came back."""

    name: str
    arguments: Mapping[str, Any]
    content: Mapping[str, Any]
    error: str = ""
    untrusted: bool = False  # what came back was written by others


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what was asked, and what the person really heard."""

    at: datetime  # aware, when it was asked
    conversation: str
    person: str  # "" where unknown
    room: str
    language: Language  # of the answer
    asked: str
    answered: str  # as heard: an interrupted answer ends where the sound ended
    by: str  # the responder that answered
    uses: tuple[ToolUse, ...] = ()
    id: int = 0  # 0: not kept yet
    tainted: bool = False  # words of others stood in what the answer was made from

    @property
    def foreign(self) -> bool:
        """The answer may hold words of others."""
        return self.tainted or any(use.untrusted for use in self.uses)


@dataclass(frozen=True, slots=True)
class Passage:
    """A fact or a piece of a document."""

    text: str
    at: datetime  # aware, when it was said or read
    source: Source = "user"
    person: str = ""  # who said it
    tags: frozenset[str] = frozenset()
    confidence: float = 1.0  # 0..1
    turn: int | None = None  # the turn it came from
    document: str = ""  # the path of the document it was cut from
    superseded_by: int | None = None  # the passage that is newer
    id: int = 0  # 0: not kept yet


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of core memory: it stands in every prompt."""

    label: str
    text: str
    description: str  # for the model: what belongs here
    limit: int  # characters
    read_only: bool = False
    version: int = 0  # grows with every edit; for optimistic edits from outside


@dataclass(frozen=True, slots=True)
class Edit:
    """One step in a block's history."""

    id: int
    label: str
    before: str
    after: str
    author: Author
    cause: str  # the tool call or the command that made it
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """What a search is limited to; the empty one is everything."""

    since: datetime | None = None  # from this moment on
    until: datetime | None = None  # before this moment
    person: str = ""
    conversation: str = ""
    roles: frozenset[str] = frozenset()  # of turns: "user" (what was asked), "assistant" (what was answered); empty is both
    tags: frozenset[str] = frozenset()  # of passages
    every_tag: bool = False  # all of tags, else any
    superseded: bool = False  # also passages that a newer one took the place of

    @staticmethod
    def days(first: date | None, last: date | None, zone: tzinfo) -> Within:
        """From the beginning of the first day to the end of the last, in the household's zone."""
        since = datetime.combine(first, time(), zone) if first else None
        until = datetime.combine(last + timedelta(days=1), time(), zone) if last else None
        return Within(since, until)


@dataclass(frozen=True, slots=True)
class Found:
    """A turn or a passage that a search found."""

    item: Turn | Passage
    score: float  # of the fused ranking: only its order means something
    similarity: float  # 0..1, calibrated: below memory.search.KNOWN it is not known; comparable between queries


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an insert."""

    passage: Passage
    how: Literal["new", "same", "updated", "superseded"]  # same: it was known; updated: a near-duplicate; superseded: an older one gave way


class Embedder(Protocol):
    """Texts as vectors. Its work is done in a thread of its own."""

    @property
    def id(self) -> str:
        """Names model and version: a vector of another is not comparable."""

    @property
    def dimension(self) -> int: ...

    async def queries(self, texts: Sequence[str]) -> Vectors: ...

    async def passages(self, texts: Sequence[str]) -> Vectors: ...


class Recall(Protocol):
    """The turns in order."""

    async def keep(self, turn: Turn) -> int:
        """Its id; returns when it is on disk. StorageError says why it is not."""

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        """The newest n turns of a conversation, oldest first."""

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        """The turns of a conversation after that one, oldest first."""


class Finder(Protocol):
    """Looks things up: turns in recall, passages in the archive."""

    async def search(self, query: str, within: Within = Within(), limit: int = 5) -> Sequence[Found]:
        """The best first. An empty query gives the newest."""


class Archive(Finder, Protocol):
    """Passages, found by words and by meaning."""

    async def insert(self, passage: Passage) -> Kept: ...

    async def get(self, id: int) -> Passage | None: ...

    async def update(self, id: int, text: str, at: datetime) -> Passage:
        """The passage with its new text; the old one is kept as superseded. NotKnown where there is none."""

    async def delete(self, id: int) -> None:
        """For good: row, text and vector."""


class Blocks(Protocol):
    """Core memory. Every edit is checked against the block's limit, kept in its history, and returns the block as it is then.

    MemoryRefused says in a sentence that a model can correct itself by why an edit was not made.
    """

    async def all(self) -> Sequence[Block]:
        """In the order in which they stand in the prompt."""

    async def get(self, label: str) -> Block: ...

    async def append(self, label: str, text: str, author: Author, cause: str = "") -> Block: ...

    async def replace(self, label: str, old: str, new: str, author: Author, cause: str = "") -> Block: ...

    async def insert(self, label: str, text: str, line: int, author: Author, cause: str = "") -> Block:
        """line: after so many lines; 0 is the start, -1 the end."""

    async def rewrite(self, label: str, text: str, author: Author, cause: str = "", version: int | None = None) -> Block:
        """version: refused where the block is no longer at it."""

    async def undo(self, label: str = "") -> Edit:
        """Takes back the newest edit (of that block) that is not undone."""

    async def redo(self, label: str = "") -> Edit: ...

    async def history(self, label: str = "", limit: int = 20) -> Sequence[Edit]:
        """Newest first."""


@dataclass(frozen=True, slots=True)
class Context:
    """What memory gives to one turn of a model."""

    blocks: tuple[Block, ...] = ()
    summary: str = ""  # of what was said before `recent`
    recent: tuple[Turn, ...] = field(default=())
    passages: tuple[Found, ...] = field(default=())
    tainted: bool = False  # words of others stood in what the summary was made of
