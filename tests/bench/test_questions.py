"""The spoken questions that ship are what they say they are."""

from pathlib import Path

import pytest

from jarvisd.audio import join, silence
from jarvisd.bench.questions import FOLDER, Question, onset, questions, sound
from jarvisd.errors import DataMissing
from jarvisd.messages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_questions_in_each_language_by_several_voices(language: str) -> None:
    asked = questions(language)
    assert len(asked) == 20
    assert len({question.text for question in asked}) == 20
    assert len({question.voice.split()[0] for question in asked}) >= 4


def test_they_take_at_most_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.flac")) <= 3_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_true_end_of_speech_is_where_the_sound_falls_to_the_room(language: str) -> None:
    for question in questions(language):
        heard = sound(question)
        assert heard.cut(question.ended - 0.3, question.ended).level > -45, question.path
        assert heard.cut(question.ended, question.ended + 1.4).level < -60, question.path
        assert heard.cut(0, 0.95).level < -60, question.path
        assert heard.seconds == pytest.approx(question.ended + 1.5, abs=0.01)


def test_an_onset_is_the_first_loud_moment_after_a_time(hum: Question) -> None:
    heard = sound(hum)
    answer = join([silence(2.0), heard.cut(1.2, 1.5), silence(1.0), heard.cut(1.2, 1.5)])
    assert onset(answer, 0.5) == pytest.approx(2.0, abs=0.01)
    assert onset(answer, 2.5) == pytest.approx(3.3, abs=0.01)
    assert onset(answer, 3.7) is None


def test_a_checkout_without_questions_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"scripts/make_questions\.py"):
        questions("en", tmp_path)


@pytest.fixture
def hum() -> Question:
    return questions("en")[0]
