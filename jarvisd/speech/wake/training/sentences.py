"""What voices say where it is not the name: sentences that ship, first those that sound like it, and words that nearly are it."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import yaml

from jarvisd.config import shipped
from jarvisd.messages import Language
from jarvisd.speech.tts import pinyin

_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]")
_SYLLABLE = re.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy]*$)?")
_LIKE = 2  # one sentence of so many is one of those that sound most like the name
_LONGEST = {"en": 90, "zh": 30}  # characters of a sentence


@cache
def shipped_sentences(language: Language) -> tuple[str, ...]:
    """What is said in a house, to it and not: some thousands."""
    text = shipped(f"config/understanding/around/{language}.yaml").read_text(encoding="utf-8")
    table = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(dict.fromkeys(each for each in (*table["nothing"], *table["orders"]) if len(each) <= _LONGEST[language]))


def talk(name: str, language: Language, count: int, rng: random.Random) -> list[str]:
    """So many sentences without the name, in any order; half of them those that sound most like it, whichever its language."""
    known = [each for each in shipped_sentences(language) if name.lower() not in each.lower()]
    rng.shuffle(known)
    wanted = _pairs(sounds(name))
    ranked = sorted(known, key=lambda text: -_likeness(wanted, text))[: count // _LIKE]
    rest = [each for each in known if each not in set(ranked)]
    found = [*ranked, *rest][:count]
    rng.shuffle(found)
    return found


def near(name: str, language: Language, count: int, rng: random.Random) -> list[str]:
    """Words that share syllables with the name: half are of other words, or the last are left out, or they stand in another order."""
    own = parts(name, language)
    others = [syllables for each in shipped_sentences(language) for word in words(each, language) if (syllables := parts(word, language))]
    same = sounds(name)
    found: dict[str, None] = {}
    for _ in range(20 * count):
        if len(found) >= count:
            break
        made = "".join(_changed(own, others, rng))
        if made and sounds(made) != same and name.lower() not in made:
            found[made] = None
    return list(found)


def parts(word: str, language: Language) -> list[str]:
    """About its syllables, as they are written."""
    return re.findall(r"[\u4e00-\u9fff]", word) if language == "zh" else _SYLLABLE.findall(re.sub(r"[^a-z]", "", word.lower()))


def words(text: str, language: Language) -> list[str]:
    """Of Chinese every two characters that follow one another."""
    if language == "en":
        return [word for word in _WORD.findall(text.lower()) if len(word) > 2]
    return ["".join(pair) for pair in itertools.pairwise(parts(text, "zh"))]


def sounds(text: str) -> str:
    """Its letters, of Chinese its phonemes without tones."""
    return "".join(sign for sign in pinyin.phonemes(text, str.lower) if sign.isalpha())


def _changed(own: Sequence[str], others: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    kind = rng.random()
    made = list(own)
    if kind < 0.1:
        return made[: (len(made) + 1) // 2]
    if kind < 0.2:
        rng.shuffle(made)
        return made
    for place in rng.sample(range(len(own)), (len(own) + 1) // 2):
        other = rng.choice(others)
        made[place] = other[0] if place == 0 else other[-1] if place == len(own) - 1 else rng.choice(other)
    if kind > 0.8:  # a word that only begins, or ends, like it
        made = [*made, *rng.choice(others)] if rng.random() < 0.5 else [*rng.choice(others), *made]
    return made


def _pairs(sound: str) -> Counter[str]:
    return Counter(first + second for first, second in itertools.pairwise(sound))


def _likeness(wanted: Counter[str], text: str) -> float:
    """The most of the name's pairs of letters that a stretch of the sentence as long as the name holds."""
    found, length = sounds(text), sum(wanted.values())
    windows: Iterator[str] = (found[first : first + length + 2] for first in range(0, max(1, len(found) - length), 2))
    return max(sum((_pairs(window) & wanted).values()) for window in windows)
