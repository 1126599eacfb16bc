"""An English order in the words in which it is understood: what is taken back at its end, a number that is too much, a list beside an order."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Heard, noted_en
from jarvisd.agent.understand.several_en import VERB
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
_JOINT = re.compile(rf"(?:,? and(?: then| also)?|,? then|,) (?=(?:please )?{VERB}\b|(?:add|put) )")


def taken_back(heard: Heard) -> bool:
    """An order is taken back at its end."""
    return _TAKEN_BACK.match(bare(heard.text, "en").text) is not None


def rewritten(heard: Heard) -> str:
    """ "Volume at thirty is too loud, make it ten": set the volume to ten. As it came where there is nothing of the kind."""
    found = _TOO.match(plain(heard.text, "en"))
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
    return tuple(parts) if len(parts) > 1 and any(listed) and not all(listed) else ()


def _listed(part: str, heard: Heard) -> bool:
    return noted_en.noted(Heard(part, "en", heard.house, heard.room)) is not None
