"""Language models behind one protocol."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Protocol

from jarvisd.config import LlmConfig
from jarvisd.messages import Message, Text, ToolCall, ToolSpec


class Model(Protocol):
    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Text | ToolCall, None]:
        """Text as it comes, a call once it is whole. LanguageModelError with a sentence for people. The caller closes it."""

    async def close(self) -> None:
        """Lets go of its connections."""


def load(config: LlmConfig, env: Mapping[str, str] = os.environ) -> Model | None:
    """The model that is configured, None where none is. ConfigError says what is missing. Nothing is asked of it yet."""
    if not config.provider:
        return None
    from jarvisd.llm import providers

    chosen = providers.choose(config, env)
    from jarvisd.llm.openai import OpenAIModel  # its import takes a second

    return OpenAIModel(chosen, config)
