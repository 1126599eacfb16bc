"""What a command that was read out of a sentence is like, and what may become of it."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.agent.understand import HINT, Command, Doubt, Meaning, Understood
from jarvisd.agent.understand.questions import Kind

# What only looks, or only talks.
READS = frozenset(
    {
        "HassGetState", "HassGetWeather", "HassClimateGetTemperature", "HassTimerStatus", "HassGetCurrentTime", "HassGetCurrentDate",
        "HassRespond", "HassNevermind", "now_playing",
    }
)  # fmt: skip

# Whose own sentences say "in an hour", "no more" or "already": only what a whole sentence means tells that they order something.
SAID_SO = frozenset(
    {
        "HassStartTimer", "HassCancelTimer", "HassCancelAllTimers", "HassIncreaseTimer", "HassDecreaseTimer", "HassPauseTimer",
        "HassUnpauseTimer", "HassListAddItem", "HassListCompleteItem", "HassListRemoveItem", "HassShoppingListAddItem",
        "HassShoppingListCompleteItem", "HassBroadcast", "HassMediaPlayerUnmute",
    }
)  # fmt: skip


def looks_alone(meaning: Meaning) -> bool:
    return isinstance(meaning, Understood) and len(meaning.commands) == 1 and meaning.commands[0].intent in READS


def hinted(command: Command) -> bool:
    """ "It is too bright" beside an order is only its reason."""
    return command.why.startswith(HINT)


def idle(command: Command) -> bool:
    """Nobody is asked whether the heating is meant by "I am cold": it says how somebody feels."""
    return hinted(command) and command.intent == "HassClimateSetTemperature"


def only_looks(commands: Sequence[Command]) -> bool:
    return bool(commands) and all(command.intent == "HassGetState" for command in commands)


def contrary(commands: Sequence[Command]) -> bool:
    """ "Lights on lights off" is a game, or a slip."""
    done = {intent: [one.slots for one in commands if one.intent == intent] for intent in ("HassTurnOn", "HassTurnOff")}
    return any(slots in done["HassTurnOff"] for slots in done["HassTurnOn"])


def wild(meaning: Meaning) -> bool:
    """It takes whatever was said for a title: "play nice"."""
    return isinstance(meaning, Understood) and any("search_query" in one.slots for one in meaning.commands)


def all_on(meaning: Meaning) -> bool:
    """It switches on whatever the whole house has, players and heating among it: nobody knows what of it is meant."""
    commands = meaning.commands if isinstance(meaning, Understood) else ()
    return any(one.intent == "HassTurnOn" and not one.slots.keys() - {"except"} for one in commands)


def put_off(meaning: Meaning) -> list[str]:
    """What is to be done later, as it was said; "turn the steaks after two minutes" is no order for then either."""
    commands = meaning.commands if isinstance(meaning, Understood) else ()
    return [str(one.slots["conversation_command"]) for one in commands if "conversation_command" in one.slots]


def doubted(meaning: Meaning) -> Meaning:
    return Doubt(meaning.commands) if isinstance(meaning, Understood) else meaning


def fits(command: Command, kind: Kind) -> bool:
    """A question, a tale, a plan or a no does nothing; what only looks does nothing either."""
    return kind == "order" or command.intent in SAID_SO or command.intent in READS
