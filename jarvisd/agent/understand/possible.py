"""Of some eight hundred sentences with holes in them a few dozen can fit what was said: hassil is only shown the blocks that hold one of these."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import hassil
from hassil.expression import Expression, Group, ListReference, RuleReference
from hassil.util import CJK_WHITESPACE, normalize_for_matching, remove_skip_words

from jarvisd.agent.understand.lists import KINDS

_DEEPEST = 20  # rules within rules; beyond that nothing is required

Rules = Mapping[str, hassil.Sentence]  # by name


class Possible:
    """What each sentence cannot do without, as bits: one for each set of words of which one must be said, one for each list of names.

    Nothing that could match is left out: the words are those that hassil itself looks for before it matches.
    """

    def __init__(self, intents: hassil.Intents) -> None:
        self._intents = intents
        self._bits: dict[frozenset[str], int] = {}
        self._blocks = [(name, block) for name, intent in intents.intents.items() for block in intent.data]
        needed: dict[int, set[int]] = {}
        for place, (_, block) in enumerate(self._blocks):
            rules = {**intents.expansion_rules, **block.expansion_rules}
            for sentence in block.sentences:
                needed.setdefault(self._need(sentence, rules), set()).add(place)
        self._needed = tuple(needed.items())
        self._of: dict[str, int] = {}  # word -> the sets that it satisfies
        for words, bit in self._bits.items():
            for word in words:
                self._of[word] = self._of.get(word, 0) | bit

    def within(self, text: str, named: Collection[str]) -> hassil.Intents:
        """The intents and blocks that the text may be a sentence of. named: which of KINDS are named in it."""
        said = "\n".join((_forms(text, self._intents), *map("{{{}}}".format, named)))
        missing = (1 << len(self._bits)) - 1
        for word, bits in self._of.items():
            if word in said:
                missing &= ~bits
        places = set().union(*[places for need, places in self._needed if not need & missing])
        blocks: dict[str, list[hassil.IntentData]] = {}
        for name, block in map(self._blocks.__getitem__, sorted(places)):
            blocks.setdefault(name, []).append(block)
        return replace(self._intents, intents={name: replace(self._intents.intents[name], data=data) for name, data in blocks.items()})

    def _need(self, sentence: hassil.Sentence, rules: Rules) -> int:
        lists = (frozenset({f"{{{name}}}"}) for name in _lists(sentence.expression, rules) if name in KINDS)
        need = 0
        for words in (*sentence.get_required_clauses(dict(rules)), *lists):
            need |= self._bits.setdefault(words, 1 << len(self._bits))
        return need


def _forms(text: str, intents: hassil.Intents) -> str:
    """All that hassil may come to read of it: with and without the words that it skips, and the spaces between Chinese characters."""
    whole = normalize_for_matching(text).text.casefold()
    said = f"{whole}\n{remove_skip_words(whole, intents.skip_words, intents.settings.ignore_whitespace)}"
    return f"{said}\n{CJK_WHITESPACE.sub('', said)}" if intents.settings.ignore_whitespace else said


def _lists(expression: Expression, rules: Rules, depth: int = 0) -> set[str]:
    """The lists one of whose words every sentence of this form holds."""
    match expression:
        case ListReference():
            return {expression.list_name}
        case RuleReference() if depth < _DEEPEST and (rule := rules.get(expression.rule_name)) is not None:
            return _lists(rule.expression, rules, depth + 1)
        case hassil.Alternative():
            each = [_lists(item, rules, depth) for item in expression.items]
            return set() if expression.is_optional or not each else set.intersection(*each)
        case Group():
            return set().union(*_each(expression, rules, depth))
    return set()


def _each(group: Group, rules: Rules, depth: int) -> Iterator[set[str]]:
    for item in group.items:
        yield _lists(item, rules, depth)
