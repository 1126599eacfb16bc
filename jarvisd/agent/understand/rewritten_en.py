"""An English order in the words in which it is understood: what is taken back in it, a number that is too much, things and lists beside one another."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Heard, denied, described, noted_en, robots_en
from jarvisd.agent.understand.clauses import signs
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.several_en import VERB
from jarvisd.agent.understand.signs import PLACE, SCENE, THING
from jarvisd.agent.understand.spoken import bare, plain

_SORRY = r"(?:oh|ah|uh|um|no|wait|hang on|hold on|actually|sorry|you know what|on second thoughts?)"
_TAKEN_BACK = re.compile(
    rf"^(?!play\b){VERB} \w.*?\b(?:{_SORRY}[, ]+)*(?:never ?mind(?: that| it)?|forget (?:it|that|about (?:it|that))|scrap (?:it|that)"
    rf"|scratch that|cancel that|do not bother|don't bother"
    rf"|(?<= )(?:{_SORRY}[, ]+)+(?:just )?leave (?:it|them|that)(?: (?:on|off|open|closed|shut|as it is|as they are|how it is|alone|be))?"
    rf"|(?<= )(?:{_SORRY}[, ]+)+(?:don't|do not)(?: do (?:it|that))?)(?: (?:then|please|for now|sorry))*$"
)
_OVER = {"volume": "loud quiet", "temperature": "hot cold warm cool chilly", "lights": "bright dark dim", "fan": "fast slow strong"}
_OF = {word: what for what, words in _OVER.items() for word in words.split()}
_TOO = re.compile(
    rf"^(?:(?P<what>.+?) (?:at|on|to) )?(?P<was>[\w-]+(?: (?:and a )?half)?)(?: percent| degrees)? is (?:way |far |much |a bit |a little )?too (?P<how>{'|'.join(_OF)}|high|low|much)"
    r"[, ]+(?:(?:so|and|please|just|can you|could you) )*(?:make|set|turn|put|bring|take) (?:it|that|them|this) (?:(?:down|up) )?(?:to |at )?(?P<to>[\w% ]+)$"
)
_NOT_THIS = re.compile(  # "the kettle on, no wait, not the kettle, the tree"
    r"^(?P<before>.*?\b)(?P<was>[\w'-]+(?: [\w'-]+)?)\b(?P<how>.*?)[, ]+(?:(?:no|wait|oh|sorry|hang on|hold on|actually|i mean|uh|um)[, ]+)+not (?:the |my |our )?(?P=was)[, ]+(?:but |it is |i mean |i meant )?(?:the|my|our) (?P<meant>[\w' -]+?)(?: please)?$"
)
_OTHER_WAY = re.compile(  # "lights off, no, on, sorry"
    r"^(?P<order>.*\b)(?:on|off|up|down|open|closed|shut)[, ]+(?:(?:oh|sorry|wait|hang on|um|uh)[, ]+)*no[, ]+(?:(?:sorry|wait|i mean|i meant|make that|just)[, ]+)*(?P<way>on|off|up|down|open|closed|shut)(?:[, ]+(?:sorry|please|i mean|i meant))*$"
)
_WHO_LEFT = re.compile(  # "who's left the hall light on, turn it off"
    r"^(?:(?:oh|so|right|hey|ok|okay)[, ]+)*who (?:is |has )?(?:\w+ )?(?:left|turned|put|switched) (?P<what>(?:the|my|our|all the) (?:[\w'-]+ ){1,4}?)(?:on|off|open|up|down|shut),? "
    r"(?:(?:can|could|would) you |please |just )*(?P<verb>turn|switch|put|shut|close|open) (?:it|them|that|those)(?: back)?(?P<way>(?: on| off| up| down)?)(?: please| now)?$"
)
_TONIGHT = re.compile(
    r"^(?P<ask>(?:has|did) (?:any|some)(?:body|one) (?:lock|unlock|shut|close|open|leave|left|arm|set)(?:ed|d)? (?:the|my|our) [\w' ]{3,30}?) (?:tonight|today|this (?:morning|evening|afternoon))$"
)  # it was, and is asked about now
_SO_DOES = re.compile(r",? (?:and )?(?:so (?:does|do|is|are)|(?:the )?same (?:for|with|goes for)|ditto(?: for)?) (?=(?:the|my|our) )")
_HIS = re.compile(r"\b(?:his|her)(?= (?:lights?|lamps?|blinds?|curtains?|fan|speaker|radio|heater|heating|tv|room)\b)")
_FLOOR_HERE = re.compile(r"\b(?:everything|all|lights|lot)\b.*\b(?P<here>(?P<way>up|down) here)\b")
_SOMETHING = re.compile(  # "turn that racket off, nan's radio I mean"
    r"^(?P<verb>turn|switch|shut|put|pull|get) (?:(?:that|this|the) [\w'-]+|it|that|this) (?P<way>on|off|up|down|out),? (?P<meant>[\w' -]+?),? (?:i mean|i meant|that is)(?: please)?$"
)
_BESIDE = re.compile(
    r"^(?P<order>.*\b(?P<way>on|off|open|closed|shut|out|up|down))(?P<please> please)?,? (?:and then|and also|and after that|and|plus|also|then) (?P<what>(?:(?:the|my|our) )?[\w' -]+?)(?:(?: too| as well| also| please)(?: please)?(?P<why> (?:i|we|it|he|she|they|there|the|my) .*)?| please)?$"
)
_WANTS_TO_BE = re.compile(  # "it needs to be two degrees cooler in the den"
    r"^(?:(?:so|oh|um|well|right|please) )*(?P<what>it|(?:the|my|our) [\w' ]+?) (?:needs?|wants?|has|have|ought|could do with|would like)(?: to be| being) (?P<how>(?:(?:a|just|much|little|bit|touch|tad|slightly|\d+|one|two|three|four|five|degrees?) )*(?:warmer|cooler|colder|hotter|brighter|dimmer|darker|louder|quieter|higher|lower|softer))(?P<rest>.*)$"
)
_NO_NEED = re.compile(
    r"^(?:(?:so|oh|um|well|right|ok|okay) )*(?:(?:i|we) do not (?:really )?need|(?:there is )?no (?:more )?need for|(?:i am|we are) done with) (?P<what>(?:the|my|our|this|that) [\w' ]+?)(?: on| running| going)? (?:now|any ?more|any longer)(?: please| thanks)*$"
)
_ONE_MORE = re.compile(rf"(?:(?:the|my|our|all the) )?(?:{PLACE}+(?:'s)? )?(?:{THING}+(?: {THING}+)*|{PLACE}+)")
_HERE = re.compile(
    rf"^(?:(?:hey|hi|so|right|ok|okay|oh|yay|guys|everyone|everybody|jarvis)[, ]+)*it is (?P<scene>{SCENE}+(?: {SCENE}+)*)(?: time)?(?: now| everyone| everybody| guys| please| jarvis)*$"
)
_JOINT = re.compile(rf"(?:,? and(?: then| also)?|,? then|,) (?=(?:please )?{VERB}\b|(?:add|put) )")


def taken_back(heard: Heard) -> bool:
    """An order is taken back at its end."""
    return _TAKEN_BACK.match(bare(heard.text, "en").text) is not None


def rewritten(heard: Heard) -> str:
    """ "Volume at thirty is too loud, make it ten": set the volume to ten. As it came where there is nothing of the kind."""
    said = plain(heard.text, "en")
    if (called := robots_en.told(said, heard)) != said:
        return called
    if (order := denied.without(heard.text, "en", names_of(heard.house))) != heard.text:
        return order
    if (who := _WHO_LEFT.match(said)) and _is_named(who["what"].strip(), heard):
        return f"{who['verb']} {who['what'].strip()}{who['way']}"
    if asked := _TONIGHT.match(said):
        return asked["ask"]
    if (same := _SO_DOES.sub(" and ", said)) != said or (same := _theirs(said, heard)) != said:
        return rewritten(Heard(same, "en", heard.house, heard.room))
    if other := _OTHER_WAY.match(said):
        return f"{other['order']}{other['way']}"
    if (near := _FLOOR_HERE.search(said)) and (floor := _this_floor(near["way"], heard)):
        return f"{said[: near.start('here')]}{floor}{said[near.end('here') :]}"
    if (wrong := _NOT_THIS.match(said)) and _is_named(wrong["was"], heard):
        return f"{wrong['before']}{wrong['meant']}{wrong['how']}"
    if (vague := _SOMETHING.match(said)) and _is_named(vague["meant"], heard):
        return f"{vague['verb']} {vague['meant']} {vague['way']}"
    if (no := _NO_NEED.match(said)) and _is_named(no["what"], heard):
        return f"turn {no['what']} off"
    if wants := _WANTS_TO_BE.match(said):
        return described.named(f"make {wants['what']} {wants['how']}{wants['rest']}", "en", heard.house, heard.room)
    if (told := described.named(said, "en", heard.house, heard.room)) != said:
        return told
    if (more := _BESIDE.match(said)) and _ONE_MORE.fullmatch(signs(more["what"], "en", names_of(heard.house))):
        return f"{more['order']} and {more['what']} {more['way']}{more['why'] or ''}"
    if scene := _HERE.match(marked := signs(said, "en", names_of(heard.house))):
        return f"activate {said[slice(*scene.span('scene'))]}" if len(marked) == len(said) else heard.text
    found = _TOO.match(said)
    what = (found["what"] or _OF.get(found["how"], "")) if found else ""
    return f"set {what if what.startswith(('the ', 'my ', 'our ')) else f'the {what}'} to {found['to']}" if found and what else heard.text


def beside(heard: Heard) -> tuple[str, ...]:
    """An order to a list and others in one breath, each whole, in the order said; () where it is one."""
    if noted_en.noted(heard) is None:
        return ()
    said = plain(heard.text, "en")
    cuts = list(_JOINT.finditer(said))
    parts = [
        said[start:end] for start, end in zip([0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(said)], strict=True)
    ]
    listed = [_listed(part, heard) for part in parts]
    return tuple(parts) if len(parts) > 1 and any(listed) else ()


def _theirs(said: str, heard: Heard) -> str:
    """ "Tom's console off and his blinds shut": Tom's, where nobody else of this house is spoken of."""
    for found in _HIS.finditer(said):
        owners = {who for who in names_of(heard.house).people if re.search(rf"\b{who}(?:'s)?\b", said[: found.start()])}
        if len(owners) == 1:
            return f"{said[: found.start()]}{owners.pop()}'s{said[found.end() :]}"
    return said


def _this_floor(way: str, heard: Heard) -> str:
    """ "Down here" is downstairs, where that is the floor on which it was said; "" where it is not."""
    room = next((area for area in heard.house.areas if heard.room and heard.room in (area.id, area.name, *area.aliases)), None)
    floor = next((floor.name for floor in heard.house.floors if room is not None and floor.id == room.floor), "")
    said = f"{way}stairs"
    mentions = names_of(heard.house).find(said, "en")
    return said if floor and any(ref.kind == "floor" and ref.name == floor for one in mentions for ref in one.refs) else ""


def _is_named(what: str, heard: Heard) -> bool:
    """A thing, and nothing else."""
    return bool(_ONE_MORE.fullmatch(signs(what, "en", names_of(heard.house))))


def _listed(part: str, heard: Heard) -> bool:
    return noted_en.noted(Heard(part, "en", heard.house, heard.room)) is not None
