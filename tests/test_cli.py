"""The command line as a person and a program meet it: help that teaches, JSON, exit statuses, sentences on errors."""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from jarvisd import cli
from jarvisd.cli import FAMILIES, doctor, service
from jarvisd.cli.run import Rows
from jarvisd.cli.speed import Speed, Spoken
from jarvisd.config import Config, SttConfig


def subparsers() -> dict[str, argparse.ArgumentParser]:
    action = next(a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def called(*words: str) -> int:
    """The exit status of one call in this process."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    return int(ended.value.code or 0)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's settings nor its environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "JARVISD_CONFIG", "JARVISD_STATE", "JARVISD_MODELS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_help_of_every_command_teaches(family: str) -> None:
    parser = subparsers()[family]
    assert parser.description
    assert f"jarvisd {family}" in (parser.epilog or ""), "examples that can be typed"
    options = {option for action in parser._actions for option in action.option_strings}
    assert {"--json", "--config", "--state", "--help"} <= options
    assert [action.dest for action in parser._actions if not action.help and not action.choices] == []


def test_the_whole_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("--help") == 0
    said = capsys.readouterr().out
    assert [family for family in FAMILIES if family not in said] == []


def test_a_wrong_call_ends_with_2_and_an_error_with_1_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("sing") == 2
    assert called("config", "show", "--config", str(tmp_path / "absent.toml")) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("jarvisd: ")
    assert "no such configuration file" in said


def test_importing_the_command_line_loads_no_engine() -> None:
    heavy = "{'onnxruntime', 'ctranslate2', 'faster_whisper', 'piper', 'openai', 'hassil', 'sounddevice', 'sqlean'}"
    program = f"import sys, jarvisd.cli; jarvisd.cli.parser(); print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


def test_config_show_tells_where_each_value_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "jarvis.toml"
    file.write_text('[microphone]\nroom = "客厅"\n[stt]\nthreads = 3\n', encoding="utf-8")
    monkeypatch.setenv("JARVISD_STT__THREADS", "1")
    assert called("config", "--config", str(file), "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    values = {setting["key"]: (setting["value"], setting["origin"]) for setting in shown["settings"]}
    assert shown["file"] == str(file)
    assert values["microphone.room"] == ("客厅", "file")
    assert values["stt.threads"] == (1, "JARVISD_STT__THREADS")
    assert values["house.language"] == ("en", "default")
    assert called("config", "--config", str(file)) == 0
    said = capsys.readouterr().out
    assert "[microphone]\nenabled = true\n" in said
    assert "# from JARVISD_STT__THREADS" in said


def test_config_show_never_shows_a_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "jarvis.toml"
    file.write_text('[llm]\nkey_env = "sk-abc123"\nproxy = "http://lin:hunter2@proxy:8080"\nbase_url = "http://x:y@host/v1"\n')
    assert called("config", "show", "--config", str(file)) == 0
    said = capsys.readouterr().out
    assert "http://***@proxy:8080" in said
    assert [secret for secret in ("sk-abc123", "hunter2", "x:y") if secret in said] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[stt]\nmodel = "whisper-bass"', "whisper-base"),
        ('[wake]\nwords = ["hey-jarvi"]', "hey-jarvis"),
        ('[wake]\nwords = ["/nowhere/computer.onnx"]', "no such file"),
        ('[tts]\nkokoro_voice_zh = "zf_nobody"', "zf_xiaoxiao"),
        ('[control]\ngroup = "no-such-group"', "groupadd no-such-group"),
        ('[llm]\nprovider = "custom"\nbase_url = "http://localhost:1/v1"\nkey_env = "sk-abc123"', "environment variable"),
        ('[llm]\nprovider = "no-such-provider"', "no-such-provider"),
        ("[stt]\nmodle = 1", "did you mean 'model'"),
        ('[stt]\nmodel = "whisper-tiny.en"', "hears no zh"),
        (
            '[llm]\nprovider = ""\n[mcp.servers.one]\ncommand = "x"\nallow = ["sampling"]\n',
            "[mcp.servers.one] allow: there is no language model",
        ),
        ('[mcp.servers.one]\ncommand = "x"\nallow = ["elicitation"]\n', "'elicitation' is not built"),
    ],
)
def test_config_check_names_what_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, named: str
) -> None:
    monkeypatch.delenv("JARVISD_LLM__PROVIDER")  # the tests' own, which would stand over the file
    file = tmp_path / "jarvis.toml"
    file.write_text(text)
    assert called("config", "check", "--config", str(file)) == 1
    said = capsys.readouterr().out
    assert named in said
    assert "sk-abc123" not in said
    assert called("config", "check", "--config", str(file), "--json") == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


@pytest.mark.parametrize("words", [("ask", "hi"), ("hear", "x.wav")])
def test_a_now_that_is_no_time_is_refused_before_anything_is_loaded(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert called(*words, "--now", "yesterday") == 2
    assert "'yesterday' is no time; write it like 2026-11-22T15:10" in capsys.readouterr().err


def test_config_check_names_all_mistakes_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "jarvis.toml"
    file.write_text('[stt]\nmodle = "x"\nthreads = "two"\n[endpoint]\nsilence = 9\n[talks]\nchime = true\n')
    assert called("config", "check", "--config", str(file), "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert len(problems) == 4
    for named in ("'model'", "threads = 'two'", "silence lies between", "'talk'"):
        assert sum(named in problem for problem in problems) == 1


def test_config_check_finds_nothing_wrong_with_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    example = Path(__file__).parent.parent / "config/jarvis.toml"
    assert called("config", "check", "--config", str(example)) == 0
    assert capsys.readouterr().out == f"{example}: good\n"


def test_the_doctor_says_which_models_are_missing_and_what_fetches_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("doctor", "--quick", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    models = next(check for check in found["checks"] if check["name"] == "models")
    assert (found["ok"], models["state"], models["mend"]) == (False, "missing", "jarvisd models fetch")
    assert "whisper-base (missing)" in models["found"]
    assert found["speed"] is None


def test_the_doctor_names_the_program_that_holds_the_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "holder", lambda way: "Yeti is in use by arecord (process 4711)" if way == "input" else "")
    heard, spoken = doctor._card("microphone", "input", "", []), doctor._card("speaker", "output", "", [])
    assert (heard.found, heard.mend.partition(";")[0]) == ("none; Yeti is in use by arecord (process 4711)", "close that")
    assert (spoken.found, spoken.mend.partition(";")[0]) == ("none", "connect a speaker")


def test_the_doctor_sends_a_broken_configuration_to_be_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "jarvis.toml"
    file.write_text("[sst]\n")
    assert called("doctor", "--config", str(file)) == 1
    assert "did you mean 'stt'" in capsys.readouterr().out


SPOKEN = {"en": Spoken(100, 0.05, 150, "The lights in the kitchen are on now."), "zh": Spoken(700, 0.4, 250, "厨房的灯现在已经打开了")}


def test_the_doctor_tells_a_quick_machine_from_a_slow_one() -> None:
    quick = list(doctor.carries(Config(), Speed(2.0, 0.25, 4.0, SPOKEN), 8.0))
    assert "drafts: on, one transcription takes 250 ms (limit 400)" in quick
    assert "speaking (en): 20 times as quick as it is heard" in quick
    for total, named in (
        (16.0, "up to 8 B parameters at least (qwen3-8b)"),
        (8.0, "up to 4 B parameters at least (qwen3-4b, gemma-3-4b)"),
        (5.0, "up to 1.5 B parameters at least"),
    ):
        assert any(named in line for line in doctor.carries(Config(), Speed(2.0, 0.25, 4.0, SPOKEN), total)), total
    gaps = {**SPOKEN, "zh": Spoken(4000, 2.1, 900, "")}
    slow = list(doctor.carries(Config(stt=SttConfig(draft_limit=0.3)), Speed(20.0, 0.9, 20.0, gaps), 1.8))
    assert "drafts: off, one transcription takes 900 ms (limit 300)" in slow
    assert "speaking (zh): 2.1 s of work for a second of sound: there will be gaps" in slow
    assert any("over the network" in line for line in slow)


@pytest.mark.engine
def test_the_doctor_hears_what_it_says_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    monkeypatch.setenv("JARVISD_MODELS", str(models))
    program = [sys.executable, "-m", "jarvisd", "doctor", "--json", "--state", str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stdout)
    assert done.returncode == 0, [check for check in found["checks"] if check["state"] == "missing"]
    states = {check["name"]: check["state"] for check in found["checks"]}
    assert (states["models"], states["voice (en)"], states["voice (zh)"]) == ("good", "good", "good")
    assert found["speed"]["transcribe_s"] > 0
    assert found["carries"]


def test_a_service_is_told_in_words() -> None:
    running = {
        "LoadState": "loaded",
        "ActiveState": "active",
        "StatusText": "ready",
        "MainPID": "7",
        "NRestarts": "2",
        "ActiveEnterTimestamp": "Sun 2026-11-22",
        "MemoryCurrent": "530000000",
        "Result": "success",
    }
    assert service.in_words(running, user=False) == "jarvisd runs since Sun 2026-11-22 (process 7, 530 MB, restarted 2 times): ready"
    assert "sudo jarvisd service install" in service.in_words({"LoadState": "not-found"}, user=False)
    assert "journalctl --user-unit jarvisd" in service.in_words({**running, "ActiveState": "failed", "Result": "watchdog"}, user=True)
    assert "sudo systemctl start jarvisd" in service.in_words({**running, "ActiveState": "inactive"}, user=False)


def test_the_unit_can_be_seen_before_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("service", "install", "--user", "--print", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["path"] == str(tmp_path / ".config/systemd/user/jarvisd.service")
    program = Path(sys.executable).parent / "jarvisd"
    assert f"ExecStart={program} run" in shown["unit"].splitlines()
    assert not Path(shown["path"]).exists()


def test_a_service_of_the_machine_names_its_settings_and_refuses_a_state_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kitchen.toml"
    file.write_text('[control]\ngroup = "family"\n')
    assert called("service", "install", "--print", "--config", str(file)) == 0
    unit = capsys.readouterr().out.splitlines()
    assert any(line.endswith(f"jarvisd run --config {file}") for line in unit)
    assert "SupplementaryGroups=audio family" in unit
    assert called("service", "install", "--print", "--state", str(tmp_path)) == 1
    assert "systemd gives a service its folder" in capsys.readouterr().err


def test_with_json_each_line_of_the_daemons_log_is_one_object(tmp_path: Path) -> None:
    broken = ValueError("a\nb")
    for text, trouble in (('try: jarvisd ask "现在几点"', None), ("two\nlines", (ValueError, broken, None))):
        record = logging.LogRecord("jarvisd.daemon", logging.WARNING, "", 0, "%s", (text,), trouble)
        line = Rows().format(record)
        assert "\n" not in line
        row = json.loads(line)
        assert (row["level"], row["from"], row["text"]) == ("WARNING", "jarvisd.daemon", text)
        assert ("a\nb" in row.get("trace", "")) is (trouble is not None)
