"""What is not to be done, said beside what is: "don't put the washer on, put the dryer on", 开氛围灯不要开吊灯."""

from __future__ import annotations

import re

from jarvisd.agent.understand.clauses import signs, written
from jarvisd.agent.understand.clauses_zh import found
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.several_en import VERB
from jarvisd.agent.understand.signs import PLACE, THING
from jarvisd.agent.understand.spoken import plain
from jarvisd.messages import Language

_THING = rf"(?:{PLACE}*(?:里)?{THING}+)"
_NOT = r"(?:先|就|也|可)*(?:别|不要|不用|甭|不|没说(?:要)?)"
_DO = r"(?:打开|关掉|关上|[开关动管碰])"
_ZH = (
    re.compile(
        rf"(?P<order>.{{3,}}?)[,，]?(?:{_NOT}{_DO}了?{_THING}|(?<!{THING}){_THING}{_NOT}(?:{_DO}(?!了)|(?<!不)(?=吧|啊|$)))(?:了|吧|啊)*"
    ),
    re.compile(rf"(?:{_NOT}{_DO}了?{_THING}|{_THING}{_NOT}{_DO}(?!了))(?:吧|啊)*[,，]?(?P<order>.{{3,}})"),
)
# 电视别关，静音就行
_INSTEAD = re.compile(
    rf"(?P<thing>{_THING})(?:别|不要|不用)[关放停](?:掉|了)?[,，]?(?P<order>静音|暂停|小点声|小声点|声音小点)(?:一下)?(?:就行|就好|就可以|吧)*"
)
_AN = r"(?:(?:the|my|our|that) )?"
_EN = re.compile(
    rf"(?:(?:no|oh|please|right|so)[, ]+)*do not {VERB} (?:(?:on|off|up|down) )?(?:{_AN}(?P<thing>{THING}+(?: {THING}+)*)|it|that|them)(?: (?:on|off|up|down|out))?[, ]+"
    rf"(?:(?:just|but|only|instead|please|no)[, ]+)*(?P<order>{VERB} .+|{_AN}{THING}+(?: {THING}+)* (?:on|off|up|down|instead)(?: please)?)"
)


def without(text: str, language: Language, names: Names) -> str:
    """The order alone, where single things are named in both; as it came where there is nothing of the kind."""
    said = plain(text, language)
    if not _DENIES[language].search(said):
        return text
    said = written(text, language, names)
    marked = signs(said, language, names)
    if language == "en":
        denied = _EN.fullmatch(marked)
        if denied is None:
            return text
        order = said[denied.start("order") :].removesuffix(" instead")
        if denied["thing"] and THING not in denied["order"]:
            order = re.sub(r"\b(?:it|that|them)\b", f"the {said[denied.start('thing') : denied.end('thing')]}", order, count=1)
        return order
    if instead := _INSTEAD.fullmatch(marked):
        return f"把{said[: instead.end('thing')]}{instead['order']}"
    for pattern in _ZH:
        denied = pattern.fullmatch(marked)
        if denied and THING in denied["order"] and found(denied["order"]) and _single(said, denied, names):
            return said[denied.start("order") : denied.end("order")]
    return text


_DENIES = {"en": re.compile(r"\bdo not\b"), "zh": re.compile(r"别|不[要用开关动]|甭|没说")}


def _single(said: str, denied: re.Match[str], names: Names) -> bool:
    """Names of things everywhere: 灯都关了，吊灯别关 spares one of them."""
    spans = [(one.start, one.end) for one in names.find(said, "zh") if "name" in one.kinds]
    things = [match.span() for match in re.finditer(f"{THING}+", denied.string)]
    return all(any(start <= one and other <= end for start, end in spans) for one, other in things)
