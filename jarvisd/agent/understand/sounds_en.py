"""English as it sounds: words that a transcriber takes for one another get the same key."""

from __future__ import annotations

import re
from functools import lru_cache

# Spellings of one sound, the longest first; what is left after them is read letter by letter.
_SPELLED = (
    (re.compile(r"[^a-z0-9]"), ""), (re.compile(r"^(?:kn|gn|pn)"), "n"), (re.compile(r"^wr"), "r"), (re.compile(r"^wh(?=o)"), "h"), (re.compile(r"^wh"), "w"),
    (re.compile(r"tch|sch(?=[eiy])|[cs]h|t(?=io|ure)|s(?=io|ure)|ci(?=[ao])"), "j"), (re.compile(r"ph"), "f"), (re.compile(r"ck|cc(?![eiy])|q"), "k"),
    (re.compile(r"igh"), "i"), (re.compile(r"gh(?=t|$)"), ""), (re.compile(r"(?:dg|g)(?=[eiy])"), "j"), (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"mb$"), "m"), (re.compile(r"x"), "ks"), (re.compile(r"(?<=[aeiou])l(?=[kfm])"), ""), (re.compile(r"th"), "t"),
)  # fmt: skip
_SIGN = str.maketrans("bdgcvzq", "ptkkfsk")  # with and without voice
_SILENT = re.compile(r"(?<=.)[aeiouyhw]")
_DOUBLE = re.compile(r"([^0-9])\1+")
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """The consonants of one word, b as p, d as t, g as k, v as f, z as s: telly and tele give the same. A vowel counts in front only."""
    said = word
    for pattern, instead in _SPELLED:
        said = pattern.sub(instead, said)
    said = _SILENT.sub("", said.translate(_SIGN))
    return _DOUBLE.sub(r"\1", re.sub(r"^[aeiouy]", "a", said))


def keys(text: str) -> str:
    """Of several words, in one piece."""
    return _DOUBLE.sub(r"\1", "".join(map(key, text.split())))


def vowel(word: str) -> str:
    """The first vowel as it is written; y is i."""
    found = _VOWEL.search(word)
    return "" if found is None else found.group().replace("y", "i")


# What is taken for one another: stops and h, what hisses, what hums, what flows; and what is easily lost.
_NEAR = tuple(map(frozenset, ("ptkh", "fsjth", "mn", "lrwy")))
_LOST = frozenset("hwyr")
_OF_A_KIND, _LOSES, _ELSE = 0.4, 0.4, 0.9  # what a sound of the same kind costs, one that is easily lost, any other


@lru_cache(maxsize=4096)
def unlike(one: str, other: str) -> float:
    """How far two words are from each other by their consonants, of the longer one's: 0 the same, 1 nothing alike."""
    a, b = key(one).replace("a", ""), key(other).replace("a", "")
    if not a or not b:
        return 0.0 if one == other else 1.0
    row = [0.0]
    for sign in b:
        row.append(row[-1] + _gone(sign))
    for sign in a:
        above, row = row, [row[0] + _gone(sign)]
        for at, against in enumerate(b):
            row.append(min(above[at + 1] + _gone(sign), row[at] + _gone(against), above[at] + _changed(sign, against)))
    return row[-1] / max(1, len(a), len(b))


def _gone(sign: str) -> float:
    return _LOSES if sign in _LOST else _ELSE


def _changed(sign: str, against: str) -> float:
    return 0.0 if sign == against else _OF_A_KIND if any(sign in kind and against in kind for kind in _NEAR) else _ELSE


# Words of every day: where nothing but these was heard, it is no name that sounds like them ("need light" is no night light).
_EVERYDAY = (
    "about above after again all also always any are around as ask at away back bad be because bed been before behind below best better big "
    "bit book both boy bring but buy by call came can car change check clean close cold come cook could cut dad day did dinner do does dog "
    "done door down drink drive each early eat else end enough even ever every feel few find fine first for forget found four free friend "
    "from full game get girl give go going good got great had half happy hard has have he hear heard heavy help her here high him his home "
    "hope hot hour how if in inside is it just keep kid kind knew know last late later least leave left less let like little live long look "
    "lot love low made make man many may maybe me mean meet might mind mine minute miss mom mommy more morning most move mum mummy much "
    "must my name near need never new next nice night no nobody none not nothing now of off often old on once one only open or other our "
    "out outside over own park part past pay people place play please poor pull push put quick quite rain read ready real really rest right "
    "room run said same save saw say school see seen send set she should show side since sit sleep slow small so some soon sorry sound "
    "start stay still stop such sure take talk tea tell ten than thank that the their them then there these they thing think this those "
    "three through tight till time tired to today told tomorrow tonight too took top try turn two under until up us use very wait wake walk "
    "want warm was wash watch water way we wear week well went were what when where which while white who whole why will wish with without "
    "won word work world would wrong yes yet you young your "
)
EVERYDAY = frozenset(_EVERYDAY.split())
