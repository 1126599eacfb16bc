"""The volume: said to be changed only where it was read back changed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jarvisd.messages import ToolCall, ToolResult
from jarvisd.tools.bus import Bus
from jarvisd.tools.system import MIXERS, Mixer, System
from tests.tools.test_bus import BY_ANNA

# A mixer program whose card is a file: "40 no". Told to be stubborn it says yes to everything.
CARD = """
import sys, pathlib
card, verb, *rest = sys.argv[1:]
card = pathlib.Path(card)
level, muted = card.read_text().split()
match verb:
    case "get": print(f"Volume: {level}% Mute: {muted}")
    case "set": card.write_text(f"{rest[0]} {muted}")
    case "mute": card.write_text(f"{level} yes")
    case "unmute": card.write_text(f"{level} no")
"""


@pytest.fixture
def mixer(tmp_path: Path) -> Mixer:
    (tmp_path / "mixer.py").write_text(CARD)
    (tmp_path / "card").write_text("40 no")
    speak = f"{sys.executable} {tmp_path}/mixer.py {tmp_path}/card "
    return Mixer(
        sys.executable, (speak + "get",), speak + "set {percent}", speak + "mute", speak + "unmute", r"Volume: (\d+)%", 1, "Mute: yes"
    )


async def volume(system: System, **arguments: Any) -> ToolResult:
    return await Bus([system]).call(ToolCall("1", "volume", arguments), BY_ANNA)


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("card", "arguments", "percent", "muted"),
    [
        ("40 no", {"action": "get"}, 40, False),
        ("40 yes", {"action": "get"}, 40, True),
        ("40 no", {"action": "up"}, 50, False),
        ("40 yes", {"action": "up"}, 50, False),
        ("95 no", {"action": "up"}, 100, False),
        ("100 no", {"action": "up"}, 100, False),
        ("130 no", {"action": "up"}, 130, False),
        ("40 no", {"action": "down"}, 30, False),
        ("5 no", {"action": "down"}, 0, False),
        ("40 no", {"action": "up", "percent": 25}, 65, False),
        ("40 no", {"action": "down", "percent": 25}, 15, False),
        ("40 no", {"action": "set", "percent": 75}, 75, False),
        ("40 yes", {"action": "set", "percent": 40}, 40, False),
        ("40 no", {"action": "mute"}, 40, True),
        ("40 yes", {"action": "unmute"}, 40, False),
    ],
)
async def test_what_is_told_is_what_the_card_then_says(
    mixer: Mixer, tmp_path: Path, card: str, arguments: dict[str, Any], percent: int, muted: bool
) -> None:
    (tmp_path / "card").write_text(card)
    result = await volume(System(10, [mixer]), **arguments)
    assert result.error == ""
    assert result.content == {"percent": percent, "muted": muted, "before": int(card.split()[0])}
    assert (tmp_path / "card").read_text() == f"{percent} {'yes' if muted else 'no'}"


@pytest.mark.real_time
async def test_a_card_that_does_not_move_is_no_success(mixer: Mixer) -> None:
    result = await volume(System(10, [replace(mixer, set=mixer.read[0] + " {percent}")]), action="up")
    assert result.error.endswith("did not change the volume: it is at 40 percent.")


@pytest.mark.real_time
async def test_a_mixer_that_fails_hands_over_to_the_next(mixer: Mixer) -> None:
    broken = replace(mixer, read=("false",))
    missing = replace(mixer, program="no-such-mixer")
    assert (await volume(System(10, [missing, broken, mixer]), action="get")).content["percent"] == 40
    assert (await volume(System(10, [missing, broken]), action="get")).error == "false failed: status 1."


async def test_without_any_mixer_it_says_what_to_install() -> None:
    result = await volume(System(10, [replace(row, program=f"no-such-{row.program}") for row in MIXERS]), action="up")
    assert result.error == (
        "The volume cannot be changed: none of no-such-wpctl, no-such-pactl, no-such-amixer is installed; install pulseaudio-utils."
    )


@pytest.mark.parametrize(
    "arguments", [{}, {"action": "explode"}, {"action": "set"}, {"action": "set", "percent": 101}, {"action": "up", "by": 3}]
)
async def test_arguments_outside_the_schema_are_refused(arguments: dict[str, Any]) -> None:
    assert "wrong arguments" in (await volume(System(10), **arguments)).error


@pytest.mark.parametrize(
    ("program", "told", "percent", "muted"),
    [
        ("wpctl", "Volume: 0.40\n", 40, False),
        ("wpctl", "Volume: 1.05 [MUTED]\n", 105, True),
        ("pactl", "Volume: front-left: 26214 /  40% / -23.88 dB,   front-right: 26214 /  40% / -23.88 dB\nMute: no\n", 40, False),
        ("pactl", "Volume: mono: 65536 / 100% / 0.00 dB\nMute: yes\n", 100, True),
        ("amixer", "  Front Left: Playback 26214 [40%] [on]\n  Front Right: Playback 26214 [40%] [on]\n", 40, False),
        ("amixer", "  Mono: Playback 40 [63%] [-24.00dB] [off]\n", 63, True),
    ],
)
@pytest.mark.real_time
async def test_the_words_of_each_real_mixer_are_understood(tmp_path: Path, program: str, told: str, percent: int, muted: bool) -> None:
    (tmp_path / "told").write_text(told)
    row = next(row for row in MIXERS if row.program == program)
    result = await volume(System(10, [replace(row, program="cat", read=(f"cat {tmp_path}/told",))]), action="get")
    assert (result.content["percent"], result.content["muted"]) == (percent, muted)
