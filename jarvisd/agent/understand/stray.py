"""Whether something else may have been named than what was understood, in words that a transcriber got wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import Command, Doubt, Heard, Meaning, Understood, stray_en, stray_zh
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain

_OF = {
    "HassLightSet": "light", "HassClimateSetTemperature": "climate", "HassFanSetSpeed": "fan", "HassHumidifierSetpoint": "humidifier",
    "HassSetVolume": "media_player", "HassSetVolumeRelative": "media_player",
}  # fmt: skip

_SPARED = re.compile(r"(?:别|不要|不用|不)[关动管碰]|除外|除了|留着")


def doubted(meaning: Meaning, heard: Heard, note: Note) -> Meaning:
    """What was heard so is asked about."""
    if heard.ear is None or not isinstance(meaning, Understood):
        return meaning
    if not (word := stray(meaning.commands, heard) or lost(meaning.commands, heard)):
        return meaning
    note("stray", heard.text, word)
    return Doubt(meaning.commands)


def lost(commands: Sequence[Command], heard: Heard) -> str:
    """What was said beside these commands and is in none of them: that something stays as it is, or that a colour is meant by a number."""
    if heard.language != "zh":
        return ""
    if (spared := _SPARED.search(heard.text)) and any(not {"name", "except"} & one.slots.keys() for one in commands):
        return spared[0]
    return "色温" if "色温" in heard.text and any("brightness" in one.slots for one in commands) else ""


def stray(commands: Sequence[Command], heard: Heard) -> str:
    """The word, where one of these commands is about things of a kind and has no name; "" where there is none.

    Asked only of what was heard: nobody who writes mistakes a lamp for all of them.
    """
    about = {str(one.slots.get("domain") or _OF.get(one.intent, "")) for one in commands if "name" not in one.slots}
    if not about:
        return ""
    said = plain(heard.text, heard.language).replace("的", "")
    strays = (stray_zh if heard.language == "zh" else stray_en).strays(said, names_of(heard.house))
    return next((said[start:end] for start, end, kind in strays if kind.domain in about), "")
