"""Which statement takes the place of which: the same thing said again, or another value of what can have only one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jarvisd.memory.words import clean, content_words, index_tokens, normal

_ALIKE = 0.93  # cosine from which two texts may be one statement in other words
_KEPT = 0.75  # part of the older statement's words that a repetition still has

# Words of time that change nothing about who and what.
_NOW_EN = re.compile(
    r"\b(?:now|nowadays|currently|these days|from now on|instead|actually|any ?more|any longer|again|today|meanwhile|already)\b,?"
)
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
    re.compile(r"(?:(?:the|my|our) )?(?P<who>.+?) (?P<what>is parked) (?P<value>.+)"),
    re.compile(r"(?P<who>.+?) (?P<what>drinks?|prefers?|drives?|uses?|takes?) (?:an? |the )?(?P<value>\w+) (?P<head>\w+)"),
)
_ONE_ZH = (
    re.compile(r"(?P<who>.+?)(?P<what>住在|出生在|出生于|嫁给|停在)(?P<value>.+)"),
    re.compile(r"(?P<who>.+?)在(?P<value>.+?)(?P<what>上班|工作|上学|读书)"),
    re.compile(
        r"(?P<who>.+?)的?(?P<what>生日|电话|电话号码|手机号|手机号码|地址|密码|名字|年龄|鞋码|尺码|最喜欢的[^是]{1,6}|最爱的[^是]{1,6})(?:是|叫)(?P<value>.+)"
    ),
    re.compile(r"(?P<who>.+?)(?P<value>[一二三四五六七八九十百两\d]+)(?P<what>岁)"),
    re.compile(r"(?P<who>.+?)(?P<what>喝|开|用)(?P<value>.{1,3})(?P<head>[茶酒奶车])"),
)
# The same, where the newer one says itself that something changed: a thing that is now elsewhere is not where it was.
_PLACE_EN = re.compile(r"(?P<who>.+?) (?:is|are) (?P<value>(?:in|on|at|under|behind|inside|above|below|beside|between|next to|with)\b.+)")
_PLACE_ZH = re.compile(r"(?P<who>.+?)放?在(?P<value>.+)")
# Said in other words, meant the same: what was moved to is lived in, what somebody parked is parked.
_SAME_EN = (
    (re.compile(r"\b(?:has |have )?moved? (?:back |over )?to\b"), "lives in"),
    (
        re.compile(
            r"^(?:i|we)(?:'ve| have)? (?:put|moved|left) (?P<it>(?:the|my|our) .+?) "
            r"(?:(?=in |on |at |under |behind |inside )|(?:in)?to )"
        ),
        r"\g<it> is now in ",
    ),
    (re.compile(r"^(?:i|we)(?:'ve| have)? parked (?P<it>(?:the|my|our) \w+)"), r"\g<it> is parked"),
)
_SAME_ZH = ((re.compile(r"搬(?:家)?(?:到|去|进)了?"), "住在"), (re.compile(r"放到了?|放进了?|挪到了?|移到了?"), "现在在"))
# A denial is taken out to see whether the rest is the same.
_DENIAL = (
    (re.compile(r"\b(?:do|does|did)(?: not|n['’]?t) "), ""),
    (re.compile(r"\b(is|are|am|was|were|can|could|has|have|will|would)(?: not|n['’]?t)\b"), r"\1"),
    (re.compile(r"\b(?:can)not\b"), "can"),
    (re.compile(r"\b(?:no longer|not|never)\b"), ""),
    (re.compile(r"\b(?:hates?|dislikes?)\b"), "like"),
    (re.compile("讨厌"), "喜欢"),
    (re.compile("不再|没有|[不没]"), ""),
)
_CHANGED = re.compile(
    r"\bnow\b|\bno longer\b|\banymore\b|\bmoved\b|\bfrom now on\b|\binstead\b|现在|如今|改|换|挪|移|搬|以后|不再", re.IGNORECASE
)
_SIGN = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+")
_RATHER = (
    re.compile(r"(?P<now>.+?),? (?:and )?not (?P<not>[\w' ]+?)(?: any ?more)?"),
    re.compile(r"(?P<now>.+?)[，, ]?(?:而)?不是(?P<not>.+)"),
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
    """Both name one who and one what of the table above, and another value; or one denies the other. In doubt it does not."""
    if _denies(new, old) or _corrects(new, old) or _elsewhere(new, old):
        return True
    one, other = _claim(new), _claim(old)
    if one is None or other is None or one.key != other.key:
        return False
    values = set(index_tokens(one.value)), set(index_tokens(other.value))
    return not (values[0] <= values[1] or values[1] <= values[0])  # "in Vienna" and "in Vienna, near the park" are one


def _denies(new: str, old: str) -> bool:
    """They are word for word the same but that one of them says no."""
    (said, denied), (was, was_denied) = _affirmed(new), _affirmed(old)
    return denied != was_denied and len(said) > 1 and said == was and said[0] not in _NOBODY


def _affirmed(text: str) -> tuple[list[str], bool]:
    """Its words without a no and without words of time, and whether there was one."""
    said, denied = _simple(text), False
    for pattern, instead in _DENIAL:
        said, times = pattern.subn(instead, said)
        denied = denied or times > 0
    words = index_tokens(_NOW_ZH.sub("", _NOW_EN.sub("", said)))
    return [word.removesuffix("s") for word in words], denied


def _corrects(new: str, old: str) -> bool:
    """ "Felix likes handball, not football": the old one said football."""
    for pattern in _RATHER:
        found = pattern.fullmatch(_simple(new))
        if found:
            now, gone, was = (set(_SIGN.findall(text)) for text in (found["now"], found["not"], _simple(old)))
            return bool(gone) and gone <= was and was <= now | gone and not now <= was and not _denied(old)
    return False


def _elsewhere(new: str, old: str) -> bool:
    if not _CHANGED.search(new) or _denied(new) or _denied(old):
        return False
    for pattern, now in ((_PLACE_EN, _NOW_EN), (_PLACE_ZH, _NOW_ZH)):
        one, other = (pattern.fullmatch(re.sub(r"\s+", " ", now.sub("", _simple(text))).strip()) for text in (new, old))
        if one and other:
            who = [normal(found["who"]) for found in (one, other)]
            return who[0] == who[1] and who[0] not in _NOBODY and set(index_tokens(one["value"])) != set(index_tokens(other["value"]))
    return False


def _simple(text: str) -> str:
    """In small letters, without its last mark, in one of several ways to say it."""
    said = re.sub(r"\s+", " ", clean(text).strip().lower().rstrip(".!。！ ").replace("’", "'"))
    for pattern, instead in (*_SAME_EN, *_SAME_ZH):
        said = pattern.sub(instead, said)
    return said


def own(text: str) -> bool:
    """It speaks of whoever says it."""
    return bool(re.match(r"(?:i|i['’]m|my|me|we|our)\b|我", clean(text).strip().lower()))


def _claim(text: str) -> _Claim | None:
    said = _simple(text)
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
