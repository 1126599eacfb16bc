"""Speaking: what is said, in which voice, in which pieces, and that people understand it."""

from __future__ import annotations

import asyncio
import difflib
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
import yaml
from pypinyin import lazy_pinyin

from jarvisd.audio import Audio, join, silence
from jarvisd.config import SttConfig, TtsConfig
from jarvisd.errors import ConfigError, EngineError, ModelBroken
from jarvisd.speech import Transcriber, stt, tts
from jarvisd.speech.slot import Slot
from jarvisd.speech.tts import Voice, Voices, clauses, pinyin
from jarvisd.speech.tts.phrases import OPENERS, Phrases
from jarvisd.text import speakable

GOLDEN = yaml.safe_load((Path(__file__).parent / "misaki_zh.yaml").read_text(encoding="utf-8"))


class Words:
    """A voice that says a word in 0.1 s, and remembers what it was asked."""

    def __init__(self, name: str = "words") -> None:
        self.name = name
        self.said: list[str] = []
        self.wait: threading.Event | None = None
        self.began = threading.Event()

    def cut(self, text: str) -> Iterator[str]:
        yield from text.split()

    def sound(self, piece: str) -> Audio:
        self.said.append(piece)
        self.began.set()
        if self.wait is not None:
            self.wait.wait(10)
        if piece == "broken":
            raise EngineError("the voice broke; restart jarvisd")
        return Audio(b"") if piece == "-" else silence(0.1)


def house(phrases: int = 8, **voices: Words) -> Voices:
    return Voices({language: Voice(engine, Slot(engine.name)) for language, engine in voices.items()}, Phrases(phrases))


async def all_of(pieces: AsyncIterator[Audio]) -> list[Audio]:
    return [piece async for piece in pieces]


async def test_each_language_has_its_voice() -> None:
    english, chinese = Words("english"), Words("chinese")
    voices = house(en=english, zh=chinese)
    await all_of(voices.synthesize("one two", "en"))
    await all_of(voices.synthesize("一", "zh"))
    assert (english.said, chinese.said) == (["one", "two"], ["一"])


async def test_a_house_with_one_language_says_everything_in_its_voice() -> None:
    english = Words()
    await all_of(house(en=english).synthesize("好", "zh"))
    assert english.said == ["好"]


async def test_what_was_said_before_is_kept_the_latest_longest() -> None:
    engine = Words()
    voices = house(2, en=engine)
    for text in ("a", "b", "a", "c", "a", "b"):
        assert len(await all_of(voices.synthesize(text, "en"))) == 1
    assert engine.said == ["a", "b", "c", "b"]


async def test_nothing_is_kept_where_no_phrases_are_wanted() -> None:
    engine = Words()
    voices = house(0, en=engine)
    await all_of(voices.synthesize("a", "en"))
    await all_of(voices.synthesize("a", "en"))
    assert engine.said == ["a", "a"]


async def test_what_is_forgotten_is_no_longer_kept_as_sound() -> None:
    engine = Words()
    voices = house(8, en=engine)
    voices.know([("fixed", "en")])
    for text in ("peanuts", "fixed"):
        await all_of(voices.synthesize(text, "en"))
    voices.forget()
    for text in ("peanuts", "fixed"):
        await all_of(voices.synthesize(text, "en"))
    assert engine.said == ["peanuts", "fixed", "peanuts"]


def test_kept_phrases_are_bounded_in_length_and_in_bytes() -> None:
    phrases = Phrases(1_000)
    phrases.keep(silence(1), "voice", "a" * 49)
    assert phrases.find("voice", "a" * 49) is None
    for number in range(100):
        phrases.keep(silence(10), "voice", str(number))
    kept = [number for number in range(100) if phrases.find("voice", str(number))]
    assert kept
    assert len(kept) * 320_000 <= 16_000_000
    assert kept[-1] == 99


async def test_silence_of_an_engine_is_no_piece() -> None:
    assert await all_of(house(en=Words()).synthesize("- -", "en")) == []


async def test_a_failing_engine_is_an_error_and_the_next_sentence_is_said() -> None:
    engine = Words()
    voices = house(en=engine)
    with pytest.raises(EngineError):
        await all_of(voices.synthesize("one broken two", "en"))
    assert len(await all_of(voices.synthesize("three", "en"))) == 1
    assert engine.said == ["one", "broken", "three"]


async def test_a_reply_that_is_cancelled_makes_no_further_piece() -> None:
    engine = Words()
    voices = house(en=engine)
    async with aclosing(voices.synthesize("one two three", "en")) as pieces:
        assert await anext(pieces)
    engine.wait = threading.Event()
    engine.began.clear()
    task = asyncio.create_task(all_of(voices.synthesize("four five", "en")))
    await asyncio.to_thread(engine.began.wait, 10)
    task.cancel()
    engine.wait.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.said == ["one", "four"]


async def test_rooms_that_speak_at_once_are_all_heard_whole() -> None:
    engine = Words()
    voices = house(0, en=engine)
    rooms = await asyncio.gather(*(all_of(voices.synthesize("one two three", "en")) for _ in range(4)))
    assert [len(pieces) for pieces in rooms] == [3, 3, 3, 3]


async def test_a_closed_voice_says_so() -> None:
    voices = house(en=Words())
    voices.close()
    with pytest.raises(EngineError, match="closed"):
        await all_of(voices.synthesize("one", "en"))


CHINESE = [*GOLDEN["sentences"], "。", "好", "今天" * 200, "，" * 300, "a" * 500, "没有标点的很长的一句话" * 40]
ENGLISH = ["Hi.", "It's three fifteen P M.", "a" * 500, "word " * 400, "One, two, three. " * 50, "No, thanks; I am fine: really.", "..."]


def test_chinese_is_cut_without_losing_a_character_into_pieces_that_begin_early() -> None:
    for text in CHINESE:
        pieces = list(clauses.chinese(text))
        assert "".join(pieces) == text
        assert len(pieces[0]) <= 6, text
        assert all(len(piece) <= 24 or set(piece) <= set("，。") for piece in pieces), text


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_cut_without_losing_a_word(text: str) -> None:
    pieces = list(clauses.english(text, 60, 200))
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert all(len(piece) <= 200 for piece in pieces)


@pytest.mark.parametrize("cut", [clauses.chinese, lambda text: clauses.english(text, 60, 200)])
def test_nothing_is_cut_into_nothing(cut: Callable[[str], Iterator[str]]) -> None:
    assert list(cut("")) == []
    assert list(cut("  ")) == []


@pytest.mark.parametrize("opener", ["现在是", "今天是", "音量现在是", "抱歉，", "好的。"])
def test_what_answers_begin_with_is_a_piece_of_its_own(opener: str) -> None:
    assert next(clauses.chinese(opener + "下午三点十五分，星期日。")) == opener


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_words_of_answers_are_ready_once_the_voice_is_warm(language: str) -> None:
    engine = Words()
    Voices({language: Voice(engine, Slot("words"))}, Phrases(8)).warm()
    assert engine.said == list(OPENERS[language])
    assert all(next(clauses.chinese(opener + "下午三点十五分。")) == opener for opener in OPENERS["zh"])
    assert all(next(clauses.english(opener + " 3:15 PM.", 60, 120)) == opener for opener in OPENERS["en"][1:])


def test_openers_are_made_once_on_a_machine_and_a_broken_one_again(tmp_path: Path) -> None:
    def asked() -> list[str]:
        engine = Words()
        Voices({"zh": Voice(engine, Slot("words"))}, Phrases(8, tmp_path / "openers")).warm()
        return engine.said

    assert asked() == list(OPENERS["zh"])
    assert asked() == []
    broken = sorted((tmp_path / "openers").iterdir())[0]
    broken.write_bytes(broken.read_bytes()[:50])
    assert len(asked()) == 1
    assert asked() == []


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "openers").write_text("a file in its place")
    engine = Words()
    Voices({"en": Voice(engine, Slot("words"))}, Phrases(8, tmp_path / "openers")).warm()
    assert engine.said == list(OPENERS["en"])


def test_chinese_sentences_have_the_phonemes_the_voice_was_trained_on() -> None:
    assert {sentence: pinyin.phonemes(sentence, str) for sentence in GOLDEN["sentences"]} == GOLDEN["sentences"]


def test_every_syllable_of_mandarin_has_the_phonemes_the_voice_was_trained_on() -> None:
    assert len(GOLDEN["syllables"]) > 1_500
    assert {syllable: pinyin.syllable(syllable) for syllable in GOLDEN["syllables"]} == GOLDEN["syllables"]


def test_words_of_other_scripts_within_chinese_are_handed_on() -> None:
    assert pinyin.phonemes("开WiFi和Taylor Swift", str.upper) == "kʰai→WIFIxɤ↗TAYLOR SWIFT"
    assert pinyin.syllable("xyz1") == pinyin.syllable("") == pinyin.syllable("a") == ""


def test_an_unknown_engine_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="festival"):
        tts.load(TtsConfig(en="festival"), ("en",), lambda _: tmp_path)


@pytest.mark.parametrize("engine", ["piper", "kokoro"])
def test_a_model_that_is_no_model_is_broken(engine: str, tmp_path: Path) -> None:
    for name in ("voice.onnx", "kokoro-v1.0.int8.onnx"):
        (tmp_path / name).write_bytes(b"not a model")
    (tmp_path / "kokoro-v1.0.int8.onnx.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelBroken, match="models verify"):
        tts.load(TtsConfig(en=engine), ("en",), lambda _: tmp_path)


ENGINES = [("piper", "en"), ("kokoro", "en"), ("kokoro", "zh")]


@pytest.fixture(scope="module", params=ENGINES, ids=[f"{engine}-{language}" for engine, language in ENGINES])
def spoken(request: pytest.FixtureRequest, find: Callable[[str], Path]) -> tuple[str, Voices]:
    """The language of an engine, and the engine."""
    engine, language = request.param
    config = TtsConfig(en=engine) if language == "en" else TtsConfig(zh=engine)
    return language, tts.load(config, (language,), find)


@pytest.fixture(scope="module")
def ears(find: Callable[[str], Path]) -> Transcriber:
    return stt.load(SttConfig(), ("en", "zh"), find)


SAID = {
    "en": [
        "It's 3:15 PM.",
        "The kitchen light is on, and the temperature is 21°C.",
        "Sorry, I did not understand that. Please say it again.",
    ],
    "zh": ["现在是下午3:15。", "客厅的灯已经打开了。", "对不起，我没有听清楚，请再说一遍。"],
}


def alike(one: str, other: str) -> float:
    """Of the sounds: Chinese by its pinyin, English by its letters, 0..1."""
    first, second = ("".join(re.findall(r"[a-z0-9]+", "".join(lazy_pinyin(text.lower())))) for text in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


@pytest.mark.engine
@pytest.mark.real_time
async def test_what_is_spoken_is_understood(spoken: tuple[str, Voices], ears: Transcriber) -> None:
    language, voices = spoken
    for sentence in SAID[language]:
        speech = speakable(sentence, language)
        sound = join(await all_of(voices.synthesize(speech, language)))
        heard = await ears.transcribe(join([silence(0.3), sound.at(16_000), silence(0.5)]))
        assert heard.language == language
        assert alike(speakable(heard.text, language), speech) > 0.75, heard.text


@pytest.mark.engine
async def test_the_last_syllable_is_said_where_no_sign_stands_behind_it(find: Callable[[str], Path]) -> None:
    voices = tts.load(TtsConfig(zh="kokoro"), ("zh",), find)
    four, forty = [join(await all_of(voices.synthesize(f"百分之{number}", "zh"))) for number in ("四", "四十")]
    assert forty.seconds > four.seconds + 0.1
    voices.close()


@pytest.mark.engine
@pytest.mark.real_time
async def test_english_words_within_chinese_are_heard(find: Callable[[str], Path], ears: Transcriber) -> None:
    voices = tts.load(TtsConfig(), ("zh",), find)
    sound = join(await all_of(voices.synthesize("正在播放 Michael Jackson 的歌。", "zh")))
    heard = await ears.transcribe(join([silence(0.3), sound.at(16_000), silence(0.5)]))
    wanted = ("jackson", "杰克逊", "傑克遜", "jason", "杰克")
    assert any(name in heard.text.lower() for name in wanted), heard.text


@pytest.mark.engine
@pytest.mark.real_time
@pytest.mark.parametrize("text", ["", " ", "😀", "。", "...", "\0", "\ud800", "𝕏", "~~~", "\u202e", "-"])
async def test_what_cannot_be_said_is_silence_or_short(text: str, spoken: tuple[str, Voices]) -> None:
    language, voices = spoken
    assert sum(piece.seconds for piece in await all_of(voices.synthesize(text, language))) < 3


@pytest.mark.engine
@pytest.mark.real_time
async def test_ten_thousand_characters_begin_at_once_and_end_when_asked(spoken: tuple[str, Voices]) -> None:
    language, voices = spoken
    text = "This is a long story. " * 450 if language == "en" else "这是一个很长的故事，" * 1_000
    async with aclosing(voices.synthesize(text, language)) as pieces:
        first = await anext(pieces)
        second = await anext(pieces)
    assert 0 < first.seconds < 6
    assert first.rate == second.rate
    assert abs(first.level - second.level) < 10
