"""The configuration: defaults, then the file, then the environment, and every mistake named with its cure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_type_hints
from zoneinfo import ZoneInfoNotFoundError

import pytest
import tzlocal

from jarvisd.config import Config, load, paths
from jarvisd.errors import ConfigError
from tests import example_config


def written(folder: Path, text: str) -> Path:
    file = folder / "jarvis.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_or_an_environment_the_defaults_hold() -> None:
    assert load(None, {}) == Config()


def test_the_example_file_holds_every_key_with_its_default_and_its_sentence() -> None:
    assert example_config.FILE.read_text(encoding="utf-8") == example_config.text(), "run: python -m tests.example_config"
    assert load(example_config.FILE, {}) == Config()


def test_every_key_has_a_sentence() -> None:
    sections = get_type_hints(Config)
    without = [
        f"[{name}] {key}" for name, section in sections.items() for key, said in example_config.sentences(section).items() if not said
    ]
    assert without == []
    assert all(len(example_config.sentences(section)) == len(fields(section)) for section in sections.values())


def test_the_file_overrides_a_default_and_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, '[stt]\nmodel = "whisper-tiny.en"\nthreads = 4\n[microphone]\nroom = "厨房"\n')
    config = load(file, {"JARVISD_STT__THREADS": "1", "JARVISD_STATE": "not a key", "OTHER": "ignored"})
    assert (config.stt.model, config.stt.threads, config.microphone.room) == ("whisper-tiny.en", 1, "厨房")


@pytest.mark.parametrize(
    ("name", "value", "section", "key", "wanted"),
    [
        ("JARVISD_TALK__CHIME", "no", "talk", "chime", False),
        ("JARVISD_ENDPOINT__SILENCE", "0.7", "endpoint", "silence", 0.7),
        ("JARVISD_STT__HINTS", "Lin, 小明", "stt", "hints", ("Lin", "小明")),
        ("JARVISD_HOUSE__LANGUAGES", "en", "house", "languages", ("en",)),
        ("JARVISD_STT__THREADS", "8", "stt", "threads", 8),
    ],
)
def test_text_from_the_environment_becomes_what_the_key_wants(name: str, value: str, section: str, key: str, wanted: object) -> None:
    assert getattr(getattr(load(None, {name: value}), section), key) == wanted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[sst]\nmodel = "x"', "did you mean 'stt'"),
        ('[stt]\nmodle = "x"', "did you mean 'model'"),
        ('stt = "whisper"', "write [stt]"),
        ('[stt]\nthreads = "many"', "a whole number"),
        ("[stt]\nthreads = true", "a whole number"),
        ("[stt]\nmodel = 3", "a text in quotes"),
        ('[talk]\nchime = "perhaps"', "true or false"),
        ("[stt]\nhints = [1]", "a list of texts"),
        ("[stt\n", "not valid TOML"),
        ("[wake]\nthreshold = 1.5", "between 0 and 1"),
        ("[endpoint]\nsilence = 0.2", "shorter than silence"),
        ('[house]\nlanguage = "de"\nlanguages = ["de"]', "en, zh"),
        ('[house]\nlanguages = ["zh"]', "one of languages"),
        ('[llm]\nprovider = "custom"', "needs base_url"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_the_file_and_the_cure(tmp_path: Path, text: str, named: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert named in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_mistake_in_the_environment_names_its_variable() -> None:
    with pytest.raises(ConfigError, match=r"JARVISD_SST__MODEL.*did you mean 'stt'"):
        load(None, {"JARVISD_SST__MODEL": "x"})


def test_a_file_that_is_not_text_is_an_error_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "jarvis.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"jarvis\.toml: not valid TOML"):
        load(file, {})


def test_the_command_line_comes_before_the_environment_and_that_before_the_usual_places(tmp_path: Path) -> None:
    usual, named, given = tmp_path / "home/.config/jarvisd/jarvis.toml", tmp_path / "named.toml", tmp_path / "given.toml"
    usual.parent.mkdir(parents=True)
    for file in (usual, named, given):
        file.touch()
    home = {"HOME": str(tmp_path / "home")}
    assert paths(env=home).config == usual
    assert paths(env={**home, "JARVISD_CONFIG": str(named)}).config == named
    assert paths(given, env={**home, "JARVISD_CONFIG": str(named)}).config == given


def test_a_configuration_that_was_named_and_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration file"):
        paths(tmp_path / "absent.toml")


def test_state_and_models_lie_apart_in_the_users_folders() -> None:
    found = paths(env={"HOME": "/home/lin"})
    assert (found.state, found.models) == (Path("/home/lin/.local/state/jarvisd"), Path("/home/lin/.local/share/jarvisd/models"))
    assert found.socket.parent == found.state


def test_as_a_service_they_lie_in_the_folders_systemd_gives() -> None:
    found = paths(env={"STATE_DIRECTORY": "/var/lib/jarvisd", "CACHE_DIRECTORY": "/var/cache/jarvisd"})
    assert (found.state, found.models) == (Path("/var/lib/jarvisd"), Path("/var/cache/jarvisd/models"))


def test_what_is_named_for_jarvisd_comes_before_systemds_folders() -> None:
    env = {
        "JARVISD_STATE": "/srv/state",
        "JARVISD_MODELS": "/srv/models",
        "STATE_DIRECTORY": "/var/lib/x",
        "CACHE_DIRECTORY": "/var/cache/x",
    }
    assert (paths(env=env).state, paths(env=env).models) == (Path("/srv/state"), Path("/srv/models"))
    assert paths(state=Path("/given"), env=env).state == Path("/given")


def test_the_service_is_spoken_to_in_its_runtime_folder() -> None:
    service = {"STATE_DIRECTORY": "/var/lib/jarvisd", "CACHE_DIRECTORY": "/var/cache/jarvisd", "RUNTIME_DIRECTORY": "/run/jarvisd"}
    assert paths(env=service).socket == Path("/run/jarvisd/control.sock") == paths(env={"HOME": "/home/lin"}).service


def test_a_state_folder_that_was_named_is_not_mistaken_for_the_services() -> None:
    assert paths(state=Path("/srv/state"), env={}).service is None
    assert paths(state=Path("/var/lib/jarvisd"), env={}).service == Path("/run/jarvisd/control.sock")


@pytest.mark.parametrize(("named", "summer"), [("Europe/Vienna", 2), ("Asia/Shanghai", 8), ("Nonsense/Nowhere", 0)])
def test_the_system_s_zone_knows_summer_and_winter(monkeypatch: pytest.MonkeyPatch, named: str, summer: int) -> None:
    monkeypatch.setenv("TZ", named)
    with suppress(ZoneInfoNotFoundError):
        tzlocal.reload_localzone()
    zone = Config().house.zone
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=summer)
    monkeypatch.undo()
    tzlocal.reload_localzone()
