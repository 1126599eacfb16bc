"""What people say to timers, alarms and reminders, as sound through `jarvisd hear`: understood, and confirmed in the language spoken."""

import json
from pathlib import Path

import pytest

from tests.program import jarvisd, rows

pytestmark = [pytest.mark.engine, pytest.mark.system]

SPOKEN = Path(__file__).parent / "audio/appointments"  # scripts/make_appointments.py
NOW = "2026-11-23T15:10"  # a Monday
EN = (
    "9 minutes for the pasta timer, starting now.",
    "Your alarm will ring every weekday at 7:00 AM, first tomorrow, Tuesday, November 24.",
    "I'll remind you every other Tuesday at 9:00 AM, first tomorrow, Tuesday, November 24: put the bins out.",
    "9 minutes",  # left on the pasta timer: every file begins at NOW
    "9 minutes",
    "The pasta timer has 11 minutes",
    "Cancelled: the pasta timer.",
    'Moved: the reminder "put the bins out", every other Friday at 9:00 AM, next on Friday',
    "Nothing is ringing that could ring again later.",
    "You missed nothing.",
)
ZH = (
    "好的，明天，11月24日，星期二，下午三点整提醒你：给妈妈打电话。",
    "好的，闹钟定在每周一、周三和周五早上七点三十分，第一次是后天，11月25日，星期三。",
    "好的，2027年9月15日，星期三，上午九点整提醒你：",  # Whisper base does not know what to do with the moon
    "没有错过什么。",
    "好的，面条计时9分钟，现在开始。",
    "面条计时器还剩9分钟",  # every file begins at NOW
    "已取消：面条计时器。",
    "已改：提醒“给妈妈打电话”现在是11月27日，星期五，下午三点整。",
    "没有可以稍后再响的。",
)


@pytest.mark.parametrize(("language", "expected"), [("en", EN), ("zh", ZH)])
def test_spoken_appointments_are_understood_and_confirmed(language: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    said = json.loads((SPOKEN / language / "said.json").read_text(encoding="utf-8"))
    files = [SPOKEN / language / row["file"] for row in said]
    env = {"JARVISD_HOUSE__TIMEZONE": "Europe/Vienna"}
    done = jarvisd("hear", *files, "--one-conversation", "--now", NOW, "--json", state=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    replied = [row["text"] for row in rows(done) if row["event"] == "replied"]
    assert len(replied) == len(expected), replied
    assert [text[: len(start)] for text, start in zip(replied, expected, strict=True)] == list(expected)
