"""How a sentence was understood, step by step, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jarvisd.agent.understand import Command, Doubt, Meaning, Nameless


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was thought about a sentence, for people."""

    by: str  # "exact", "kind", "pieces", the name of a layer
    of: str  # the words it was about
    thought: str
    ms: float


@dataclass(frozen=True, slots=True)
class Explained:
    meaning: Meaning
    steps: tuple[Step, ...]
    ms: float


Note = Callable[[str, str, str], None]  # by, of, thought of a step


def said(command: Command) -> str:
    """For people who look at it: intent, slots, how sure."""
    slots = ", ".join(f"{name}={value}" for name, value in command.slots.items())
    return f"{command.intent}({slots}) {command.how} {command.score:.2f}" + (f"  [{command.why}]" if command.why else "")


def thought(found: Sequence[Command] | Doubt | Nameless | None) -> str:
    match found:
        case None:
            return "does not know it"
        case Nameless(name, kind, among):
            return f"no {kind} {name!r} here" + (f"; one of {', '.join(among)}?" if among else "")
        case Doubt(commands):
            return "did you mean " + "; ".join(said(command) for command in commands)
        case _:
            return "; ".join(said(command) for command in found)
