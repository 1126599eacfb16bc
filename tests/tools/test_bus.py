"""The bus: what a caller may not, what does not fit and what fails comes back as a sentence; nothing raises."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import open_database
from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import Caller, Language, ToolCall, ToolResult
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.allowed import Allowed
from jarvisd.tools.bus import Bus
from jarvisd.tools.limits import Limits
from jarvisd.tools.parked import Fleeting, Parked

ANNA = Caller(user="anna")
BY_ANNA = Asked(ANNA, "c", "en", datetime(2026, 11, 22, 15, 10, tzinfo=UTC))
LAMP = {
    "type": "object",
    "properties": {"room": {"type": "string"}, "percent": {"type": "integer", "minimum": 0, "maximum": 100}},
    "required": ["room"],
    "additionalProperties": False,
}


class Lamps:
    """A toolset of one tool that notes what it was really asked to do."""

    def __init__(
        self,
        risk: Risk | Callable[[Arguments], Risk] = Risk.REVERSIBLE,
        error: BaseException | None = None,
        seconds: float = 0,
        name: str = "lamp",
        scope: str = "home",
        brings: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] = LAMP,
        question: Callable[[Arguments, Language], str] | None = None,
        untrusted: bool = False,
    ) -> None:
        self.done: list[tuple[Arguments, Asked]] = []
        self._error = error
        self._seconds = seconds
        self._brings = brings or {"lit": True}
        self._tool = Tool(name, "Turns a lamp on.", parameters, self._call, risk, scope, 2, question, untrusted)

    def tools(self) -> Sequence[Tool]:
        return (self._tool,)

    async def _call(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        await asyncio.sleep(self._seconds)
        if self._error:
            raise self._error
        self.done.append((arguments, asked))
        return self._brings


def call(name: str = "lamp", **arguments: Any) -> ToolCall:
    return ToolCall("1", name, arguments)


async def test_a_call_runs_and_brings_back_what_happened() -> None:
    lamps = Lamps()
    result = await Bus([lamps]).call(call(room="厨房", percent=40), BY_ANNA)
    assert (result.content, result.error) == ({"lit": True}, "")
    assert lamps.done == [({"room": "厨房", "percent": 40}, BY_ANNA)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "lamp was called with wrong arguments: 'room' is a required property."),
        ({"room": 3}, "lamp was called with wrong arguments: room: 3 is not of type 'string'."),
        ({"room": "hall", "percent": 400}, "lamp was called with wrong arguments: percent: 400 is greater than the maximum of 100."),
        ({"room": "hall", "colour": "red"}, "'colour' was unexpected"),
    ],
)
async def test_arguments_that_do_not_fit_are_not_tried(arguments: dict[str, Any], sentence: str) -> None:
    lamps = Lamps()
    result = await Bus([lamps]).call(call(**arguments), BY_ANNA)
    assert sentence in result.error
    assert lamps.done == []


async def test_an_unknown_tool_is_a_sentence() -> None:
    assert (await Bus([]).call(call("rocket"), BY_ANNA)).error == "There is no tool called 'rocket'."


async def test_a_caller_without_the_scope_is_refused_and_does_not_see_the_tool() -> None:
    lamps = Lamps(scope="admin")
    bus = Bus([lamps])
    assert "needs the scope 'admin'" in (await bus.call(call(room="hall"), BY_ANNA)).error
    assert bus.specs(ANNA) == ()
    assert [spec.name for spec in bus.specs(Caller(scopes=frozenset({"admin"})))] == ["lamp"]
    assert lamps.done == []


@pytest.mark.parametrize(
    ("user", "risk", "language", "said"),
    [
        ("ben", Risk.READ, "en", ""),
        ("ben", Risk.REVERSIBLE, "en", ""),
        ("Ben", Risk.SENSITIVE, "en", "You may not have that done here."),
        ("ben", Risk.DANGEROUS, "zh", "这个你没有权限。"),
        ("", Risk.SENSITIVE, "en", ""),
        ("", Risk.DANGEROUS, "en", "You may not have that done here."),
        ("anna", Risk.SENSITIVE, "en", ""),
    ],
)
async def test_the_house_goes_as_far_for_somebody_as_the_household_says(user: str, risk: Risk, language: Language, said: str) -> None:
    """Whoever is not named has everything done; whose name is not known is anybody."""
    lamps = Lamps(risk=risk)
    bus = Bus([lamps], allowed=Allowed({"ben": {"most": "reversible"}, "anybody": {"most": "sensitive"}}))
    assert (await bus.call(call(room="hall"), replace(BY_ANNA, caller=Caller(user=user), language=language))).error == said
    assert len(lamps.done) == (not said)


async def test_nobody_says_yes_to_what_they_may_not_have_done() -> None:
    lamps = Lamps(risk=Risk.DANGEROUS)
    bus = Bus([lamps], allowed=Allowed({"ben": {"most": "reversible"}}))
    result = await bus.call(call(room="hall"), BY_ANNA)
    await bus.heard(result, "c", BY_ANNA.at, whole=True)
    waiting = await bus.waiting("c")
    assert waiting is not None
    refused = await bus.confirm(waiting, Caller(user="ben"), BY_ANNA.at)
    assert refused is not None
    assert (refused.error, lamps.done) == ("You may not have that done here.", [])


@pytest.mark.parametrize("row", [{"most": "low"}, {}, {"most": "read", "least": "read"}, {"most": ["read"]}])
def test_a_risk_that_is_none_names_what_to_write(row: Mapping[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r"\[tools.people.ben\] needs most = .*: read, reversible, sensitive, dangerous"):
        Allowed({"ben": row})


@pytest.mark.parametrize(
    ("lamps", "sentence"),
    [
        (Lamps(error=ToolError("The bulb is gone.")), "The bulb is gone."),
        (Lamps(error=ZeroDivisionError("secret")), "lamp failed unexpectedly (ZeroDivisionError)."),
        (Lamps(seconds=3600), "lamp did not finish within 2 seconds; whether it happened is not known."),
    ],
)
async def test_what_fails_or_hangs_is_a_sentence(lamps: Lamps, sentence: str) -> None:
    result = await Bus([lamps]).call(call(room="hall"), BY_ANNA)
    assert (result.error, result.content) == (sentence, {})


async def test_cancelling_a_call_cancels_the_tool() -> None:
    lamps = Lamps(seconds=1)
    task = asyncio.create_task(Bus([lamps]).call(call(room="hall"), BY_ANNA))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(10)
    assert lamps.done == []


def test_two_tools_of_one_name_are_a_mistake_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match="two tools are called lamp"):
        Bus([Lamps(), Lamps()])


def test_tools_are_shown_in_a_stable_order() -> None:
    assert [spec.name for spec in Bus([Lamps(name="b"), Lamps(name="a")]).specs(ANNA)] == ["a", "b"]


BY_MODEL = replace(BY_ANNA, by="model")
BY_TAINTED = replace(BY_ANNA, by="model", tainted=True)


@pytest.mark.parametrize(
    ("risk", "asked", "becomes"),
    [
        (Risk.READ, BY_ANNA, "done"),
        (Risk.READ, BY_TAINTED, "done"),
        (Risk.REVERSIBLE, BY_ANNA, "done"),
        (Risk.REVERSIBLE, BY_TAINTED, "done"),
        (Risk.SENSITIVE, BY_ANNA, "done"),
        (Risk.SENSITIVE, BY_MODEL, "asked"),
        (Risk.SENSITIVE, BY_TAINTED, "asked"),
        (Risk.DANGEROUS, BY_ANNA, "asked"),
        (Risk.DANGEROUS, replace(BY_ANNA, tainted=True), "asked"),  # taint binds what a model proposes
        (Risk.DANGEROUS, BY_MODEL, "asked"),
        (Risk.DANGEROUS, BY_TAINTED, "refused"),
    ],
)
async def test_what_is_done_at_once_is_a_matter_of_risk_and_of_who_thought_of_it(risk: Risk, asked: Asked, becomes: str) -> None:
    lamps = Lamps(risk=risk)
    result = await Bus([lamps]).call(call(room="hall"), asked)
    assert ("done" if lamps.done else "asked" if result.question else "refused") == becomes
    assert bool(result.error) == (becomes == "refused")
    assert bool(result.content) == (becomes == "done")


async def test_the_risk_may_lie_in_the_arguments() -> None:
    lamps = Lamps(risk=lambda arguments: Risk.DANGEROUS if arguments["room"] == "oven" else Risk.REVERSIBLE)
    bus = Bus([lamps])
    assert (await bus.call(call(room="hall"), BY_ANNA)).content
    assert (await bus.call(call(room="oven"), BY_ANNA)).question
    assert len(lamps.done) == 1


async def test_a_tool_that_cannot_tell_its_risk_is_dangerous() -> None:
    lamps = Lamps(risk=lambda arguments: Risk(arguments["absent"]))
    assert (await Bus([lamps]).call(call(room="hall"), BY_ANNA)).question
    assert lamps.done == []


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Shall I really do this: lamp, with room hall, percent 40?"),
        ("zh", "真的要执行lamp吗？参数是：room：hall，percent：40。确定吗？"),
        ("fr", "Shall I really do this: lamp, with room hall, percent 40?"),
    ],
)
async def test_a_tool_without_a_question_is_named_with_its_arguments(language: str, question: str) -> None:
    result = await Bus([Lamps(risk=Risk.DANGEROUS)]).call(call(room="hall", percent=40), replace(BY_ANNA, language=language))
    assert result.question == question


async def test_arguments_cannot_write_what_is_not_seen_into_a_question() -> None:
    result = await Bus([Lamps(risk=Risk.DANGEROUS)]).call(call(room="\u202ehall\x00\n" + "x" * 10_000), BY_ANNA)
    assert "room hall xxx" in result.question
    assert len(result.question) < 200


async def test_a_tool_whose_question_fails_is_asked_about_all_the_same() -> None:
    lamps = Lamps(risk=Risk.DANGEROUS, question=lambda arguments, language: str(arguments["absent"]))
    assert (await Bus([lamps]).call(call(room="hall"), BY_ANNA)).question.startswith("Shall I really do this: lamp")


async def test_what_a_tool_brings_is_cleaned_and_what_others_wrote_is_marked() -> None:
    lamps = Lamps(brings={"page": "\u202eyes\x00" + "x" * 1_000_000}, untrusted=True)
    result = await Bus([lamps]).call(call(room="hall"), BY_ANNA)
    assert result.untrusted
    assert Bus([lamps, Lamps(name="other")]).strangers == {"lamp"}
    assert result.content["page"].startswith("yesxxx")
    assert len(result.content["page"]) < 20_000
    failed = await Bus([Lamps(error=ToolError("\x07no\n" * 1000), untrusted=True)]).call(call(room="hall"), BY_ANNA)
    assert failed.untrusted
    assert failed.error.startswith("no no")
    assert len(failed.error) <= 500


@pytest.mark.parametrize("error", [SystemExit(3), RecursionError(), TimeoutError("its own"), UnicodeDecodeError("utf-8", b"", 0, 1, "x")])
async def test_no_tool_ends_the_house(error: BaseException) -> None:
    result = await Bus([Lamps(error=error)]).call(call(room="hall"), BY_ANNA)
    assert "failed unexpectedly" in result.error
    assert result.unsure


async def test_a_deadline_that_passed_leaves_it_open_whether_it_happened() -> None:
    assert (await Bus([Lamps(seconds=3600)]).call(call(room="hall"), BY_ANNA)).unsure
    assert not (await Bus([Lamps(error=ToolError("no"))]).call(call(room="hall"), BY_ANNA)).unsure


async def test_a_schema_that_is_none_makes_the_tool_unusable_and_nothing_else() -> None:
    lamps = Lamps(parameters={"type": 3})
    assert "cannot be used" in (await Bus([lamps]).call(call(room="hall"), BY_ANNA)).error
    assert lamps.done == []


async def test_a_tool_is_called_so_often_in_a_minute_and_again_in_the_next() -> None:
    lamps = Lamps()
    bus = Bus([lamps], limits=Limits(3))
    results = [await bus.call(call(room="hall"), BY_ANNA) for _ in range(5)]
    assert [bool(result.error) for result in results] == [False, False, False, True, True]
    await asyncio.sleep(61)
    assert not (await bus.call(call(room="hall"), BY_ANNA)).error


async def test_a_model_does_nothing_twice_in_one_turn() -> None:
    lamps = Lamps()
    bus = Bus([lamps])
    assert not (await bus.call(call(room="hall"), BY_MODEL)).error
    assert "not done twice" in (await bus.call(call(room="hall"), BY_MODEL)).error
    assert not (await bus.call(call(room="厨房"), BY_MODEL)).error
    assert not (await bus.call(call(room="hall"), replace(BY_MODEL, conversation="d"))).error
    assert not (await bus.call(call(room="hall"), BY_ANNA)).error  # a person may say "louder" twice
    await bus.begin("c", BY_MODEL.at)
    assert not (await bus.call(call(room="hall"), BY_MODEL)).error


@pytest.mark.parametrize(("error", "again"), [(ToolError("The bulb is gone."), "The bulb is gone."), (KeyError("x"), "not done twice")])
async def test_a_model_tries_again_what_did_not_happen_but_not_what_may_have(error: Exception, again: str) -> None:
    bus = Bus([Lamps(error=error)])
    await bus.call(call(room="hall"), BY_MODEL)
    assert again in (await bus.call(call(room="hall"), BY_MODEL)).error


async def test_a_model_may_look_twice() -> None:
    bus = Bus([Lamps(risk=Risk.READ)])
    assert not any([(await bus.call(call(room="hall"), BY_MODEL)).error for _ in range(3)])


async def test_a_question_that_cannot_be_kept_is_not_put(tmp_path: Path) -> None:
    lamps = Lamps(risk=Risk.DANGEROUS)
    async with open_database(tmp_path / "house.db") as database:
        async with database.transaction() as db:
            await db.execute("DROP TABLE parked")
        result = await Bus([lamps], Parked(database)).call(call(room="hall"), BY_ANNA)
    assert "its question cannot be kept" in result.error
    assert (result.question, lamps.done) == ("", [])


async def confirmed(before: Lamps, after: Lamps, limits: Limits | None = None) -> ToolResult | None:
    """A dangerous call that is asked about, and answered with a yes when the tools may have changed."""
    parked = Fleeting()
    result = await Bus([before], parked, limits=limits).call(call(room="hall"), BY_ANNA)
    bus = Bus([after], parked, limits=limits)
    await bus.heard(result, "c", BY_ANNA.at, whole=True)
    waiting = await bus.waiting("c")
    assert waiting is not None
    return await bus.confirm(waiting, ANNA, BY_ANNA.at)


async def test_a_yes_is_never_too_often() -> None:
    lamps = Lamps(risk=Risk.DANGEROUS)
    result = await confirmed(lamps, lamps, Limits(1))
    assert result is not None
    assert result.content == {"lit": True}
    assert lamps.done[0][1] == BY_ANNA


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (Lamps(name="other"), "lamp is no longer there."),
        (Lamps(parameters={"type": "object", "required": ["colour"]}), "'colour' is a required property"),
        (Lamps(scope="admin"), "no longer there"),
    ],
)
async def test_what_changed_between_question_and_yes_is_not_done(after: Lamps, sentence: str) -> None:
    result = await confirmed(Lamps(risk=Risk.DANGEROUS), after)
    assert result is not None
    assert sentence in result.error
    assert after.done == []
