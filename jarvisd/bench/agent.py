"""How often the configured language model calls the right tool with the right arguments, and how soon it speaks.

Each case is asked alone: the house's own prompt, the twelve tools (agent_tools.py), one request; temperature and prefix as in the house.
tool: the right tool was called, or none where none was expected. args: that, and the arguments mean what was expected (agree.py).
first_word_ms: from the request to the first text, or to the whole call, whose answer a template then speaks; the prefix was read before.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jarvisd import llm
from jarvisd.agent import prompt
from jarvisd.agent.context import placed
from jarvisd.bench.agent_tools import TOOLS
from jarvisd.bench.agree import agree
from jarvisd.bench.progress import told
from jarvisd.bench.report import Report, cell, median, p95
from jarvisd.config import Config, Paths, shipped
from jarvisd.errors import DataMissing, LanguageModelError
from jarvisd.messages import LANGUAGES, Language, Message, System, ToolCall, User
from jarvisd.model_store import Store

CASES = Path(__file__).with_name("agent_cases.jsonl")
_AT = datetime(2026, 11, 23, 18, 10)  # when everything is asked, in the kitchen
_ROOM = {"en": "kitchen", "zh": "厨房"}


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    language: Language
    tool: str  # "" where none is right
    args: Mapping[str, Any]
    held: bool  # written last and not looked at while the prompt was made


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    calls: tuple[ToolCall, ...]
    first_ms: float  # NaN where nothing came

    @property
    def tool(self) -> bool:
        return [call.name for call in self.calls[:1]] == ([self.case.tool] if self.case.tool else [])

    @property
    def args(self) -> bool:
        return self.tool and all(agree(self.case.args, call.arguments) for call in self.calls[:1])


def read(path: Path) -> list[Case]:
    """DataMissing names the line that is no case."""
    cases = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataMissing(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            expect = row["expect"] or {"tool": "", "args": {}}
            case = Case(row["text"], row["language"], expect["tool"], expect["args"], row.get("held", False))
        except (ValueError, KeyError, TypeError) as error:
            raise DataMissing(f'{path}:{number}: no case; write {{"text", "language", "expect": {{"tool", "args"}} or null}}') from error
        if case.language not in LANGUAGES or (case.tool and case.tool not in {tool.name for tool in TOOLS}):
            raise DataMissing(f"{path}:{number}: language is en or zh, tool one of {', '.join(tool.name for tool in TOOLS)}")
        cases.append(case)
    return cases


def measure(config: Config, paths: Paths, cases: Path | None = None) -> Report:
    """DataMissing where no model is configured, or it is not here."""
    wanted = read(cases or CASES)
    model = llm.load(config.llm, os.environ, Store(paths.models).path)
    if model is None:
        raise DataMissing("no language model to measure: [llm] provider names one; the embedded one needs: jarvisd models fetch")
    return report(asyncio.run(_ask(model, wanted)), model.name)


async def _ask(model: llm.Model, cases: Sequence[Case]) -> list[Outcome]:
    personas = prompt.personas(shipped("config/prompts"))
    outcomes = []
    try:
        for language in LANGUAGES:
            mine = [case for case in cases if case.language == language]
            if mine:
                told.show(f"{language}, reading the prompt ahead", 0, len(mine))
                await model.warm([System(personas[language])], TOOLS)
            for number, case in enumerate(mine, 1):
                outcomes.append(await _one(model, personas[language], case))
                told.show(language, number, len(mine), f", {sum(each.args for each in outcomes[-number:])} right")
    finally:
        told.end()
        await model.close()
    return outcomes


async def _one(model: llm.Model, persona: str, case: Case) -> Outcome:
    clock = asyncio.get_running_loop().time
    began, first, calls = clock(), float("nan"), []
    try:
        messages: list[Message] = [System(persona), User(placed(case.text, _AT, _ROOM[case.language], "", case.language))]
        async with aclosing(model.stream(messages, TOOLS)) as parts:
            async for part in parts:
                first = 1000 * (clock() - began) if first != first else first
                if isinstance(part, ToolCall):
                    calls.append(part)
    except LanguageModelError:
        pass  # a wrong answer like any other
    return Outcome(case, tuple(calls), first)


def report(outcomes: Sequence[Outcome], name: str) -> Report:
    figures, rows = {}, []
    for language in LANGUAGES:
        mine = [outcome for outcome in outcomes if outcome.case.language == language]
        tuned, held = ([outcome for outcome in mine if outcome.case.held is kept_back] for kept_back in (False, True))
        for what, some in (("all", mine), ("tuned", tuned), ("held", held)):
            if not some:
                continue
            tool, args = (100 * sum(right) / len(some) for right in ([each.tool for each in some], [each.args for each in some]))
            heard = [each.first_ms for each in some if each.first_ms == each.first_ms]
            rows.append((f"{language} {what}", str(len(some)), cell(tool, " %"), cell(args, " %"), cell(median(heard)), cell(p95(heard))))
            if what == "all":
                figures[language] = {
                    "tool": round(tool, 1),
                    "args": round(args, 1),
                    "first_word_ms": round(median(heard)) if heard else None,
                }
    missed = [f"missed: {each.case.text} -> {_told(each)}" for each in outcomes if not each.args and not each.case.held]
    head = ("requests", "n", "tool", "and arguments", "first word ms", "p95")
    return Report(
        figures, head, tuple(rows), (f"{name}; held: written last, not looked at while the prompt was made; tuned: the others", *missed)
    )


def _told(outcome: Outcome) -> str:
    return "; ".join(f"{call.name} {json.dumps(dict(call.arguments), ensure_ascii=False)}" for call in outcome.calls) or "no call"
