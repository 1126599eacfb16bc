"""Where English orders stand in a sentence: "we are done in here | lights out | it is late"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import others_en
from jarvisd.agent.understand.forbidden_en import VERBS
from jarvisd.agent.understand.forbidden_en import forbidden as forbidden
from jarvisd.agent.understand.forbidden_en import led as led
from jarvisd.agent.understand.forbidden_en import wished as wished
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING, Span
from jarvisd.agent.understand.spoken import bare

_T = rf"(?:(?:{THING}+(?:'s)?|volume|sound|music|temperature|humidity|brightness)(?: {THING}+| volume| temperature)*)"
_P = rf"(?:{PLACE}+(?:'s)?(?: {PLACE}+)*)"
_DET = r"(?:(?:the|my|our|your|all|of|every|each|both|that|this|those|these|them|a|an|some|any|other|whole|just|only|little|old|entire|single|last|its|his|her|their|whole house|entire house) )*"
_WHERE = (
    rf"(?: (?:(?:out|over|down|up) )?(?:here|there|everywhere)(?! (?:is|are|was|were)\b)"
    rf"| (?:(?:over|up|down|out) )?(?:in|on|at|of|from|for|by|inside|throughout)(?: here| there(?! (?:is|are)\b)| {_DET}{_P}(?:(?:, and |, | and ){_DET}{_P})*| (?:the|this|our|my) (?:whole |entire )?(?:house|flat|home|place|room))| {_P}(?!{PLACE}|'s| {THING}))*"
)
_THING = rf"(?:{_DET}(?:{_P}(?:'s)? {_DET})?{_T}{_WHERE})"
_IT = rf"(?:(?:everything|it all|it|them all|them|that one|that|this one|this|the lot|{_DET}{_P}){_WHERE})"
_THINGS = rf"(?:{_THING}(?:(?:, and |, | and | plus ){_THING}){{0,3}})"
_NP = rf"(?:{_THINGS}|{_IT})"
_LEVEL = (
    rf"(?:(?:volume |brightness |speed )?{NUMBER}+|{COLOR}+|half(?: ?way)?|full(?:y)?|(?<!off )max(?:imum)?|min(?:imum)?|the (?:max|maximum|minimum|lowest|highest)|a (?:third|quarter|crack|sliver)|an inch|three quarters|two thirds"
    r"|all the way|warm white|cool white|daylight|low|high)(?: (?:brightness|bright|volume|speed|blast|power|open|closed|up|down))?"
)
_AMOUNT = rf"(?:(?:to|at|on|by) )?(?:(?:about|around|exactly|a|just|maybe|say|cosy|nice) )*{_LEVEL}"
_MORE = r"(?:louder|quieter|brighter|dimmer|warmer|cooler|hotter|colder|darker|softer|higher|lower|faster|slower)"
_AMOUNTS = rf"(?:{_AMOUNT}(?: {_MORE}\b)?(?: (?:and )?{_AMOUNT})?)"  # "two degrees cooler"
_ALITTLE = r"(?:(?: just)? (?:a (?:little |wee )?(?:bit|notch|touch|tad|little)|slightly|some more|more))?"
_WAY = r"(?:on mute|on pause|on hold|on|off|out|up|down|open|closed|shut|going|running|started|lit)"
_PUT = (
    r"(?:turn|switch|put|pop|stick|flip|flick|get|shut|kick|knock|whack|bung|chuck|throw|set|bring|have|fire|power|crank|nudge|pull|roll|push|take|make|hit|change|adjust"
    r"|raise|lower|dim|brighten|warm|cool|heat|open|close|crack|bump|boost|drop|keep|let|see|want|send)"
)
_DO = (
    r"(?:open up|open|close|shut|lock up|lock|unlock|bolt|start up|start|stop|kill|cut|hit|dim|brighten|pause|unpause|mute|unmute|silence|resume|extinguish|light up|light|arm|disarm|activate"
    r"|deactivate|disable|enable|engage|disengage|retract|extend|unfurl|unroll|roll up|roll down|roll out|roll in|wind up|wind down|wind in|wind out|let down|bring down|bring up|bring in|put down|put up|put out|pull in|fold up|fold in|latch|unlatch|secure|seal|quieten|quiet|hush|halt|freeze|relight|snuff out|snuff|douse|blow out|raise|lower|draw|run|launch|fire up|power up|carry on playing|carry on with|keep playing|pull down|pull up|pull back|turn up|turn down|skip|illuminate|boot up|drop|lift|get rid of|extinguish|switch)"
)
_LED = re.compile(
    rf"(?:{_PUT}(?: back)? {_WAY} {_NP}(?: {_AMOUNTS})?|{_PUT} {_NP}(?: (?:back|right|all the way|straight|right back|just|can|way))?(?: be| go| come)? (?:{_WAY}\b{_ALITTLE}(?: {_AMOUNTS})?|{_AMOUNTS}|(?:a (?:bit|little|lot) )?{_MORE})"
    rf"|(?:skip|pause|unpause|mute|unmute|resume|stop|play) {_NP} on {_DET}{_T}|{_DO} {_NP}{_ALITTLE}(?: {_AMOUNTS})?)(?:{_WHERE})(?![\w'])"
)
# "The heater twenty one it's cold" sets it; "the radio four people" are people.
_BEHIND_NUMBER = rf"$|,| (?:(?:the|my|our) )?[{THING}]| (?:please|thanks|and|then|now|but|not|will|would|could|can|for|in|on|at|to|with|so|because|cos|cause|since|as|if|i|we|it|he|she|they|you|the|my|our|this|that|there|no|jarvis|mate|love|dear|darling|ok|okay)\b"
_NAMED = re.compile(
    rf"(?:{_THINGS}(?: (?:back|right|all the way|just|both|all|be|go|come|can be|can go|should be))? (?:{_WAY}\b(?! (?:fire|sale|top|time|of)\b| (?!a (?:little |wee )?(?:bit|notch|touch|tad|little)\b)(?:the|my|your|a|an|his|her|their|that)\b(?! (?:\w+ )?(?:\w+'s|\w+ (?:is|are|has|have|can|will))\b)){_ALITTLE}(?: {_AMOUNTS})?|{_AMOUNTS}|(?:a (?:bit|little|lot) )?{_MORE})"
    rf"|{_DET}{_P} (?:(?:up|down) )?(?:to|at) {NUMBER}+|(?:everything|all){_WHERE} {_WAY}\b|(?:volume|brightness|speed|temperature) (?:to |at )?{NUMBER}+ (?:on|in|for|at) {_THINGS}|(?:(?:full|half|max(?:imum)?) (?:brightness|volume|speed|power|blast)|{THING}+ (?:to |at )?{NUMBER}+|{NUMBER}+) (?:on|in|for|at) {_THINGS})(?:{_WHERE})(?![\w'])(?:(?<!{NUMBER})|(?={_BEHIND_NUMBER}))"
)
_WANTED = re.compile(
    rf"(?:(?P<want>(?:i|we) (?:would )?(?:want|need|like) )|(?P<no>no more ))?(?P<thing>{_THINGS})(?(want)$|(?(no)(?:$| please\b|,)| please(?![\w'])))"
)
# "The boys are in bed so film night and ..." starts it.
_THEN_MORE, _NEXT = (
    re.compile(rf",? (?:and|then|plus) (?=(?:then |the |please )*(?:{_PUT}\b|{THING}))"),
    re.compile(r"(?:^|\b(?:so|then|just|okay|ok|right|and|please))$"),
)
_QUALIFIED = re.compile(
    rf"(?:[{NUMBER}{COLOR}]|\b{_MORE}\b)[^,]*$|\b(?:next|previous|another|last)$|\b(?:on|in|at|for|of|with|from|to)(?: (?:the|my|our|a|that|this))?$"
)  # "a bit louder on" the telly is not the telly on
_SCENE = re.compile(
    rf"(?P<led>(?:turn on|switch on|put on|start|run|activate|set up|set|do|launch|have|play|give me|go to|enable|trigger|time for|begin|switch to)(?: (?:the|a|an|that|my|our))? )?"
    rf"(?:(?:the|our|my) )?(?P<scene>{SCENE}+(?: {SCENE}+)*)(?P<mode> (?:scene|mode|routine|script|setting))?(?: (?:everyone|everybody|house|please|now))*(?![\w'])"
)
# What cannot stand right before an order: who did it, what was done to it, that it is not wanted.
_BEFORE_VERB = re.compile(
    r"\b(?:to|i|we|you|he|she|they|who|it|not|even|ever|say|says|said|never|will|would|should|could|can|might|may|must|shall|did|does|is|are|was|were|be|been|being|had|has|have|having|of|the|a|an|my|your|his|her|their|our|if|when|that|let|"
    r"helped?|last|usually|often|sometimes|normally|makes?|made|going|gonna|rather|better|by|for|with|without|or|nor|no|than|as|like|someone|somebody|people|everyone|nobody)$"
)
_ASKED = re.compile(
    r"(?:^| )(?:(?:can|could|would|will)(?: not)? (?:you|we|i|someone|somebody|y'all)|y'all can|would you mind(?: awfully)?|(?:i|we) (?:would )?(?:want|like|need|love)(?: you)? to|you can|let us|let me|so|and|just|please|kindly|now|then|also|quickly|quick|be a dear and|go and|go)(?: (?:please|just|kindly|all|also|quickly))*$"
)
_BEFORE_NAMED = re.compile(
    r"\b(?:to|i|we|you|he|she|they|who|is|are|was|were|be|been|had|has|have|got|left|leave|leaves|leaving|turned|turning|turns|switched|put|puts|saw|seen|see|keep|keeps|kept|with|of|by|for|when|if|that|than|or|no|not|never|the|a|an|my|your|on|in|at|from"
    r"|turn|switch|pop|stick|flip|get|shut|set|bring|raise|lower|dim|open|close|lock|unlock|start|stop|kill|draw|pull|hang|more|big|under|behind|find|all|found|like|likes|love|loves|loved|hate|hates|bought|buy|makes?|made|use|used|broke|about|watch|watching|how|why|what|without)$"
)
_MODIFIED = re.compile(r"\b(?:the|a|an|my|our|your|his|her|their) [\w']+$")
_LEFT_SO = re.compile(r"\b(?:left|leaves|found)(?: (?:the|my|our))?$")  # "someone's left the radio on"
_NO_MEANT = re.compile(r"\b(?:no|sorry|i mean|i meant|wait|make that|scratch that|actually)\b")


def surely(signs: str) -> list[Span]:
    """Of a sentence that is known to order something."""
    return found(signs, True)


def found(signs: str, anywhere: bool = False) -> list[Span]:
    """From the left, none over another, each as long as it can be. anywhere: whatever stands before it."""
    spans: list[Span] = []
    at = 0
    for match in re.finditer(r"[^\s,]+", signs):
        if match.start() < at:
            continue
        before = signs[at : match.start()].rstrip(" ,")
        led_by = _LED.match(signs, match.start())
        ends = [led_by.end()] if led_by and (anywhere or _led(before)) and not _moved(signs, *led_by.span()) else []
        ends += (
            [named.end()]
            if (named := _NAMED.match(signs, match.start()))
            and (not (_MODIFIED.search(before) or _LEFT_SO.search(before)) if anywhere else _named_alone(before))
            else []
        )
        wanted = _WANTED.match(signs, match.start())
        if wanted and not ends and not _QUALIFIED.search(before) and (anywhere or _named_alone(before)):
            ends = [wanted.end()]
        if (
            (scene := _SCENE.match(signs, match.start()))
            and (
                scene["led"]
                or scene["mode"]
                or (scene.end() == len(signs) and not spans)
                or (_THEN_MORE.match(signs, scene.end()) and _NEXT.search(before))
            )
            and (anywhere or _led(before))
        ):
            ends = [scene.end()]
        if ends:
            at = max(ends)
            spans.append((match.start(), at))
    return [
        _beside(signs, span, spans[at - 1][1] if at else 0, (*(one[0] for one in spans[at + 1 :]), len(signs))[0])
        for at, span in enumerate(spans)
    ]


def _moved(signs: str, start: int, end: int) -> bool:
    """ "Throw that on the sofa" puts it there."""
    return bool(_PUT_IT_ON.search(signs, start, end) and _SOMETHING.match(signs, end))


_PUT_IT_ON = re.compile(
    r"\b(?:put|throw|stick|pop|chuck|bung|get|take|pull|push|roll|lift|drop) (?:that|it|this|them|those|these) (?:on|in|down|up|out|off)$"
)
_SOMETHING = re.compile(r" (?:(?:in|to|with|of|on) )?(?:the|my|your|a|his|her|our) [a-z]+(?: (?:please|love|dear|darling|now))*$")


def _led(before: str) -> bool:
    return bool(_ASKED.search(before)) or not _BEFORE_VERB.search(before)


def _named_alone(before: str) -> bool:
    return wished(before) or not (_BEFORE_NAMED.search(before) or _MODIFIED.search(before))


def more(gap: str) -> bool:
    """More than manners and joints."""
    text = bare(gap, "en").text if gap else ""
    return bool(
        re.sub(
            r"\b(?:and|then|also|please|so|just|now|but|the|um|uh|er|hey|hi|hello|oh|okay|ok|right|well|alright|jarvis|yo|thanks|cheers|would you|will you|could you|can you|for me|mate|love|dear|darling|ta|thank you|quick|quickly|hurry|could|can|can i|can we|could i|could we|may i|will|plus|next|you can|you could|you may|again)\b|[\s,]",
            "",
            text,
        )
    )


def stated(order: str) -> bool:
    """ "The gate's open" tells."""
    return bool(_STATED.search(order)) and not led(order)


_STATED = re.compile(
    r"\w's (?:just |still |already |all |only |back )*(?:on|off|open|closed|shut|up|down|out|locked|unlocked|going|running|lit)\b"
)


def ordering(gap: str) -> bool:
    """Another order, or more of one: "and turn on the fountain", "in the sauna"."""
    return bool(_MORE_OF_IT.match(gap) or _TOO.match(gap) or others_en.joined(gap))


_TOO = re.compile(r"(?:and|plus) .*\b(?:too|as well|also)$")
_MORE_OF_IT = re.compile(
    rf"(?:(?:and|then|plus|also|please|but) )+(?:{'|'.join(sorted(VERBS))})\b|(?:in|on|at) (?:the|my|our) (?!dark|way|meantime|morning|mood|cold)\w+$"
)


def whole(said: str, spans: Sequence[Span], signs: str) -> list[str]:
    """Each order with what "it" stands for; what was taken back is left out."""
    orders: list[str] = []
    at, last, place = 0, "", ""
    for start, end in spans:
        gap = said[at:start]
        if orders and _NO_MEANT.search(gap):
            orders.pop()
        last, place = _named(said, signs, at, start, THING) or last, _named(said, signs, at, start, PLACE) or place
        order = said[start:end]
        if scene := _SCENE.match(signs, start):
            order = f"activate {said[scene.start('scene') : scene.end('scene')]}"
        elif wanted := _WANTED.match(signs, start):
            order = (
                f"turn {'off' if wanted['no'] else 'on'} {said[wanted.start('thing') : wanted.end('thing')]}"
                if wanted.end() == end
                else order
            )
        if THING not in signs[start:end] and PLACE not in signs[start:end] and last:
            if orders and not led(orders[-1]) and not gap.strip(" ,"):
                orders.pop()  # "his lamp on turn it off": that it is on was told
            order = re.sub(r"\b(?:it all|it|them all|them|that one|that|this one|this)\b", f"the {last}", order, count=1)
        elif (on := _ON_IT.match(signs, end)) and THING not in signs[start:end] and PLACE not in signs[start:end]:
            order = re.sub(r"\bit\b", f"the {said[on.start('what') : on.end('what')]}", order, count=1)
        elif place and PLACE not in signs[start:end]:
            order = re.sub(r"\b(?:its|their)\b", f"the {place}", order, count=1)
            order = re.sub(r"\b(?:in|up|down|over|out) there\b", f"in the {place}", order, count=1)
        last = _named(said, signs, start, end, THING) or last
        orders.append(_mended(order, said[end:], signs[start:end], signs[end:]))
        at = end
    return orders


def _mended(order: str, behind: str, signs: str, signs_behind: str) -> str:
    """ "sixty no make that forty percent", "the washer on, no, the dryer"."""
    again = _AGAIN.match(signs_behind)
    if again is None or len(order) != len(signs):
        return order
    which = "amount" if again["amount"] else "thing" if again["thing"] else "meant"
    said = list(
        re.finditer(
            rf"[{NUMBER}{COLOR}]+|{_SAID_AMOUNT}$" if which == "amount" else rf"{_SPOKEN_OF}|\b(?:everything|it all|them all)\b", signs
        )
    )
    if len(said) != 1:
        return order
    return order[: said[0].start()] + behind[again.start(which) : again.end(which)] + order[said[0].end() :]


_SPOKEN_OF = rf"(?:{PLACE}+(?:'s)? )?{THING}+(?: {THING}+)*|{PLACE}+"
_ON_IT = re.compile(rf" (?:on|for) (?:(?:the|my|our) )?(?P<what>{_SPOKEN_OF})")
_SAID_AMOUNT = r"(?:half(?: ?way)?|full|max(?:imum)?)"
_UNIT = r"(?: per ?cent| degrees)?"
_AGAIN = re.compile(
    rf"[ ,]*(?:(?:hmm|um|uh|er|oh|ah|well|hang on|but|please)[, ]+)*(?:no|sorry|wait|i mean|make that|actually|or rather|scratch that)\b[^{THING}{PLACE}{NUMBER}{COLOR}]*?"
    rf"(?:(?P<amount>[{NUMBER}{COLOR}]+)|(?:(?:the|my|our) )?(?P<thing>{_SPOKEN_OF})(?=$|,| please| instead))|[ ,]*(?:the )?(?P<meant>{_SPOKEN_OF}),? (?:i mean|i meant|that is)$"
)
_GOES_ON = re.compile(
    rf"(?:[ ,]+(?:but|only|just|to|at|about|around|and|would you|will you|please|maybe|slowly|say|call it|make it|a|nice|warm|cosy|low|in|with|by|so|like|really|very|quite|super|medium))*[ ,]+[{NUMBER}{COLOR}]+{_UNIT}(?![\w'])"
)
_GOES_BEFORE = re.compile(
    rf"(?:^|, |\b(?:to|at) )(?P<amount>[{NUMBER}{COLOR}]+{_UNIT})(?: (?:of )?(?:brightness|volume|light))?,?(?: (?:on|in|for|at|with))? ?$"
)


def _beside(signs: str, span: Span, after: int, before: int) -> Span:
    """The order with an amount that was said beside it: "dim the lights, five percent"."""
    start, end = span
    if NUMBER in signs[start:end] or COLOR in signs[start:end]:
        return span
    if on := _GOES_ON.match(signs, end, before):
        return start, on.end()
    if ahead := _GOES_BEFORE.search(signs[after:start]):
        return after + ahead.start("amount"), end
    return span


def _named(said: str, signs: str, start: int, end: int, sign: str) -> str:
    where = rf"(?: (?:(?:in|on|at) {_DET})?{_P})?" if sign == THING else ""
    spans = [
        match.span()
        for match in re.finditer(rf"(?<!{sign})(?<!{sign} )(?<!not the )(?<!not my )(?<!not ){sign}+(?: {sign}+)*{where}", signs[start:end])
    ]
    return re.sub(r"'s$", "", said[start + spans[-1][0] : start + spans[-1][1]]) if spans else ""


def heard(said: str) -> str:
    """As `spoken.plain` leaves it."""
    return said
