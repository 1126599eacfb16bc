"""What an answer says of a tool's result, whoever had it called."""

from __future__ import annotations

import re

from jarvisd.messages import Asks, Part, Text, ToolResult

_GAP = re.compile(r"\s+")


def question(result: ToolResult) -> tuple[Part, ...]:
    """The parts that put the question of a call that waits for a yes; () where it does not.

    They are the last of their answer, word for word: a question that was not heard whole, or not last, opens nothing.
    """
    return (Text(result.question), Asks()) if result.question else ()


def heard_whole(said: str, heard: str, question: str) -> bool:
    """All of what was said was heard, and it ended in the question. The space between sentences is nobody's words."""
    said, heard, question = (_GAP.sub("", text) for text in (said, heard, question))
    return bool(question) and heard == said and said.endswith(question)
