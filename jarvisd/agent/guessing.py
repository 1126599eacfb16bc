"""Whether a question about somebody may be put to a language model: what nobody told is not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent import knowing
from jarvisd.agent.knowing import Asks, Question, stands
from jarvisd.agent.lexicon import Lexicon, Word

# "What should I cook for Anna?" wants an idea; no fact.
_ADVICE = re.compile(
    r"\b(should|could|would|might|shall|suggest\w*|recommend\w*|ideas?)\b|应该|该不该|该[做送买说给怎]|什么[才最]?好|怎么办|建议|推荐|主意",
    re.I,
)
_FULL_NAME = re.compile(r"(?<!^)\b[A-Z][a-zà-ɏ]+ [A-Z][a-zà-ɏ]+")
_EATS = re.compile(r"\b(eat|drink)\b|[吃喝]")
# "Where did I leave my glasses?": nobody but the household can know.
_PLACED = re.compile(
    r"\b(?:my|our)\b|\b(?:did|have|had|do) (?:i|we) (?:leave|left|put|place|store|park|hide|hidden|keep|lay|stow)\w*\b"
    r"|我们?的|我们?家的|咱们?的|我们?把|[放搁藏停收]在?了?(?:哪|什么地方)",
    re.I,
)
_OWN = re.compile(r"\b(i|my|me)\b|我(?!们|家)", re.I)


def guessed(asked: Question, told: Sequence[str], lexicon: Lexicon) -> bool:
    """A model could only guess at it: it asks for a fact about somebody of the household that nothing told is about.

    told: everything the model could answer from, a thing in each. Where a wrong word can make somebody ill, one of them must
    be about that very thing; else it is enough that the person is spoken of.
    """
    people = [word for word in asked.words if word.kind != "thing"]
    things = [word for word in asked.words if word.kind == "thing"]
    grave = _grave(asked, things, lexicon)
    if not people:
        own = [
            each for each in told if _OWN.search(each) or (asked.person and knowing.mentions(each, lexicon.words(asked.person), lexicon))
        ]
        if asked.asks is Asks.WHERE and things and _PLACED.search(asked.text):
            return not any(_about(each, [], things, lexicon) for each in told)
        return grave and bool(_OWN.search(asked.text)) and not any(_about(each, [], things, lexicon) for each in own)
    if any(word.kind == "name" and not lexicon.person(word) for word in people) or _FULL_NAME.search(asked.text):
        return False  # somebody the whole world knows, perhaps
    if not grave and _ADVICE.search(asked.text):
        return False
    wanted = things if grave else []
    return not any(_about(each, names, wanted, lexicon) for names in _ways(people, told, lexicon) for each in told)


def _grave(asked: Question, things: Sequence[Word], lexicon: Lexicon) -> bool:
    """It asks what somebody can bear: an illness, a medicine, a food."""
    return any(map(lexicon.health, things)) or (asked.asks is Asks.WHETHER and bool(_EATS.search(asked.text)))


def _ways(people: Sequence[Word], told: Sequence[str], lexicon: Lexicon) -> list[Sequence[Word]]:
    """All by which they are called: the daughter is Anna, where somebody said so."""
    ways = [people]
    for kin in people if len(people) == 1 and people[0].kind == "kin" else ():
        for words in map(lexicon.words, told):
            ways += [[word] for word in words if word.kind == "name" and any(kin.means & one.means for one in words)]
    return ways


def _about(said: str, people: Sequence[Word], things: Sequence[Word], lexicon: Lexicon) -> bool:
    words = lexicon.words(said)
    if not all(stands(word, words, said, lexicon) for word in people):
        return False
    return not things or any(stands(word, words, said, lexicon) for word in things)
