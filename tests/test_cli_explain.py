"""jarvisd explain: how a sentence is understood in a house that a file describes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jarvisd.cli import main

Explain = Callable[..., tuple[object, str, str]]
HOME = """\
areas: [{name: Kitchen}, {name: 卧室}]
entities:
  - {name: Ceiling Lamp, domain: light, area: Kitchen, aliases: [大灯]}
  - {name: Counter Lamp, domain: light, area: Kitchen}
"""


@pytest.fixture
def explain(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Explain:
    (tmp_path / "home.yaml").write_text(HOME, encoding="utf-8")
    (tmp_path / "jarvis.toml").write_text('[memory]\nembedder = "provider"\n')  # by whole sentences alone
    monkeypatch.setenv("JARVISD_STATE", str(tmp_path / "state"))

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["explain", *arguments, "--config", str(tmp_path / "jarvis.toml")])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return lambda *arguments: run(*arguments, "--house", str(tmp_path / "home.yaml"))


@pytest.mark.slow
def test_each_step_and_what_came_of_it_are_shown(explain: Explain) -> None:
    status, out, _ = explain("turn off the ceiling lamp")
    assert status == 0
    assert "gate" in out
    assert "exact" in out
    assert out.rstrip().endswith("understood: HassTurnOff(name=Ceiling Lamp)")
    assert explain("sing me a song")[1].rstrip().endswith("not understood: whoever comes next answers")


def test_programs_read_it_as_json(explain: Explain) -> None:
    status, out, _ = explain("打开大灯", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["meaning"] == "understood"
    assert found["commands"][0]["intent"] == "HassTurnOn"
    assert found["commands"][0]["slots"] == {"name": "Ceiling Lamp"}
    assert [step["by"] for step in found["steps"]] == ["gate", "exact"]


@pytest.mark.slow
def test_the_room_decides_which_lights(explain: Explain) -> None:
    assert json.loads(explain("turn off the lights", "--room", "kitchen", "--json")[1])["commands"][0]["slots"]["area"] == "Kitchen"
    assert json.loads(explain("关灯", "--room", "卧室", "--json")[1])["commands"][0]["slots"]["area"] == "卧室"


def test_a_house_that_is_none_is_named(explain: Explain, tmp_path: Path) -> None:
    (tmp_path / "home.yaml").write_text("areas: [{id: 3}]")
    status, _, err = explain("turn on the lamp")
    assert status == 1
    assert "home.yaml" in err
    assert len(err.strip().splitlines()) == 1
