"""What answers have in common, whoever gives them: a line that is known, and what is said of a tool's result."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from jarvisd.messages import Asks, Language, Part, Text, ToolResult

_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """An answer that is known before anything is done. Its fields are those of agent.Answer."""

    text: str
    language: Language
    by: str
    exact: bool = False
    stops: bool = False
    tainted: bool = False  # words of others may stand in it

    @property
    def preview(self) -> str:
        return self.text

    async def parts(self) -> AsyncGenerator[Part, None]:
        yield Text(self.text, tainted=self.tainted)


def question(result: ToolResult) -> tuple[Part, ...]:
    """The parts that put the question of a call that waits for a yes; () where it does not.

    They are the last of their answer, word for word: a question that was not heard whole, or not last, opens nothing.
    """
    return (Text(result.question), Asks()) if result.question else ()


def heard_whole(said: str, heard: str, question: str) -> bool:
    """All of what was said was heard, and it ended in the question. The space between sentences is nobody's words."""
    said, heard, question = (_GAP.sub("", text) for text in (said, heard, question))
    return bool(question) and heard == said and said.endswith(question)
