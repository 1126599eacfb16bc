"""PortAudio lists no card that another program holds: who holds it is told all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.devices import portaudio
from jarvisd.devices.held import holder
from jarvisd.devices.portaudio import Card, choose
from jarvisd.errors import DeviceError


@pytest.fixture
def hearing(tmp_path: Path) -> Path:
    """What Linux says of the microphone of a card with a speaker; nobody has opened either."""
    files = [tmp_path / f"asound/card1/pcm0{way}/sub0/status" for way in "cp"]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_text("closed\n")
    (tmp_path / "asound/card1/id").write_text("Yeti\n")
    return files[0]


def test_the_program_that_holds_a_card_is_found(hearing: Path, tmp_path: Path) -> None:
    cards = tmp_path / "asound"
    assert (holder("input", tmp_path / "nowhere"), holder("input", cards)) == ("", "")
    hearing.write_text("state: RUNNING\nowner_pid   : 4711\ntrigger_time: 5.2\n")
    assert holder("output", cards) == ""
    assert holder("input", cards, tmp_path) == "Yeti is in use by another program (process 4711)"
    (tmp_path / "4711").mkdir()
    (tmp_path / "4711/comm").write_text("arecord\n")
    assert holder("input", cards, tmp_path) == "Yeti is in use by arecord (process 4711)"


def test_a_microphone_in_use_is_not_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portaudio, "holder", lambda way: "")
    with pytest.raises(DeviceError, match=r"^there is no microphone; connect one$"):
        choose([], "input", "")
    monkeypatch.setattr(portaudio, "holder", lambda way: "Yeti is in use by arecord (process 4711)")
    with pytest.raises(DeviceError, match=r"^the microphone of Yeti is in use by arecord \(process 4711\); close that$"):
        choose([], "input", "")
    with pytest.raises(DeviceError, match=r"another program holds it \(Yeti is in use by arecord \(process 4711\)\); there are 'Cam'$"):
        choose([Card(0, "Cam", 1, 0, 48_000, True, False)], "input", "Yeti")
