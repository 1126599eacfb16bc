"""Looking only at what may match finds what looking at everything finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hassil
import pytest
from hassil.intents import SlotList
from hassil.recognize import recognize_all

from jarvisd.agent.understand.lists import Lists
from jarvisd.agent.understand.possible import Possible
from jarvisd.agent.understand.sentences import Book
from jarvisd.bench import orders
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Language

PHRASES = Path(__file__).parents[2] / "understanding"


def found(text: str, intents: hassil.Intents, language: str, lists: dict[str, SlotList]) -> list[Any]:
    every = recognize_all(text, intents, slot_lists=lists, intent_context={"area": {"value": "?"}}, language=language)
    return [(one.intent.name, [(each.name, each.value, each.text) for each in one.entities_list], one.response) for one in every]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_matches_is_left_out(language: Language) -> None:
    book = Book(language, shipped("config/understanding/sentences") / f"{language}.yaml")
    intents = book.intents
    matched = shown = 0
    phrases = orders.read(PHRASES / f"paraphrases.{language}.jsonl")[::8] + orders.read(PHRASES / f"must_not_act.{language}.jsonl")[::16]
    for case in phrases:
        named = Lists(case.house).within(case.text)
        some = book.possible.within(case.text, [kind for kind, words in named.items() if words.values])
        expected = found(case.text, intents, language, {**named})
        assert found(case.text, some, language, {**named}) == expected, case.text
        matched += bool(expected)
        shown += sum(len(intent.data) for intent in some.intents.values())
    assert matched >= 5
    assert shown < len(phrases) * sum(len(intent.data) for intent in intents.intents.values()) / 10


def sentences(*templates: str, language: str = "en", ignore: bool = False, skip: tuple[str, ...] = ()) -> Possible:
    data = [{"sentences": [template]} for template in templates]
    settings = {"ignore_whitespace": ignore}
    rules = {"the": "[the|all the]", "where": "in <the> {area}"}
    table = {"language": language, "intents": {"One": {"data": data}}, "expansion_rules": rules, "settings": settings}
    return Possible(hassil.Intents.from_dict({**table, "skip_words": list(skip)}))


@pytest.mark.parametrize(
    ("template", "text", "named", "may"),
    [
        ("turn on {name}", "turn on the lamp", ["name"], True),
        ("turn on {name}", "turn on the lamp", ["area"], False),
        ("turn on {name}", "switch the lamp on", ["name"], False),
        ("turn on lights [in {area}]", "turn on lights", [], True),
        ("turn on lights <where>", "turn on lights in", [], False),
        ("turn on lights <where>", "turn on lights in the den", ["area"], True),
        ("lights ({name}|in {area})", "lights", [], True),  # one of two: neither is needed
        ("lights ({name}|{name} please)", "lights", [], False),
        ("(turn|switch) on", "Switch ON!", [], True),
        ("(turn|switch) on", "put on", [], False),
    ],
)
def test_a_sentence_needs_its_words_and_its_names(template: str, text: str, named: list[str], may: bool) -> None:
    assert bool(sentences(template).within(text, named).intents) is may


def test_words_that_are_skipped_may_stand_in_the_middle() -> None:
    assert sentences("打开灯", language="zh", ignore=True, skip=("请",)).within("打开 请灯", []).intents
