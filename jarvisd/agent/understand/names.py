"""Which things, rooms and floors of the house were named in what was said, misheard or not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from jarvisd.agent import sounds
from jarvisd.agent.understand import called, near_zh, sounds_en
from jarvisd.agent.understand.called import Ref
from jarvisd.agent.understand.everyday import COMMON, COMMON_ZH, SMALL
from jarvisd.agent.understand.spelling import Spelled, distance
from jarvisd.agent.understand.things import kinds
from jarvisd.messages import Language
from jarvisd.tools.home import House

Kind: TypeAlias = Literal["name", "area", "floor"]

_TOKEN = re.compile(r"[^\s,]+")
_HAN = re.compile(r"[㐀-鿿]")
_LOCKED = re.compile(r"[好上住了定]|一下")  # 大门锁好: the door is locked, 大门锁 is not named
_GOING = frozenset("出进敲串上登热部专")  # 出门 is no door
_ASKED = 256  # texts whose names are kept: the parts of one sentence are looked at again and again
_LONGEST = 6  # words of a name
_SHORTEST = 4  # letters of what is heard as a name by its sound
_NEARLY = 3  # words that are heard as one name
_OTHER_LETTERS = 0.5  # the share of its letters that may be others where its sounds are nearly the same
_UNLIKE = 0.4  # the share of its letters that may be others where it sounds the same
_DONE = re.compile(r"(?:ed|es|ing)$")
_ROOM = ("room", "bedroom", "office", "study", "den")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that names something; several refs where it may be one of several."""

    refs: tuple[Ref, ...]
    start: int
    end: int
    said: str
    sure: float  # 1 as it is written in the house, less where it was misheard

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(ref.kind for ref in self.refs)


class Names:
    """All the names of a house. Built once for a house; a thousand things take a tenth of a second."""

    def __init__(self, refs: Mapping[str, tuple[Ref, ...]], people: frozenset[str] = frozenset()) -> None:
        """people: in small letters."""
        self.people = people
        self.things: Set[str] = {form for form, own in refs.items() if all(ref.kind == "name" and not ref.implied for ref in own)}  # alone
        self._refs = refs
        self._asked: dict[tuple[str, Language], tuple[Mention, ...]] = {}
        latin = sorted((form for form in refs if not _HAN.search(form)), key=lambda form: not refs[form][0].implied)
        self._latin = {form.replace(" ", ""): form for form in latin}  # what was written down last: it stays
        self._spelled = Spelled(self._latin)
        self._begun = {(name[:1], len(name) + more) for name in self._latin for more in range(-2, 3)}  # only such may be a name misspelled
        self._keyed: dict[str, list[str]] = {}  # by their sounds
        for form in latin:
            if not any(sign.isdigit() for sign in form):
                self._keyed.setdefault(sounds_en.keys(form), []).append(form)
        self._sounds = Spelled(self._keyed)
        self._han = sorted((form for form in refs if _HAN.search(form)), key=len, reverse=True)
        self._within = sorted((form for form in refs if not _HAN.search(form)), key=len, reverse=True)
        self._sounding: dict[str, list[str]] = defaultdict(list)
        for form in self._han:
            if len(form) > 1 and all(_HAN.match(sign) for sign in form):
                self._sounding[sounds.alike(form)].append(form)
        self._called_zh = {form: {ref.name for ref in refs[form]} for forms in self._sounding.values() for form in forms}

    @property
    def forms(self) -> Collection[str]:
        """All that something here is called by, in small letters."""
        return self._refs.keys()

    @property
    def owners(self) -> frozenset[str]:
        """Whose something here is called, in small letters: "nan's"."""
        firsts = (ref.name.casefold().split()[0] for refs in self._refs.values() for ref in refs if " " in ref.name)
        return frozenset(first for first in firsts if first.endswith("'s"))

    def find(self, text: str, language: Language) -> tuple[Mention, ...]:
        """From the left, the longest where two overlap. text as `spoken.plain` gives it; Chinese without 的."""
        if (text, language) not in self._asked:
            if len(self._asked) >= _ASKED:
                self._asked.clear()
            self._asked[text, language] = self._find(text, language)
        return self._asked[text, language]

    def _find(self, text: str, language: Language) -> tuple[Mention, ...]:
        found = list(self._written(text))
        if language == "zh":
            found += [one for one in self._heard(text) if not any(_nearly(one, other) for other in found)]
            found += self._latin_within(text)
        else:
            found += [*self._said(text), *self._owned(text)]
        return _apart(found)

    def _owned(self, text: str) -> Iterable[Mention]:
        """ "Maya's fan", "the twins' lamp", where there is a room of theirs: the one there."""
        things: set[int] | None = None
        for owner in re.finditer(r"\b([a-z]+(?=')|[a-z]+s)(?:'s?)? (?=(\w+ ?)?)", text):
            refs = next((self._refs[self._latin[own]] for own in (owner[1] + room for room in _ROOM) if own in self._latin), ())
            if not refs:
                continue
            things = {kind.start for kind in kinds(text, "en")} if things is None else things
            if things & {owner.end(), owner.end() + len(owner[2] or "")}:
                yield Mention(refs, owner.start(), owner.end() - 1, owner[0].strip(), 1.0)

    def _written(self, text: str) -> Iterable[Mention]:
        for form in self._han:
            at = text.find(form)
            while at >= 0:
                going = form == "门" and at > 0 and text[at - 1] in _GOING
                if not going and not (form.endswith("门锁") and _LOCKED.match(text, at + len(form))):
                    yield Mention(self._refs[form], at, at + len(form), form, 1.0)
                at = text.find(form, at + 1)

    def _latin_within(self, text: str) -> Iterable[Mention]:
        if not re.search("[a-z]", text):
            return
        for form in self._within:
            for match in re.finditer(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", text):
                yield Mention(self._refs[form], match.start(), match.end(), form, 1.0)

    def _heard(self, text: str) -> Iterable[Mention]:
        """Other characters of the same sound."""
        sound = sounds.alike(text)
        for length in range(2, 9):
            for at in range(len(text) - length + 1):
                said = text[at : at + length]
                forms = self._sounding.get(sound[at : at + length])
                if forms and said not in forms and said not in COMMON_ZH:
                    refs = tuple(dict.fromkeys(ref for form in forms for ref in self._refs[form]))
                    yield Mention(refs, at, at + length, said, 0.8)

    def _said(self, text: str) -> Iterable[Mention]:
        tokens = list(_TOKEN.finditer(text))
        words = [called.word(token.group()) for token in tokens]
        for first in range(len(words)):
            for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
                joined = "".join(words[first:last])
                nearest = (joined, 0) if joined in self._latin else self._misheard(joined, words[first:last])
                if nearest is None:
                    continue
                refs = self._refs[self._latin[nearest[0]]]
                start, end = tokens[first].start(), tokens[last - 1].end()
                yield Mention(refs, start, end, text[start:end], 1.0 - 0.15 * nearest[1])

    def _misheard(self, joined: str, words: list[str]) -> tuple[str, int] | None:
        if words[0] in SMALL or words[-1] in SMALL or _common(words):
            return None  # "fairy lights on" are fairy lights, and they are on
        nearest = self._spelled.nearest(joined) if (joined[:1], len(joined)) in self._begun else None
        if nearest is not None and (nearest[0] + "s" == joined or nearest[0][0] != joined[0]):
            nearest = None  # more than one of them is no name misheard
        if nearest is None:
            nearest = self._alike(words)
        if nearest is not None and nearest[0].endswith("er") and _DONE.sub("", joined) == nearest[0][:-2]:
            return None  # what is washed is no washer
        return nearest

    def know(self, name: str) -> bool:
        """As it is written in the house; a name in English."""
        return called.form(name).replace(" ", "") in self._latin

    def mended(self, text: str, language: Language) -> str:
        """With every name that was misheard, and that can be one thing alone, written as that is called. text as of `find`."""
        for mention in reversed(self.find(text, language)):
            if mention.sure < 1 and len(mention.refs) == 1:
                own = self._sounding[sounds.alike(mention.said)][0] if language == "zh" else called.form(mention.refs[0].name)
                text = text[: mention.start] + own + text[mention.end :]
        return text

    def nearly_zh(self, text: str) -> str:
        """Chinese with what nearly sounds like a name of three signs and more, and like no other's, written as that name."""
        text = self.mended(text, "zh")
        spans = [(one.start, one.end) for one in self.find(text, "zh")] + [(kind.start, kind.end) for kind in kinds(text, "zh")]
        taken = {at for start, end in spans for at in range(start, end)}
        return near_zh.framed(near_zh.put_right(text, self._called_zh, taken), self._called_zh)

    def nearly(self, text: str) -> str:
        """English with what nearly sounds like a name of this house, and like no other, written as that name: "roman shape"."""
        text = self.mended(text, "en")
        words = text.split()
        known = [(_tokens(text, mention), mention) for mention in self.find(text, "en")]
        best: tuple[float, int, int, str] | None = None
        for first in range(len(words)):
            for last in range(first + 1, min(first + _NEARLY, len(words)) + 1):
                said = words[first:last]
                if said[0] in SMALL or said[-1] in SMALL or _everyday(said) or (near := self._nearly(said)) is None:
                    continue
                over = [mention for span, mention in known if span[0] < last and first < span[1]]
                own = {ref.name for ref in self._refs[near[1]]}
                if any({ref.name for ref in mention.refs} != own or near[1] == mention.said for mention in over):
                    continue  # it is another's name
                if best is None or (near[0], first - last) < (best[0], best[1] - best[2]):
                    best = (near[0], first, last, near[1])
        if best is None:
            return text
        return " ".join([*words[: best[1]], best[3], *words[best[2] :]])

    def _nearly(self, words: list[str]) -> tuple[float, str] | None:
        """The share of its letters that are others, and the name; None where two are as near, or none is."""
        near = self._sounds.nearest(sounds_en.keys(" ".join(words)))
        forms = self._keyed[near[0]] if near is not None else []
        if not forms or any(self._refs[form] != self._refs[forms[0]] for form in forms):
            return None
        joined = "".join(words)
        wrong, form = min((distance(joined, form.replace(" ", "")) / max(len(joined), len(form)), form) for form in forms)
        return (wrong, form) if wrong <= _OTHER_LETTERS else None

    def _alike(self, words: list[str]) -> tuple[str, int] | None:
        """The one name that sounds like these words: "seller door" is the cellar door."""
        joined = "".join(words)
        if len(joined) < _SHORTEST or _everyday(words):
            return None
        said = " ".join(words)
        near = []
        for form in self._keyed.get(sounds_en.keys(said), ()):
            wrong, one = distance(joined, form.replace(" ", "")), " " not in form or len(words) == 1
            if (
                form + "s" != said
                and wrong <= _UNLIKE * max(len(joined), len(form))
                and not (one and sounds_en.vowel(form) != sounds_en.vowel(said))
            ):
                near.append((wrong, form))
        near.sort()
        if not near or (len(near) > 1 and self._refs[near[0][1]] != self._refs[near[1][1]]):
            return None
        return near[0][1].replace(" ", ""), min(2, near[0][0])


_latest: tuple[House, Names] | None = None  # a sentence asks for them a dozen times


def names_of(house: House) -> Names:
    """The names of that house; kept for as long as nothing is renamed, whatever its states do."""
    global _latest
    if _latest is None or _latest[0] is not house:
        _latest = house, _named(house)
    return _latest[1]


def _named(house: House) -> Names:
    entities = tuple((entity.id, entity.name, entity.aliases, entity.area, entity.device_class) for entity in house.entities)
    return _names(entities, house.areas, house.floors)


@lru_cache(maxsize=4)
def _names(entities: tuple[called.Thing, ...], areas: called.Areas, floors: called.Floors) -> Names:
    return Names(called.forms(entities, areas, floors), called.people(entities, areas))


def _nearly(one: Mention, other: Mention) -> bool:
    """What was heard is what was written with one more sign."""
    return one.start <= other.start and other.end <= one.end and other.end - other.start >= max(2, one.end - one.start - 1)


def _common(words: list[str]) -> bool:
    return all(word in COMMON or len(word) < 3 for word in words)


def _everyday(words: list[str]) -> bool:
    return all(word in sounds_en.EVERYDAY or word in COMMON for word in words)


def _tokens(text: str, mention: Mention) -> tuple[int, int]:
    """From which word to which it goes."""
    first = len(text[: mention.start].split())
    return first, first + len(mention.said.split())


def _apart(found: list[Mention]) -> tuple[Mention, ...]:
    """None over another: what is written as it is said goes first, then the longer."""
    chosen: list[Mention] = []
    for mention in sorted(found, key=lambda one: (-round(one.sure), -(one.end - one.start), -one.sure, one.start)):
        if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda one: one.start))
