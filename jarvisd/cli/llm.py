"""`jarvisd models test-llm`: asks the configured language models what they can do, and says it in plain words."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jarvisd.config import LlmConfig
from jarvisd.errors import ConfigError, LanguageModelError

if TYPE_CHECKING:
    from jarvisd.llm.probe import Found


def test(config: LlmConfig, names: Sequence[str], as_json: bool, find: Callable[[str], Path]) -> int:
    """names: providers; without any, the configured one and those behind it. LanguageModelError if one does not answer at all."""
    wanted = list(dict.fromkeys(names or (config.provider, *config.fallback)))
    if wanted == [""]:
        raise ConfigError('no language model is configured; [llm] provider names one, or name it: jarvisd models test-llm "ollama"')
    found = asyncio.run(_probe(config, wanted, as_json, find))
    if as_json:
        print(json.dumps({"models": [asdict(one) for one in found]}, ensure_ascii=False, indent=2))
    silent = [one.name for one in found if not one.answers]
    if silent:
        raise LanguageModelError(f"no answer from {', '.join(silent)}")
    return 0


async def _probe(config: LlmConfig, names: Sequence[str], quiet: bool, find: Callable[[str], Path]) -> list[Found]:
    from jarvisd import llm
    from jarvisd.llm.probe import probe

    found = []
    for name in names:
        model = llm.one(config, os.environ, name, find)
        if model is None:
            raise LanguageModelError(f"{name} is not on this machine, or there is no room for it: jarvisd doctor says why")
        try:
            found.append(await probe(model))
        finally:
            await model.close()
        if not quiet:
            print("\n".join(said(found[-1], hint(config, name))), flush=True)
    return found


def said(found: Found, hint: str = "") -> list[str]:
    """What was found, a line each."""
    if not found.answers:
        return [found.name, f"  does not answer: {found.problems['answer']}", *([f"  note: {hint}"] if hint else [])]
    speed = f", then about {found.tokens_a_second:.0f} tokens a second" if found.tokens_a_second else ""
    rows = [
        f"first word after {found.first_word:.1f} s{speed}",
        "streams: what it says is spoken while it writes" if found.streams else "does not stream: nothing is spoken before all is written",
        "calls tools" if found.calls else f"does not call tools rightly: {found.problems['call']}",
        "goes on with what a tool returned" if found.continues else f"does not go on with what a tool returned: {found.problems['result']}",
        "keeps to a schema" if found.schema else f"does not keep to a schema: {found.problems['schema']}",
        f"window: {found.window} tokens, as configured or known; not measured",
    ]
    return [found.name, *(f"  {row}" for row in rows), *([f"  note: {hint}"] if hint else [])]


def hint(config: LlmConfig, name: str) -> str:
    """What a person must know of a provider; "" where there is nothing."""
    from jarvisd.llm.providers import PROVIDERS

    row = PROVIDERS.get(str(config.providers.get(name, {}).get("like", name)))
    return row.hint if row else ""
