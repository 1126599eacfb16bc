"""Language models behind one protocol."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from jarvisd.config import LlmConfig
from jarvisd.messages import Message, Text, ToolCall, ToolSpec

EMBEDDED = "embedded"  # the provider that is this machine itself


class Model(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""

    def count(self, text: str) -> int:
        """About how many tokens that is; better once the server has said how many it saw."""

    def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        """Text as it comes, a call once it is whole. LanguageModelError with a sentence for people. The caller closes it.

        schema: a JSON Schema that the text shall fit (held to where the provider can; the caller checks).
        """

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Reads the prefix ahead where that pays (an embedded model); fails for nothing."""

    async def close(self) -> None:
        """Lets go of its connections."""


def background(model: Model) -> Model:
    """The same for what is no turn: an embedded one has a slot of its own for it, and gives way to who talks."""
    quiet: Model = getattr(model, "background", lambda: model)()
    return quiet


def load(config: LlmConfig, env: Mapping[str, str] = os.environ, find: Callable[[str], Path] | None = None) -> Model | None:
    """The model that is configured, None where none is. ConfigError says what is missing. Nothing is asked of it yet.

    find: the folder of a model of the catalogue; without it there is no embedded model.
    """
    if not config.provider:
        return None
    named = [one(config, env, name, find) for name in dict.fromkeys((config.provider, *config.fallback))]
    models = [model for model in named if model is not None]
    if len(models) < 2:
        return models[0] if models else None
    from jarvisd.llm.fallback import Fallback

    return Fallback(models, config.failures, config.rest)


def one(config: LlmConfig, env: Mapping[str, str], name: str, find: Callable[[str], Path] | None = None) -> Model | None:
    """One provider's model by the provider's name; ConfigError as above. None: embedded, and not here or no room for it."""
    if name == EMBEDDED:
        from jarvisd.llm import weights

        return weights.load(config, find) if find else None
    from jarvisd.llm.chosen import choose

    chosen = choose(config, env, name)
    from jarvisd.llm.openai import OpenAIModel  # its import takes a second

    return OpenAIModel(chosen, config)
