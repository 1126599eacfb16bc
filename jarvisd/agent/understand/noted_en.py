"""English orders about lists: what is put on one, ticked off or taken off, whatever is said around it."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.called import form
from jarvisd.agent.understand.several_en import VERB
from jarvisd.agent.understand.spoken import bare, plain

_ITEM = r"(?P<item>[\w'&-]+(?: [\w'&-]+){0,10}?)"
_ON = r"(?:(?:on ?to|on|to|in|into) (?:the|my|our) |to )"
_OFF = r"(?:off|from|off of|out of) (?:(?:the|my|our) )?"
_PATTERNS = (
    ("HassListCompleteItem", r"(?:tick|check|cross|strike|mark|scratch) (?:off )?" + _ITEM + r" (?:" + _OFF + r"|(?:(?:as |is )?(?:done|bought|got|finished|complete|completed) )?(?:on|in) (?:the|my|our) )(?P<list>{lists})"),
    ("HassListRemoveItem", r"(?:take|remove|delete|drop|get rid of) " + _ITEM + r" " + _OFF + r"(?P<list>{lists})"),
    ("HassListAddItem", r"(?:add|put|pop|stick|jot(?: down)?|write(?: down)?|note(?: down)?|get|chuck|bung|throw|place|include|enter|slap|whack|(?:i|we) need|(?:can|could|may) (?:i|we) (?:have|get)) " + _ITEM + r" (?:down )?" + _ON + r"(?P<list>{lists})"),
    ("HassListAddItem", _ON + r"(?P<list>{lists}),? (?:please )?(?:add|put|write|jot) " + _ITEM + r"(?=$| please)"),
    ("HassListAddItem", r"^(?:the |my |our )?(?P<list>{lists}),? (?:please )?(?:add|put|write|jot) " + _ITEM + r"$"),
    ("HassListAddItem", r"^(?!(?:and|also|then|add|buy|is|are|was|were|what|who|there|i|we|you|he|she|they|it|that|which|how|do|did|have|has|put|any\w*|some\w+|nothing|everything|read|check|look|got|complete|finish|remove|delete|tick|cross|strike|mark|scratch|take|erase|drop|clear|cancel|find|move)\b)" + _ITEM + r" (?:on|on to|onto|to|for) (?:the|my|our) (?P<list>{lists})$"),
    ("HassListAddItem", r"^(?:the |my |our )?(?P<list>{lists})(?<=list) (?!(?:is|was|has|had|needs|wants|gets|please|on|in|off|for|from|to|of|says|got|what|which|who|i|we|you|he|she|they|it|that|and|or|now|again|clear|empty|delete|read|show|open|close|add|put|write|jot|app|maker)\b)" + _ITEM + r"$"),
    ("HassListAddItem", r"^(?:the |my |our )?(?P<list>{lists})(?:,| needs| wants| gets) " + _ITEM + r"(?: on it)?$"),
)  # fmt: skip
_TAKEN_BACK = re.compile(
    r"^.*\b(?:no|hang on|wait|sorry|i mean|make that|actually|scratch that)\b(?:[ ,]+(?:no|hang on|wait|i mean|make that|put|add|it is))*[ ,]+|^.* (?:put|add|pop|stick|chuck|tick) "
)
_BOUGHT = re.compile(r"\b(?:shopping|grocer(?:y|ies))\b")
_TOO = re.compile(  # "beans on the shopping, oh, and bread"
    rf"[, ]+(?:(?:oh|um|uh|er|yeah)[, ]+)*(?:and|plus|also)[, ]+(?:also |maybe )?(?!(?:then|please|i|we|he|she|it|they|can|could|the (?:lights?|door))\b|{VERB}\b)(?P<more>[\w'-]+(?: [\w'-]+){{0,3}}?)(?: too| as well| also| please)*"
)
_IT = frozenset(["it", "them", "that", "those", "this", "these"])
_PUT_IT = re.compile(
    r"\s*(?:\b(?:can|could|would|will) you )?(?:please )?(?:put|add|pop|stick|chuck|bung|get|tick|check|cross|strike|mark|scratch|take|write|jot|note)(?: (?:off|down))? (?:it|them|that|those|this|these)(?: off)?$"
)
_SPOKEN_OF = re.compile(
    r"\b(?:(?:ran |run |running |are |am |is )?out of|low on|need|needs|(?:have |has |had )?(?:got|bought|finished|done|used up)|have|had|no more|no)\b (?!run out|ran out|just |got |no |finished |used )(?:the |some |more |any |our |all the |the last of the )*(?P<what>[\w'-]+(?: [\w'-]+){0,4}?)(?: already| again| now| too| today)*(?:,| so| and| then| please| can you| could you)*\s*$"
)
_IS_DONE = re.compile(
    r"^(?:okay |ok |so |right |the |my |our )*(?P<what>[\w'-]+(?: [\w'-]+){0,4}?) (?:is|are|'s)(?: all| now| already| finally)* (?:done|finished|sorted|bought|taken care of|in the (?:fridge|cart|basket|trolley|bag))[, ]*(?:so|and|now|please|you can|can you|could you)*\s*$"
)
_IS_GONE = re.compile(
    r"^(?:(?:oh|ah|um|right|so|hey|no),? )*(?:(?:the|my|our|all the) )?(?P<what>[\w'-]+(?: [\w'-]+){0,3}?)(?: is| are| has| have|'s|'re)(?: all| nearly| almost| just)* (?:gone|run out|finished|empty|used up)(?:,| so| and| please| can you| could you)*\s*$"
)
_GOT = re.compile(r"\b(?:got|bought|have|had|picked up|done|finished|did) (?:it|them|that|those|some)\b")
_SOME = re.compile(r"^(?:some|a few|any|more|(?:the|my|our)(?= \w+$)) ")


def noted(heard: Heard) -> Command | None:
    """None where no list of this house is ordered about."""
    lists = {
        said: entity.name
        for entity in heard.house.entities
        if entity.domain == "todo"
        for name in (entity.name, *entity.aliases)
        for said in (form(name), plain(name, "en"))
    }
    if not lists:
        return None
    lists |= {f"{name} list": own for name, own in lists.items() if not name.endswith("list")}
    bought = {own for said, own in lists.items() if _BOUGHT.search(said)}
    if len(only := set(lists.values())) == 1 or len(only := bought) == 1:
        lists["list"] = next(iter(only))
    said = bare(heard.text, "en").text
    either = "|".join(map(re.escape, sorted(lists, key=len, reverse=True)))
    for intent, pattern in _PATTERNS:
        found = None
        for match in re.finditer(
            pattern.replace("{lists}", either) if pattern[0] == "^" else rf"\b{pattern.replace('{lists}', either)}\b", said
        ):
            found = match
        if found is None:
            continue
        item = _SOME.sub("", _TAKEN_BACK.sub("", found["item"])).strip(" ,").removesuffix(" off")
        if item in _IT:
            told = _PUT_IT.sub("", said[: found.end("item")])
            before = _IS_DONE.search(told) or _SPOKEN_OF.search(told) or _IS_GONE.search(told)
            item = before["what"] if before else ""
        if item and intent == "HassListAddItem" and (more := _TOO.fullmatch(said, found.end())):
            item = f"{item} and {more['more']}"
        if intent == "HassListRemoveItem" and _GOT.search(said):
            intent = "HassListCompleteItem"
        return Command(intent, {"item": item, "name": lists[found["list"]]}, 1.0, "exact", "a list that was named") if item else None
    return None
