"""One question to a model, answered in a form that is known beforehand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match

from jarvisd.errors import AnswerMisfit, ConfigError
from jarvisd.llm import Model
from jarvisd.messages import Assistant, Message, Text, User

_TRIES = 2
_LONGEST = 2000  # characters of a wrong answer that are shown to the model again


async def once(model: Model, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
    """The value, which fits the schema. A wrong answer is asked for once more, with what is wrong; then AnswerMisfit.

    LanguageModelError where the model fails.
    """
    asked = list(messages)
    wrong = ""
    for _ in range(_TRIES):
        text = ""
        async with aclosing(model.stream(asked, (), schema)) as pieces:
            async for piece in pieces:
                text += piece.text if isinstance(piece, Text) else ""
        try:
            value = _value(text)
        except ValueError as error:
            wrong = f"that is not JSON ({error})"
        else:
            misfit = best_match(Draft202012Validator(schema).iter_errors(value))
            if misfit is None:
                return value
            where = ".".join(str(step) for step in misfit.absolute_path)
            wrong = f"{where + ': ' if where else ''}{misfit.message}"
        shape = json.dumps(schema, ensure_ascii=False)
        asked += [Assistant(text[:_LONGEST] or "-"), User(f"Wrong: {wrong[:_LONGEST]}. Answer with JSON alone, by this schema: {shape}")]
    raise AnswerMisfit(f"{model.name} did not answer in the form that was asked for")


def check(schema: Any) -> None:
    """ConfigError where it is no JSON Schema that an answer could be held to."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ConfigError(f"that is no JSON Schema: {error.message}") from error
    if not isinstance(schema, dict):
        raise ConfigError("a JSON Schema is an object, such as one with type, properties and required")


def _value(text: str) -> Any:
    """The first JSON object or list in it, or all of it; ValueError where there is none."""
    text = text.strip()
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    return json.JSONDecoder().raw_decode(text, min(starts))[0] if starts else json.loads(text)
