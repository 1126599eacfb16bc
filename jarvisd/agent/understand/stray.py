"""Whether something else may have been named than what was understood, in words that a transcriber got wrong."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.agent.understand import Command, Doubt, Heard, Meaning, Understood, stray_en, stray_zh
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain

_OF = {
    "HassLightSet": "light", "HassClimateSetTemperature": "climate", "HassFanSetSpeed": "fan", "HassHumidifierSetpoint": "humidifier",
    "HassSetVolume": "media_player", "HassSetVolumeRelative": "media_player",
}  # fmt: skip


def doubted(meaning: Meaning, heard: Heard, note: Note) -> Meaning:
    """What was heard so is asked about."""
    if heard.ear is None or not isinstance(meaning, Understood) or not (word := stray(meaning.commands, heard)):
        return meaning
    note("stray", heard.text, word)
    return Doubt(meaning.commands)


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
