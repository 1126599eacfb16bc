"""Which statement takes the place of which: the same thing said again, or another value of what can have only one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jarvisd.memory.words import clean, content_words, index_tokens, normal

_ALIKE = 0.93  # cosine from which two texts may be one statement in other words
_KEPT = 0.75  # part of the older statement's words that a repetition still has

# Words of time that change nothing about who and what.
_NOW_EN = re.compile(r"\b(?:now|nowadays|currently|these days|from now on|instead|actually|anymore|again|today|meanwhile|already)\b,?")
_NOW_ZH = re.compile(r"现在|如今|目前|从今以后|以后|从现在起|已经|改成|改为|改|开始|了$")
_NOT = re.compile(r"\b(?:not|no|never|none|without|stopped|quit|\w+n['’]?t)\b|不|没|别|未|无|戒", re.IGNORECASE)
_PRONOUNS = "he she it they this that he's she's there 他 她 它 他们 她们 它们 这 那 这个 那个"
_NOBODY = frozenset(_PRONOUNS.split())

# What a person or a thing has one of at a time. Whatever is not here (likes, is allergic to, has ...) may have many values.
_ONE_EN = (
    re.compile(
        r"(?P<who>.+?) (?P<what>lives? (?:in|at|on|with)|works? (?:at|for|as)|is married to|is engaged to|goes? to bed at|gets? up at"
        r"|wakes? up at|goes? to school (?:at|in)|studies at|was born (?:on|in)|weighs?|is called) (?P<value>.+)"
    ),
    re.compile(
        r"(?P<who>.+?['’]s|my|our|the \w+(?: \w+)?['’]s|the) (?P<what>(?:first |last |phone |mobile |shoe |wifi |door |alarm |pin |zip )*"
        r"(?:name|birthday|number|address|password|code|pin|size|age|bedtime|favou?rite \w+)) is (?P<value>.+)"
    ),
    re.compile(r"(?P<who>.+?) (?:is|am) (?P<value>\d+|\w+(?:-\w+)?) (?P<what>years old)"),
    re.compile(r"(?P<who>.+?) (?P<what>drinks?|prefers?|drives?|uses?|takes?) (?:an? |the )?(?P<value>\w+) (?P<head>\w+)"),
)
_ONE_ZH = (
    re.compile(r"(?P<who>.+?)(?P<what>住在|出生在|出生于|嫁给|搬到)(?P<value>.+)"),
    re.compile(r"(?P<who>.+?)在(?P<value>.+?)(?P<what>上班|工作|上学|读书)"),
    re.compile(
        r"(?P<who>.+?)的?(?P<what>生日|电话|电话号码|手机号|手机号码|地址|密码|名字|年龄|鞋码|尺码|最喜欢的[^是]{1,6}|最爱的[^是]{1,6})(?:是|叫)(?P<value>.+)"
    ),
    re.compile(r"(?P<who>.+?)(?P<value>[一二三四五六七八九十百两\d]+)(?P<what>岁)"),
    re.compile(r"(?P<who>.+?)(?P<what>喝|开|用)(?P<value>.{1,3})(?P<head>[茶酒奶车])"),
)


@dataclass(frozen=True, slots=True)
class _Claim:
    key: tuple[str, str]  # who, what
    value: str


def repeats(new: str, old: str, cosine: float | None) -> bool:
    """`new` says nothing that `old` does not: its words are there in the same order, as often denied, and few are missing."""
    if _denied(new) != _denied(old) or (cosine is not None and cosine < _ALIKE):
        return False
    told, known = _telling(new), _telling(old)
    if not told or len(told) < _KEPT * len(known):
        return False
    rest = iter(known)
    return all(word in rest for word in told)


def contradicts(new: str, old: str) -> bool:
    """Both name one who and one what of the table above, and another value. In doubt it does not."""
    one, other = _claim(new), _claim(old)
    if one is None or other is None or one.key != other.key:
        return False
    values = set(index_tokens(one.value)), set(index_tokens(other.value))
    return not (values[0] <= values[1] or values[1] <= values[0])  # "in Vienna" and "in Vienna, near the park" are one


def own(text: str) -> bool:
    """It speaks of whoever says it."""
    return bool(re.match(r"(?:i|i['’]m|my|me|we|our)\b|我", clean(text).strip().lower()))


def _claim(text: str) -> _Claim | None:
    said = re.sub(r"\s+", " ", clean(text).strip().lower().rstrip(".!。！ "))
    if len(said) > 200 or _denied(said):
        return None
    for patterns, now in ((_ONE_EN, _NOW_EN), (_ONE_ZH, _NOW_ZH)):
        plain = re.sub(r"\s+", " ", now.sub("", said)).strip()
        for pattern in patterns:
            if (found := pattern.fullmatch(plain)) and found["who"] not in _NOBODY:
                head = found.groupdict().get("head") or ""
                who = re.sub(r"['’]s$", "", found["who"])
                return _Claim((normal(who), f"{_plain(found['what'])} {head}".strip()), found["value"])
    return None


def _plain(verb: str) -> str:
    """lives in, live in: one."""
    first, _, rest = verb.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()


def _denied(text: str) -> int:
    return len(_NOT.findall(text))


def _telling(text: str) -> list[str]:
    words = content_words(text)
    return [token for token in index_tokens(text) if token in words]
