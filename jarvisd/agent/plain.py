"""One plain answer of a model to messages that others wrote: no tools, nothing of the household beside them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from jarvisd.errors import LanguageModelError
from jarvisd.llm import Model
from jarvisd.messages import Message, Text, ToolResult
from jarvisd.tools.mcp.answering import Answered, Answering


def plain(model: Model) -> Answering:
    async def answer(messages: Sequence[Message], most: int) -> Answered:
        asked = sum(model.count(message.text) for message in messages if not isinstance(message, ToolResult))
        if asked + most > model.window:
            raise LanguageModelError(f"{model.name} cannot read so much at once")
        text, tokens = "", 0
        async with aclosing(model.stream(messages)) as parts:
            async for part in parts:
                text += part.text if isinstance(part, Text) else ""
                if (tokens := model.count(text)) > most:
                    break
        return Answered(text[: len(text) * most // tokens] if tokens > most else text, tokens <= most, model.name)

    return answer
