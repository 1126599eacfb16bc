"""Several commands of one sentence as few as say the same: a lamp that is made blue and dim is set once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.follow import WHICH

_STEP = "_step"


def joined(commands: Sequence[Command]) -> tuple[Command, ...]:
    """In their order, each once; what is only changed by a bit and then set is set."""
    kept: list[Command] = []
    for command in commands:
        twin = next((at for at, one in enumerate(kept) if _same(one, command)), None)
        if twin is None:
            kept.append(command)
        else:
            slots = {slot: value for slot, value in kept[twin].slots.items() if f"{slot}" not in command.slots}
            kept[twin] = replace(command, slots={**slots, **command.slots})
    kept = [one for one in kept if not any(_said_again(one, other) or _sent(one, other) for other in kept if other is not one)]
    return tuple(
        replace(one, slots={slot: value for slot, value in one.slots.items() if not _settled(slot, one)}) if len(one.slots) > 1 else one
        for one in kept
    )


def _said_again(one: Command, other: Command) -> bool:
    """The same of nothing in particular: "no sound from the TV, mute it"."""
    return (
        one.intent == other.intent
        and "name" in other.slots
        and not one.slots.keys()
        - ({"area", "preferred_area"} | ({"domain"} if one.slots.get("domain") == "alarm_control_panel" else set()))
        and not other.slots.keys() - {"name", "area"}
    )


def _sent(one: Command, other: Command) -> bool:
    """ "Rosie, go and hoover the lounge": it is not started for the whole house first."""
    return one.intent == "HassVacuumStart" and other.intent == "HassVacuumCleanArea" and one.slots.get("name") == other.slots.get("name")


def _same(one: Command, other: Command) -> bool:
    """About the same thing; only what is set can be set together."""
    alike = one.intent == other.intent and _which(one) == _which(other)
    return alike and (one.slots == other.slots or one.intent == "HassLightSet")


def _which(command: Command) -> dict[str, object]:
    """What is set is a light, whether that was said or not."""
    lights = command.intent == "HassLightSet"
    return {slot: value for slot, value in command.slots.items() if slot in WHICH and not (lights and slot == "domain")}


def _settled(slot: str, command: Command) -> bool:
    return slot.endswith(_STEP) and slot.removesuffix(_STEP) in command.slots
