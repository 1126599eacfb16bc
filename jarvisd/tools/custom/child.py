"""Runs one file of somebody's tools in a process of its own: python -m jarvisd.tools.custom.child FILE.

The first line it tells is {"tools": [...]} or {"error": "..."}; then it answers {"id", "name", "arguments"} with {"id", "result"} or
{"id", "error"}, a line each, every call in a thread of its own. What the file prints goes to standard error.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import os
import sys
import threading
import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.errors import PydanticUserError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from jarvisd.tools.custom import MARK

LONGEST = 256 * 1024  # characters of a result
_DIES_FIRST = "1000"  # where memory runs out, this process goes before the house


def main(path: Path) -> int:
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_DIES_FIRST)
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    with open(os.devnull) as nothing:  # noqa: PTH123  # a file number is wanted
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    try:
        functions = _functions(_load(path))
    except BaseException as error:  # whatever a stranger's file does while it is read
        _tell(answers, {"error": _reason(error)})
        return 1
    _tell(answers, {"tools": [each.told for each in functions.values()]})
    for line in asked:
        wanted = json.loads(line)
        function = functions[wanted["name"]]
        threading.Thread(target=_answer, args=(answers, function, wanted), daemon=True).start()
    return 0


class Function:
    """One function as a tool."""

    def __init__(self, function: Callable[..., Any], module: ModuleType) -> None:
        self._function = function
        level, trusted = getattr(function, MARK, (getattr(module, "RISK", "sensitive"), None))
        self.told: dict[str, Any] = {
            "name": function.__name__,
            "description": inspect.getdoc(function) or function.__name__.replace("_", " "),
            "risk": str(level),
            "trusted": bool(getattr(module, "TRUSTED", False) if trusted is None else trusted),
            "timeout": getattr(module, "TIMEOUT", 10),
        }
        try:
            self._model = _model(function)
            self.told["parameters"] = self._model.model_json_schema()
        except (TypeError, NameError, AttributeError, PydanticUserError) as error:
            self.told["broken"] = f"its arguments cannot be read: {_reason(error)}"

    def __call__(self, arguments: Mapping[str, Any]) -> Any:
        given = self._model.model_validate(arguments)
        values = {name: getattr(given, name) for name in given.model_fields_set}
        result = self._function(**values)
        return asyncio.run(_awaited(result)) if inspect.isawaitable(result) else result


async def _awaited(result: Any) -> Any:
    return await result


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    sys.path.insert(0, str(path.parent))  # its own modules beside it: those whose name begins with _
    sys.dont_write_bytecode = True
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _functions(module: ModuleType) -> dict[str, Function]:
    """Its own, without a _ before them, in the order in which they stand there."""
    own = (each for each in vars(module).values() if inspect.isfunction(each) and each.__module__ == module.__name__)
    return {each.__name__: Function(each, module) for each in own if not each.__name__.startswith("_")}


def _model(function: Callable[..., Any]) -> type[BaseModel]:
    hints = typing.get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
            raise TypeError(f"{name} has no name that a model could use")
        if name not in hints:
            raise TypeError(f"{name} has no type; write {name}: str, for example")
        fields[name] = (hints[name], ... if parameter.default is parameter.empty else parameter.default)
    return create_model(function.__name__, __config__=ConfigDict(extra="forbid"), **fields)


def _answer(answers: TextIO, function: Function, wanted: Mapping[str, Any]) -> None:
    try:
        result = to_jsonable_python(function(wanted["arguments"]), fallback=str)
        row = {"id": wanted["id"], "result": {"done": True} if result is None else result}
        if len(json.dumps(row)) > LONGEST:
            row = {"id": wanted["id"], "error": f"it brought more than {LONGEST // 1024} KB"}
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        row = {"id": wanted["id"], "error": f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"}
    except PydanticSerializationError:
        row = {"id": wanted["id"], "error": "it brought something that cannot be written down"}
    except BaseException as error:  # whatever a stranger's function does; in a thread of its own nobody else would tell of it
        row = {"id": wanted["id"], "error": _reason(error)}
    _tell(answers, row)


_one = threading.Lock()


def _tell(answers: TextIO, row: Mapping[str, Any]) -> None:
    with _one, suppress(BrokenPipeError):
        answers.write(json.dumps(row) + "\n")
        answers.flush()


def _reason(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    if isinstance(error, SystemExit):
        return "it tried to end the program"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


if __name__ == "__main__":
    os._exit(main(Path(sys.argv[1])))  # a thread that never ends must not hold it up
