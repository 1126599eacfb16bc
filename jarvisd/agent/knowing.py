"""Whether something that was said answers a question: better not known than the wrong person's peanuts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jarvisd.agent.lexicon import Lexicon, Word
from jarvisd.memory import Found

_HAN = re.compile(r"[㐀-鿿]")

# Found.similarity from which a saying counts although only some of the question's words stand in it; set on tests/agent/facts.py.
LIKELY = 0.5
_NAMED = 0.9  # share of a saying that gives a name without the word: "my husband Tom"
CERTAIN = 0.9  # the same where none of them can be compared: two languages and a word that no table knows


class Asks(StrEnum):
    WHERE = "where"
    WHEN = "when"
    WHO = "who"
    HOW_MANY = "how many"
    WHAT = "what"
    WHETHER = "whether"


_ASKS: tuple[tuple[Asks, re.Pattern[str]], ...] = (  # the first that is found
    (
        Asks.WHEN,
        re.compile(
            r"\bwhen\b|\b(what|which) (day|date|time|month|year)\b|什么时候|几号|哪天|哪一天|几点|几月|星期几|周几|礼拜几|何时|哪年", re.I
        ),
    ),
    (Asks.WHERE, re.compile(r"\bwhere\b|\bin which\b|哪里|哪儿|在哪|放哪|什么地方|何处", re.I)),
    (Asks.HOW_MANY, re.compile(r"\bhow (many|much|old|tall|long|big|heavy|often)\b|多少|多大|多高|几个|几岁", re.I)),
    (Asks.WHO, re.compile(r"\bwho('?s|se|m)?\b|谁|哪位|哪个人", re.I)),
    (Asks.WHAT, re.compile(r"\b(what('?s)?|which|how)\b|^\W*tell me (?:the|my|our|\w+'s)\b|什么|啥|哪|怎么|几", re.I)),
    (
        Asks.WHETHER,
        re.compile(
            r"^\W*(am|is|are|was|were|do|does|did|can|could|has|have|had|will|would|should)\b|[吗嘛]\W*$|有没有|是不是|能不能|会不会", re.I
        ),
    ),
)
# What must stand in a saying for it to answer such a question at all.
_EVIDENCE: dict[Asks, re.Pattern[str]] = {
    Asks.WHERE: re.compile(
        r"\b(in|on|at|under|underneath|behind|next to|beside|besides|inside|near|below|above|between|by|to|from|"
        r"with|over|here|there|outside|upstairs|downstairs|home)\b"
        r"|[在里上下旁边后前放停到]",
        re.I,
    ),
    Asks.WHEN: re.compile(
        r"\d|\b(january|february|march|april|may|june|july|august|september|october|november|december|\w+days?|today|tomorrow|tonight|morning|noon|"
        r"afternoon|evening|night|weekend|week|month|year|christmas|easter|summer|winter|spring|autumn|o'clock|daily|every|first|second|third|"
        r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|[月日号点年天]|周|星期|礼拜|早上|晚上|中午|下午|春|夏|秋|冬",
        re.I,
    ),
    Asks.HOW_MANY: re.compile(
        r"\d|\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w*ty|\w*hundred|thousand|once|twice|every|daily|no|half|a)\b"
        r"|[零〇一二三四五六七八九十百千万两半每]",
        re.I,
    ),
}
_SELF = re.compile(r"\b(i|i'm|i've|me|my|mine|myself)\b|我(?!们|家)", re.I)
_SELVES = re.compile(r"\b(i|i'm|i've|me|my|mine|myself|we|we're|our|ours|us)\b|我|咱", re.I)
_OWN = re.compile(r"(?:\b(?:my|our)\s+|(?:我们?|咱们?|我家)的?)$", re.I)  # before a relative: theirs, not the speaker's
_STAYS = r"(?:\s+(?:is|are|was|lives?|stays?|moved|went)\s+(?:now\s+)?(?:in|at|on|to|with|near|home)\b|(?:现在|正)?(?:在|住))"
_TO = re.compile(  # said to the house before the question itself
    r"^(?:\W*(?:(?:hey |ok |okay )?jarvis|please|ok|okay|so|well|(?:can|could|would) you|do you (?:happen to )?(?:know|remember)|remind me"
    r"|嘿|贾维斯|请问|你知道|你还?记得|你?能?告诉我|请)\b\W*)+",
    re.I,
)
_EATING = re.compile(r"eat|food|dish|meal|drink|吃|喝|食物")  # whether somebody may eat it is answered by what they cannot stand
_MYSELF = re.compile(r"\bmy (?:\w+ )?name\b|\bi am\b|\bi'm\b|\bcall me\b|我叫|我的?名字|我是|我姓", re.I)
_NAMING = re.compile(r"name|call|number|名字|姓名|叫|姓|号|号码")  # words of a question whose answer need not repeat them
_CALLED = re.compile(r"\bnames?\b|\bcalled\b|叫什么|叫啥|名字|姓名|姓什么|姓啥", re.I)  # asks what somebody or something is called
_LIKING = re.compile(r"like|love|enjoy|hate|dislike|favou?rite|prefer|(?:不太?|最)?(?:喜欢|喜爱|爱)[吃喝]?|讨厌|受不了|不[吃喝]")
_CANNOT = re.compile(r"\b(?:can't|cannot|can not|mustn't|must not|not allowed)\b|不能|不可以|不许", re.I)
_ONCE = re.compile(
    r"\b(?:before(?: that| then)?|previously|formerly|originally|in the past|earlier)(?=\W*$)|\bused? to\b|以前|之前|原来|从前|过去|曾经",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    asks: Asks
    words: tuple[Word, ...]
    person: str  # who asks; "" where unknown

    @property
    def about(self) -> str:
        """The one it is about, as it was written; "" where it names nobody."""
        for word in self.words:
            if word.kind == "name":
                written = re.search(re.escape(word.text), self.text, re.I)
                return (written[0] if written else word.text) if word.han else word.text.title()
        return ""


def now(text: str) -> str:
    """A question about the past as it would be asked about today; any other as it is."""
    return _ONCE.sub("", text) if _ONCE.search(text) else text


def question(text: str, lexicon: Lexicon, person: str = "") -> Question | None:
    """None: it asks nothing that a memory could hold."""
    text = _TO.sub("", text)
    asks = next((kind for kind, sign in _ASKS if sign.search(text)), None)
    words = tuple(dict.fromkeys(lexicon.words(text)))
    return Question(text, asks, words, person) if asks and words else None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a saying answers."""

    share: float  # of the question's words that stand in it
    strangers: int  # people it is about that the question does not name
    more: int  # things in it that the question does not name


def fit(asked: Question, said: str, person: str, similarity: float, lexicon: Lexicon) -> Fit | None:
    """None: it does not answer. person: who said it; similarity: of the search, 0..1."""
    words = lexicon.words(said)
    if not _right_people(asked, said, words, person, lexicon) or not _right_kind(asked, said):
        return None
    wanted = [word for word in asked.words if word.kind == "thing"]
    if asked.asks in (Asks.WHAT, Asks.WHO) and _CALLED.search(asked.text):
        return _name_of(asked, said, words, lexicon)
    if len(wanted) > 1 and asked.asks is not Asks.WHETHER:
        wanted = [word for word in wanted if not _NAMING.fullmatch(word.text)] or wanted
    if asked.asks is Asks.WHETHER or (asked.asks is Asks.WHO and _CANNOT.search(asked.text)):
        wanted = [word for word in wanted if not _EATING.fullmatch(word.text)] or wanted
    if asked.asks is Asks.WHETHER and any(_LIKING.fullmatch(word.text) for word in words):  # hates it: that is an answer to "likes it?"
        wanted = [word for word in wanted if not _LIKING.fullmatch(word.text)] or wanted
    found = [word for word in wanted if stands(word, words, said, lexicon)]
    crossing = bool(_HAN.search(asked.text)) != bool(_HAN.search(said))
    missing = [word for word in wanted if word not in found and (word.known or not crossing)]
    opaque = len(wanted) - len(found) - len(missing)  # may or may not stand there in the other language
    share = len(found) / len(wanted) if wanted else 1.0
    people = [word for word in asked.words if word.kind != "thing"]
    others = [word for word in words if word.kind != "thing" and not any(_same(word, one, lexicon) for one in people)]
    strangers = sum(1 for word in others if _owns(word, said))
    more = sum(1 for word in words if word not in others and not any(_same(word, one, lexicon) for one in asked.words))
    if not wanted:
        return Fit(share, strangers, more) if _whoever(asked, said, words, lexicon) else None
    if share == 1.0:
        return Fit(share, strangers, more)
    if asked.asks is Asks.WHETHER and found and _EATING.search(asked.text) and any(map(lexicon.health, words)):
        return Fit(share, strangers, more)  # "can she eat peanut butter?" of peanuts that make her ill
    if missing:
        return Fit(share, strangers, more) if share >= 0.5 and similarity >= LIKELY and not opaque and len(wanted) > 2 else None
    enough = LIKELY if share > 0.5 or (people and found) else CERTAIN
    return Fit(share, strangers, more) if similarity >= enough else None


def best(fits: Sequence[tuple[Fit, Found]]) -> list[Found]:
    """The ones that answer, the best first; what is less to the point is left out."""
    ordered = sorted(fits, key=lambda one: (one[0].strangers, -one[0].share, one[0].more, -one[1].similarity))
    first = ordered[0][0]
    return [each for fit, each in ordered if (fit.strangers, fit.share) == (first.strangers, first.share) and fit.more <= first.more + 1]


def household(asked: Question, said: Iterable[str], lexicon: Lexicon) -> bool:
    """It asks about this household: somebody it may know, or what is known of others here."""
    if _SELVES.search(asked.text) or any(word.kind == "kin" or lexicon.person(word) for word in asked.words):
        return True
    wanted = [word for word in asked.words if word.kind == "thing"]
    named = [word for word in asked.words if word.kind == "name"]
    if not named or not wanted:
        return False
    return any(map(lexicon.health, wanted)) or any(mentions(each, wanted, lexicon) or mentions(each, named, lexicon) for each in said)


def mentions(said: str, about: Sequence[Word], lexicon: Lexicon) -> bool:
    """Everything it is to be about stands in it."""
    words = lexicon.words(said)
    return bool(about) and all(stands(word, words, said, lexicon) for word in about)


def _right_people(asked: Question, said: str, words: Sequence[Word], person: str, lexicon: Lexicon) -> bool:
    """Everybody it names is in the saying, and nobody else stands in their place."""
    named = [word for word in asked.words if word.kind != "thing"]
    by_person = [word for word in lexicon.words(person.title()) if person]
    for word in named:
        spoke = any(_same(word, one, lexicon) for one in by_person) and _SELVES.search(said)
        if not spoke and not stands(word, words, said, lexicon):
            return False
    relatives = [word for word in words if word.kind == "kin" and not any(_same(word, one, lexicon) for one in named)]
    oneself = bool(_SELF.search(asked.text)) and not named
    if asked.asks is not Asks.WHO and (named or oneself):
        owners = [word.text for word in words if word.kind == "name" and any(_same(word, one, lexicon) for one in named)]
        if any(_belongs(relative, owners, oneself or not owners, said) for relative in relatives):
            return False
    if not oneself:
        return True
    if all(_NAMING.fullmatch(word.text) for word in asked.words) and not _MYSELF.search(said):
        return False
    theirs = [word for word in words if word.kind == "name"] or relatives
    if _SELVES.search(said):
        return not person or not asked.person or person.casefold() == asked.person.casefold()
    return not theirs if asked.asks is not Asks.WHERE else not any(_owns(word, said) for word in theirs)


def _name_of(asked: Question, said: str, words: Sequence[Word], lexicon: Lexicon) -> Fit | None:
    """What somebody or something is called, where it says so of that very one: "Emma hates cats" is no cat's name."""
    about = [word for word in asked.words if not _NAMING.fullmatch(word.text)]
    if not all(stands(word, words, said, lexicon) for word in about):
        return None
    named = [one.text for one in words if any(_same(word, one, lexicon) for word in about)]
    beside = [text + one.text for one in words if one.kind == "name" for text in named]  # 我哥哥小马
    if about and not any(each in said for each in beside) and not any(re.search(_names(re.escape(text)), said, re.I) for text in named):
        return None
    said_so = not about or any(stands(word, words, said, lexicon) for word in asked.words if word not in about)
    more = sum(1 for word in words if not any(_same(word, one, lexicon) for one in about))
    return Fit(1.0 if said_so else _NAMED, 0, more)


def _names(text: str) -> str:
    """A pattern of the ways in which that is given a name."""
    own = r"(?:my|our|the|\w+['’]s)"
    return (
        rf"{text}s?(?:['’]s?)?\s+(?:\w+\s+)?name\b|{text}s?\s+(?:(?:is|are|was|were)\s+)?(?:called|named)\b|{text},?\s+(?:is\s+)?(?-i:[A-Z])"
        rf"|(?-i:[A-Z])[\w'-]+,?\s+(?:(?:is|was)\s+)?{own}\s+(?:\w+\s+)?{text}|name of\s+{own}\s+(?:\w+\s+)?{text}"
        rf"|call(?:s|ed)?\s+{own}\s+{text}|{text}(?:的?(?:名字|姓名)|叫|姓)|是(?:我们?|咱们?)?家?里?的?{text}"
    )


def _belongs(relative: Word, owners: Sequence[str], own: bool, said: str) -> bool:
    """It is the relative of one of the owners, or of whoever spoke."""
    for match in re.finditer(re.escape(relative.text), said, re.I):
        before = said[: match.start()]
        if own and _OWN.search(before):
            return True
        if any(re.search(re.escape(owner) + r"(?:['’]s?\s+(?:\w+\s+)?|的?)$", before, re.I) for owner in owners):
            return True
    return False


def _owns(word: Word, said: str) -> bool:
    """Something in the saying is theirs, or it begins with them."""
    return bool(re.search(r"^\W*" + re.escape(word.text) + "|" + re.escape(word.text) + r"(?:['’]s?\s|的)", said, re.I))


def _right_kind(asked: Question, said: str) -> bool:
    evidence = _EVIDENCE.get(asked.asks)
    return evidence is None or bool(evidence.search(said))


def _whoever(asked: Question, said: str, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """It only names somebody: it wants to know who that is, or where."""
    if asked.asks is not Asks.WHERE:
        return asked.asks is Asks.WHO
    named = [re.escape(word.text) for word in words if any(_same(one, word, lexicon) for one in asked.words)]
    return any(re.search(name + _STAYS, said, re.I) for name in named)


def stands(word: Word, words: Sequence[Word], said: str, lexicon: Lexicon) -> bool:
    """What is asked for is in the saying, whose words these are."""
    if any(_same(word, one, lexicon) for one in words):
        return True
    if not word.han or word.kind != "thing":
        return False
    if len(word.text) == 1:  # 学 in 学医, which no table has
        return any(one.han and one.kind == "thing" and not one.known and word.text in one.text for one in words)
    denied = "(?<![不没])" if _LIKING.fullmatch(word.text) else ""
    return re.search(denied + re.escape(word.text), said) is not None


def _same(one: Word, other: Word, lexicon: Lexicon) -> bool:
    """What is asked for and what was said are the same thing or, where both may be names, the same person."""
    if one.means & (other.means | other.head):
        return True
    if one.kind == "kin" or other.kind == "kin" or (one.known or other.known) or one.han == other.han:
        return False
    if "name" not in (one.kind, other.kind):
        return False
    return lexicon.names.same(*((other.text, one.text) if one.han else (one.text, other.text)))
