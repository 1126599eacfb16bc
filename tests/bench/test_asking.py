"""What `jarvisd hear` tells becomes times from the true end of speech, and a table."""

import json
from pathlib import Path

import numpy as np
import pytest

from jarvisd import audio
from jarvisd.audio import from_floats, join, silence
from jarvisd.bench import latency
from jarvisd.bench.asking import Answer, answers, missed
from jarvisd.bench.questions import Question

TIME = Question(Path("questions/en/01.flac"), "what time is it?", "joe", ended=2.0)
MILK = Question(Path("questions/en/02.flac"), "is there milk?", "joe", ended=2.0)
DEAF = Question(Path("questions/en/03.flac"), "what day is it?", "joe", ended=2.0)
TIMINGS = {"endpoint": 310.0, "transcribed": 400.0, "first_text": 402.0, "first_audio": 500.0, "done": 1700.0}


def told(question: Question, by: str) -> str:
    rows = (
        {"event": "woke", "turn": "1", "score": 0.9},
        {"event": "transcribed", "turn": "1", "text": question.text, "language": "en"},
        {"event": "replied", "turn": "1", "text": "It's noon.", "by": by},
        {"event": "turn_ended", "turn": "1", "outcome": "answered", "timings": TIMINGS, "speech_end": 2.05},
    )
    return "".join(json.dumps(row | {"file": str(question.path)}) + "\n" for row in rows)


@pytest.fixture
def heard(tmp_path: Path) -> list[Answer]:
    """Three questions: one answered by a rule, one by nobody who knows, one not noticed."""
    tone = from_floats(0.3 * np.sin(np.arange(4000) / 3).astype(np.float32))
    audio.write(tmp_path / "01.wav", join([silence(1.0), tone, silence(1.35), tone]))  # a chime, then the answer at 2.6 s
    return answers(told(TIME, "intents") + told(MILK, "house"), [TIME, MILK, DEAF], tmp_path)


def test_a_rule_s_answer_is_timed_from_the_true_end_of_speech(heard: list[Answer]) -> None:
    answer = heard[0]
    assert answer.timed
    assert answer.lag == pytest.approx(50)
    assert answer.first_audio == pytest.approx(550)


def test_the_answer_in_the_recording_is_not_the_chime(heard: list[Answer]) -> None:
    assert heard[0].heard == pytest.approx(600, abs=6)
    assert heard[1].heard is None


def test_what_is_not_in_the_figures_is_named(heard: list[Answer]) -> None:
    assert [line.split(") ")[1] for line in missed(heard)] == ["was answered by house", "did not wake"]


def test_latency_has_the_promised_shape(heard: list[Answer]) -> None:
    report = latency.report({"en": heard, "zh": []})
    assert set(report.figures) == {"en", "zh"}
    assert all(set(figures) == {"median_ms", "p95_ms", "stages"} for figures in report.figures.values())
    assert report.figures["en"]["median_ms"] == 500
    assert report.figures["en"]["stages"]["endpoint"] == 310
    assert report.figures["zh"]["median_ms"] is None
    assert json.loads(json.dumps(report.figures)) == report.figures
    assert "1/3" in report.table()
