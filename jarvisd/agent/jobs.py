"""The same question about many items, each answered in a form that is known beforehand."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jarvisd.agent.once import once
from jarvisd.errors import AnswerMisfit, JarvisError, LanguageModelError
from jarvisd.llm import Model
from jarvisd.memory.runs import Steps
from jarvisd.messages import Message, System, User

AT_ONCE = 4
_GIVE_UP = 3  # answers in a row that did not come at all: the model is gone, and asking on would only cost time


@dataclass(frozen=True, slots=True)
class Question:
    prompt: str
    schema: Mapping[str, Any]  # JSON Schema of an answer


@dataclass(frozen=True, slots=True)
class Outcome:
    item: Any  # as JSON has it
    value: Any = None  # fits the schema
    error: str = ""  # why there is no value


async def ask_each(
    model: Model,
    question: Question,
    items: Sequence[Any],
    steps: Steps,
    at_once: int = AT_ONCE,
    tell: Callable[[int, int, int], None] = lambda done, failed, everything: None,
) -> list[Outcome]:
    """In the order of the items. Each that is answered is a step: a run that is resumed does not ask it again. Equal ones are asked once.

    An item that fails holds up no other. LanguageModelError where the model seems to be gone: what was answered is kept in the run.
    """
    outcomes: dict[int, Outcome] = {}
    waiting = iter(enumerate(items))
    failed = missed = 0
    order = System(f"{question.prompt}\n\nAnswer with JSON alone, by this schema: {json.dumps(question.schema, ensure_ascii=False)}")

    async def work() -> None:
        nonlocal failed, missed
        for number, item in waiting:
            asked: list[Message] = [order, User(item if isinstance(item, str) else json.dumps(item, ensure_ascii=False))]
            try:
                value = await steps.step(_key(question, item), partial(once, model, asked, question.schema))
                outcomes[number] = Outcome(item, value)
                missed = 0
            except LanguageModelError as wrong:
                outcomes[number] = Outcome(item, error=str(wrong))
                failed += 1
                missed = 0 if isinstance(wrong, AnswerMisfit) else missed + 1
            tell(len(outcomes), failed, len(items))
            if missed >= _GIVE_UP:
                return

    try:
        async with asyncio.TaskGroup() as workers:
            for _ in range(max(1, at_once)):
                workers.create_task(work())
    except* JarvisError as errors:
        raise errors.exceptions[0] from None  # such as a full disk; one sentence says it for all of them
    if missed >= _GIVE_UP:
        last = next(outcome.error for outcome in reversed(outcomes.values()) if outcome.error)
        raise LanguageModelError(f"the model did not answer {missed} times in a row, the last time: {last}")
    return [outcomes[number] for number in range(len(items))]


def _key(question: Question, item: Any) -> str:
    """The same for the same question about the same item, whatever else is in the batch; none of its words are in it."""
    asked = json.dumps([question.prompt, question.schema, item], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()
