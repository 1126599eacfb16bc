"""A sentence as the things it is about, the same ones in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import rjieba
import yaml

from jarvisd.agent.names import Names
from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.memory.words import STOP_EN

Kind = Literal["name", "kin", "thing"]

_LONGEST = 400  # characters of a sentence that are looked at
_PIECE = re.compile(r"[㐀-鿿]+|[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*(?![\w-]*[\d_])|[\w-]+(?:[.,:]\d+)*", re.ASCII)
_HAN = re.compile(r"[㐀-鿿]")
_WEEKDAY = "[每上下这]?个?(?:周|星期|礼拜)([一二三四五六日天])"
_DAYS = {
    "一": "monday",
    "二": "tuesday",
    "三": "wednesday",
    "四": "thursday",
    "五": "friday",
    "六": "saturday",
    "日": "sunday",
    "天": "sunday",
}
# 小明, 老王, 阿强: a name of the family where a word goes on that no name does.
_FAMILIAR = re.compile(
    r"[小老阿][㐀-鿿](?=[的会是在有对爱喜讨吃喝穿戴怕学养换开住去来几什最能要想不每叫说做把给和跟也都过现今昨明多几哪怎]|$)"
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # as it is compared: lower case, the plain form of English words
    kind: Kind
    means: frozenset[str]  # the concepts it may stand for; itself where the table has none
    head: frozenset[str] = frozenset()  # what it is a kind of: 降压药 is a 药; counts in what was said, not in what is asked

    @property
    def han(self) -> bool:
        return bool(_HAN.search(self.text))

    @property
    def known(self) -> bool:
        """The table knows what it is in the other language."""
        return self.means != frozenset({self.text})


class Lexicon:
    """The table of words of `config/remembering/words.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            table: Mapping[str, Any] = sheet(path)
            self.names = Names(table["names"])
            self._means: dict[str, set[str]] = {}
            self._words: dict[str, list[str]] = {}
            self._kin: set[str] = set()
            for kind in ("concepts", "kin"):
                for number, words in enumerate(table[kind]):
                    for word in map(str, words):
                        self._means.setdefault(word, set()).add(f"{kind}.{number}")
                        self._words.setdefault(f"{kind}.{number}", []).append(word)
                        if kind == "kin":
                            self._kin.add(word)
            self._light = STOP_EN | frozenset(f"{table['light']['en']} {table['light']['zh']}".split())
            self._calendar = frozenset(table["calendar"].split())
            self._health = frozenset(meaning for word in table["health"] for meaning in self._means[word])
            self._heads: dict[str, set[str]] = {}
            for kind, words in table["kinds"].items():
                for word in map(str, words):
                    self._heads.setdefault(word, set()).update(self._means[kind])
            self._phrases = [(re.compile(said, re.IGNORECASE), str(means)) for said, means in table["phrases"].items()]
            self._words_too = frozenset(table["words_too"])
            self._foreign = frozenset(table["foreign"])
            self._surnames = frozenset(table["surnames"])
            self._no_names = frozenset(table["no_names"].split())
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
            raise ConfigError(f"{path}: not a table of words ({error})") from error

    def words(self, text: str) -> list[Word]:
        """What it is about, in its order, without small words."""
        text = text[:_LONGEST].replace("’", "'")
        for said, means in self._phrases:
            text = said.sub(means, text)
        found: list[Word] = []
        for piece in _PIECE.finditer(text):
            if _HAN.match(piece[0]):
                found.extend(self._chinese(piece[0]))
            else:
                initial = not re.search(r"[A-Za-z㐀-鿿][^.?!。？！]*$", text[: piece.start()])
                found.extend(self._english(piece[0], initial))
        return found

    def other(self, words: Sequence[Word]) -> str:
        """The same things in the words of the other language, to look for; "" where none is known."""
        found: list[str] = []
        for word in words:
            if word.kind == "name":
                found += self.names.other(word.text)
            else:
                found += [
                    other for meaning in sorted(word.means) for other in self._words.get(meaning, ()) if bool(_HAN.match(other)) != word.han
                ]
        return " ".join(dict.fromkeys(found))

    def person(self, word: Word) -> bool:
        """A name that people have: it stands in the table, or is made as Chinese ones in the family are."""
        return word.kind == "name" and (word.text in self.names.latin or word.text in self.names.han or word.text[0] in "小老阿")

    def health(self, word: Word) -> bool:
        """It is of an illness, a medicine or what somebody cannot bear."""
        return bool(word.means & self._health)

    def _english(self, written: str, initial: bool) -> Iterator[Word]:
        bare = re.sub(r"['’](?:s|re|ll|ve|d|m)?$", "", written)
        low = bare.casefold().replace("’", "'")
        low = low.removesuffix("s") if low.removesuffix("s") in self._calendar else low
        if low in self._calendar and (low not in self._words_too or not initial):
            if low not in ("may", "march"):
                yield Word(low, "thing", self._plain(low)[1])
            return
        capital = bare[0].isupper()
        named = low in self.names.latin and (capital or low not in self._words_too)
        form, means = self._plain(low)
        head = frozenset(next((self._heads[each] for each in (form, *_forms(low)) if each in self._heads), ()))
        if low in self._light and not (named and capital and not initial):
            return
        if form in self._kin:
            yield Word(form, "kin", means)
        elif named or (capital and not initial and not bare.isupper() and not bare[1:2].isdigit() and form not in self._means and not head):
            yield Word(low, "name", frozenset({low}))
        else:
            yield Word(form, "thing", means, head | {low} if capital else head)  # at the beginning of a sentence it may be a name

    def _plain(self, low: str) -> tuple[str, frozenset[str]]:
        for form in _forms(low):
            if form in self._means:
                return form, frozenset(self._means[form])
        stem = _stem(low)
        return stem, frozenset({stem})

    def _chinese(self, run: str) -> Iterator[Word]:
        at = 0
        for match in self._listed.finditer(run):
            yield from self._rest(run[at : match.start()])
            at = match.end()
            if match[0] in self.names.han:  # 苏珊娜 is not 苏珊
                while at < len(run) and run[at] in self._foreign and run[at] not in self._means and run[at] not in self._light:
                    at += 1
                yield self._one(run[match.start() : at])
            elif match[1]:
                yield Word(match[0], "thing", frozenset({_DAYS[match[1]]}))
            elif match[0] not in self._light:
                yield self._one(match[0])
        yield from self._rest(run[at:])

    def _rest(self, run: str) -> Iterator[Word]:
        """Cut by the dictionary; characters that only names are written with are put together again."""
        if not run:
            return
        parts: list[str] = []
        at = 0
        for match in _FAMILIAR.finditer(run):
            if match[0] not in self._no_names:
                parts += [*rjieba.cut(run[at : match.start()]), match[0]]
                at = match.end()
        for part in rjieba.cut(run[at:]):
            if parts and self._spells(parts[-1]) and self._spells(part):
                parts[-1] += part
            else:
                parts.append(part)
        for part in parts:
            if len(part) > 1 and part not in self._means and all(sign in self._means or sign in self._light for sign in part):
                yield from (self._one(sign) for sign in part if sign not in self._light)
            elif part not in self._light:
                yield self._one(part)

    def _spells(self, part: str) -> bool:
        return part not in self._light and part not in self._means and set(part) <= self._foreign

    def _one(self, word: str) -> Word:
        if word in self._kin:
            return Word(word, "kin", frozenset(self._means[word]))
        if word in self._means or word in self._heads:
            return Word(word, "thing", frozenset(self._means.get(word, {word})), frozenset(self._heads.get(word, ())))
        surname = 2 <= len(word) <= 3 and word[0] in self._surnames
        named = word in self.names.han or (len(word) > 1 and set(word) <= self._foreign) or surname
        if named:
            return Word(word, "name", frozenset({word}))
        head = self._means.get(word[-1], set()) | self._heads.get(word[-1], set())  # 乌龙茶 is a 茶, so it is drunk
        return Word(word, "thing", frozenset({word}), frozenset(head))

    @cached_property
    def _listed(self) -> re.Pattern[str]:
        """A day of the week (group 1), or a Chinese word of the table with two characters or more, the longer ones first."""
        words = {word for word in [*self._means, *self.names.han] if _HAN.match(word) and len(word) > 1}
        return re.compile(_WEEKDAY + "|" + "|".join(sorted(words | {"什么时候", "怎么样", "星期几"}, key=len, reverse=True)))


def _forms(low: str) -> Iterator[str]:
    """The word, then what it may be a form of."""
    yield low
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("d", ""),
    ):
        if low.endswith(ending) and len(low) - len(ending) > 1:
            bare = low.removesuffix(ending) + instead
            yield bare
            if len(bare) > 3 and bare[-1] == bare[-2]:
                yield bare[:-1]


def _stem(low: str) -> str:
    """One form for all forms, no word of its own: parking and parked are park, hide and hiding hid."""
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if low.endswith(ending) and len(low) - len(ending) > 2 and not low.endswith("ss"):
            low = low.removesuffix(ending) + instead
            break
    return low.removesuffix("e") if len(low) > 3 else low
