"""What somebody says, in the words in which it is understood: what is taken back in it, and orders that stand apart."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.agent.understand import Command, Heard, described, rewritten_en, rewritten_zh
from jarvisd.agent.understand import unread as left
from jarvisd.agent.understand.judged import READS
from jarvisd.agent.understand.listed_beside_zh import beside
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain


def rewritten(heard: Heard) -> str:
    """As it came where there is nothing of the kind."""
    return {"en": rewritten_en.rewritten, "zh": rewritten_zh.rewritten}[heard.language](heard)


def taken_back(heard: Heard) -> Command | None:
    """Nothing is to be done, where an order is taken back at its end."""
    back = {"en": rewritten_en.taken_back, "zh": rewritten_zh.taken_back}[heard.language](heard)
    return Command("HassNevermind", {}, 1.0, "exact", "taken back") if back else None


def each(heard: Heard) -> tuple[str, ...]:
    """The orders of one breath that stand apart, each whole; () where it is one."""
    return beside(heard.text, heard.house, names_of(heard.house)) if heard.language == "zh" else rewritten_en.beside(heard)


def unread(heard: Heard, commands: Sequence[Command]) -> str:
    """Why it is asked about first; "" where nothing speaks against it."""
    said = plain(heard.text, heard.language)
    wide = any("name" not in one.slots and "domain" in one.slots for one in commands if one.intent not in READS)
    if wide and (which := described.unknown(said, heard.language, heard.house, heard.room)):
        return f"it is not known what is meant by {which}"
    if heard.language == "zh" and (why := rewritten_zh.unread(heard, commands)):
        return why
    told = Heard(rewritten(heard), heard.language, heard.house, heard.room)
    return f"it is not understood what is meant by {more}" if (more := left.unread(told, commands)) else ""
