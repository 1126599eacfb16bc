"""What around an English order makes it none: somebody else is meant, it was, or it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import others_en
from jarvisd.agent.understand.signs import Span

_NEVER = re.compile(
    r"\b(?:yesterday|last (?:night|week|month|year|time|summer|winter|christmas)|ago|used to|if (?!you (?:would|could|can|do not|please|like|want|have)|it is no|that is (?:ok|alright|all right|fine)|possible)|whenever (?!you)|unless|until|till|suppose|imagine|wish(?:es)?|would have|had (?:i|we)|told|said|asks?|asked|says (?:you|he|she|we|they|the|that|i|to)"
    r"|could always|do not|must not|need not|tomorrow|later|weekends?|(?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|year|time)|by mistake|all (?:night|day|weekend|week)|halfway through|myself|himself|itself|themselves|yourself|years?"
    r"|planning|police|government|percent today|instead of|pounds|call now|folks|captain)\b|\bnobody (?!(?:is|in|at|up|down|here|home|there|needs|wants|uses|can|left)\b)|\bafter (?:dinner|lunch|breakfast|work|school)\b|\b(?:i|he|she|they|we) will\b|\bi am about to\b"
    r"|\b(?:at|around|by) (?:about )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|\d+)\b"
    r"|\b(?:in|after|for) (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|half an|\d+|a few|a couple of) (?:seconds?|minutes?|hours?|days?|while)\b|\bmore (?:seconds?|minutes?|hours?)\b|\b(?:(?:when|after|once|as soon as) (?:i|we|you|he|she|they|it|the)|before (?:i|we|you))\b(?! forget)(?! can\b)"
)
_NEVER_BEFORE = re.compile(  # behind an order it says why: "close the gate, the dog will be out"
    r"\b(?:should|might|never|always|will (?:go|be|have)|(?<!i am )(?<!we are )going to|before (?:he|she|they|it|the))\b"
)
_WHY = re.compile(
    r"(?:please |because |cos |cause |since |before )*(?:the|my|our|it|it's|i|we|he|she|they|this|that|there|someone|somebody|everybody|everyone)\b"
)
_AFTER = re.compile(
    r"(?:to (?:work|school|town|church|college|nursery|the (?:shops?|airport|station|office))|tonight|your|with|or|who|that|which|says?|said)\b"
)
_TELLS = re.compile(  # behind an order it makes it what is spoken of: "seventy on the thermostat seems high", "close the gate the coach yelled"
    r"^(?:seems?|looks|sounds|feels|makes|helps|wastes|works|keeps|means|costs|stays|was|were|went|came|comes|goes|is (?:what|how|why|where|when|my|your|his|her|their|a|an|the|so|too|not|all|always|never|perfect|great|nice|broken|fine))\b"
    r"|^(?:(?:the|my|our|his|her|their) )?(?:\w+ ){1,2}(?:yell(?:s|ed)|shout(?:s|ed)|scream(?:s|ed)|cr(?:ies|ied)|said|says|whisper(?:s|ed)|sang|sings|announce[sd]|mutter(?:s|ed)|call(?:s|ed) out|order(?:s|ed)|bark(?:s|ed)|snap(?:s|ped)|begged|demanded)(?:$| (?:at|to|from|over|into|loudly|again)\b)"
    r"|^that is (?:all|what|how|why) (?:he|she|they|we|you)\b"
)
_ASIDE = re.compile(  # "nan can't read the score" speaks of her
    r"^(?:darling|honey|sweetheart|love|babe|baby|sweetie|dear|mum|mummy|mom|mommy|dad|daddy|granny|grandma|grandpa|granddad|nan|son|kids|children|boys|girls|sir|doctor|officer|mister \w+)\b(?!(?: and (?:the |my )?\w+)?(?:'s|'re|'ve| (?:(?:just|still|already|really|always|both|all) )*(?:is|are|am|has|have|wants?|needs?|can not|will|keeps?|looks?|got|fell|spilt|spilled|dropped|feels?)\b))"
)
# Behind an order what it is to avoid, and what somebody does not want, say why: "so I don't wake him", "I don't want nan falling".
_AVOIDS = re.compile(
    r"^so (?:that )?(?:i|we|you|he|she|it|they|nobody|(?:the|my|our|his|her) \w+(?: \w+)?|[a-z]+) (?:do|does|will|would|can|could) not\b"
    r"|^(?:because |cos |cause |as |since )?(?:i|we) do not (?:really )?(?:want|like|fancy|trust|feel like)\b(?! (?:it|that|this|them|to)$)"
)
_CALLED = re.compile(r"(\w+) (?:can|could|would|will) you\b")
_SUBJECTS = frozenset(["i", "we", "it", "you", "the", "my", "our", "this", "that", "there"])
_SHOUT = frozenset(
    [
        "dude", "mate", "yo", "oi", "hey", "right", "quick", "quickly", "okay", "ok", "sorry", "please", "now", "so", "well", "um",
        "uh", "er", "and", "then", "also", "just", "finally", "hello", "hi", "man", "oh", "ah", "damn", "god", "ugh", "house",
        "computer", "jarvis", "plus", "next", "first",
    ]
)  # fmt: skip


def forbidden(said: str, spans: Sequence[Span], gaps: Sequence[str]) -> bool:
    """Somebody else is meant, or it was, or it may be."""
    behind = gaps[-1]
    gaps = [*gaps[:-1], _AVOIDS.sub(" ", behind) if led(said[spans[-1][0] :]) or behind.startswith("so ") else behind]
    if any(_NEVER.search(gap) for gap in gaps) or any(_AFTER.match(gap) for gap in gaps[1:]):
        return True
    if any(_NEVER_BEFORE.search(gap) for gap in (*gaps[:-1], *(gap for gap in gaps[-1:] if not _WHY.match(gap)))):
        return True
    if any(_TELLS.match(gap) for gap in gaps[1:]):
        return True
    if others_en.not_ours(said) or others_en.theirs([said[start:end] for start, end in spans], gaps):
        return True
    if any(
        _HAPPENS.search(said[start:end]) and not led(said[start:end]) and not wished(gap)
        for (start, end), gap in zip(spans, gaps, strict=False)
    ):
        return True
    first = gaps[0].split()
    called = _CALLED.match(gaps[0])
    if (called and called.group(1) not in _SHOUT) or (gaps[0].endswith(" and") and len(first) > 2 and first[0] not in _SUBJECTS):
        return True
    alone = len(first) == 1 and first[0] not in _SHOUT and led(said[spans[0][0] :])
    return bool(_ASIDE.search(gaps[0])) or alone


_HAPPENS = re.compile(r"^(?!let|have|make|get|see|can).*\bgo (?:on|off|out|up|down|open|closed)\b")  # "the lights go off"
VERBS = frozenset(
    [
        "turn", "switch", "put", "shut", "close", "open", "lock", "unlock", "start", "stop", "set", "kill", "dim", "pause", "mute",
        "unmute", "raise", "lower", "pop", "stick", "flip", "flick", "kick", "knock", "whack", "bung", "chuck", "throw", "crank",
        "nudge", "pull", "roll", "activate", "hit", "cut", "brighten", "draw",
    ]
)  # fmt: skip


def led(order: str) -> bool:
    return order.split()[0] in VERBS


def wished(gap: str) -> bool:
    """ "can i have ... on", "could ... be blue": asked for, not asked about."""
    return bool(_WISHED.match(gap))


_WISHED = re.compile(r"(?:please )?(?:can|could|may|might)(?: (?:i|we))?(?: please)?(?: have| get)?$")
