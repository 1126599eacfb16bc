"""Words of both languages, and no words where nobody spoke."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel

from jarvisd.audio import RATE, Audio, from_floats, join, read, silence
from jarvisd.config import SttConfig
from jarvisd.errors import ConfigError, EngineError, ModelBroken
from jarvisd.speech import stt
from jarvisd.speech.stt import TimedTranscriber
from jarvisd.speech.stt import whisper as whisper_module
from jarvisd.speech.stt.clean import believable, said_in, said_once, simplified, without_repeats, without_wake_word
from jarvisd.speech.stt.whisper import Whisper
from tests.conftest import AUDIO
from tests.speech.hearing import clip, music, noise

Find = Callable[[str], Path]


@pytest.fixture(scope="module")
def ears(find: Find) -> Iterator[TimedTranscriber]:
    transcriber = stt.load(SttConfig(), ("en", "zh"), find)
    yield transcriber
    transcriber.close()


def _bare(text: str) -> str:
    return text.lower().strip(" .,!?。，！？")


@pytest.mark.engine
async def test_english_is_heard_as_english(ears: TimedTranscriber) -> None:
    heard = await ears.transcribe(clip("question_en"))
    assert (_bare(heard.text), heard.language) == ("what day of the week is it", "en")
    assert heard.confidence > 0.6
    listed = await ears.transcribe(clip("speech_en"))
    assert {"milk", "bread", "apples", "shopping"} <= set(listed.text.lower().replace(",", "").replace(".", "").split())


@pytest.mark.engine
async def test_chinese_is_heard_as_chinese_in_simplified_characters(ears: TimedTranscriber) -> None:
    heard = await ears.transcribe(clip("speech_zh"))
    assert heard.language == "zh"
    assert heard.text == simplified(heard.text, "zh")
    assert "明天早上" in heard.text


@pytest.mark.engine
@pytest.mark.parametrize(
    "sound", [silence(2), noise(1, -60), noise(4, -30), noise(4, -15), music(5)], ids=["silence", "faint", "fan", "loud", "music"]
)
async def test_silence_noise_and_music_have_no_words(ears: TimedTranscriber, sound: Audio) -> None:
    assert (await ears.transcribe(sound)).text == ""


@pytest.mark.engine
async def test_nothing_at_all_has_no_words(ears: TimedTranscriber) -> None:
    assert (await ears.transcribe(Audio(b""))).text == ""
    assert (await ears.transcribe(silence(0.01))).text == ""


@pytest.mark.engine
async def test_a_recording_longer_than_whisper_hears_is_transcribed_in_pieces(ears: TimedTranscriber) -> None:
    heard = await ears.transcribe(join([clip("speech_en"), silence(20), clip("question_en")]))
    assert "shopping list" in heard.text
    assert "day of the week" in heard.text


@pytest.mark.engine
async def test_another_rate_is_converted(ears: TimedTranscriber) -> None:
    heard = await ears.transcribe(clip("question_en").at(24_000))
    assert _bare(heard.text) == "what day of the week is it"


@pytest.mark.engine
async def test_a_household_of_one_language_is_never_heard_in_the_other(find: Find) -> None:
    only = stt.load(SttConfig(), ("zh",), find)
    assert (await only.transcribe(clip("question_zh"))).language == "zh"
    assert (await only.transcribe(clip("question_en"))).language == "zh"
    only.close()
    with pytest.raises(EngineError, match="closed"):
        await only.transcribe(clip("question_zh"))


@pytest.mark.engine
async def test_what_whisper_is_told_before_is_not_heard_in_what_is_too_faint(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of cut-off, distant words it makes the sentence that stands before them."""
    whisper = Whisper(WhisperModel(str(find("whisper-base")), device="cpu", compute_type="int8", cpu_threads=1), ("zh",))
    decoded: list[str] = []
    decode = whisper._decode

    def spied(*given: Any) -> tuple[str, Any]:
        text, result = decode(*given)
        decoded.append(text)
        return text, result

    monkeypatch.setattr(whisper, "_decode", spied)
    faint = [(7, 0.4, -64), (7, 0.8, -66), (10, 0.4, -64), (15, 0.8, -64), (15, 0.4, -60), (16, 0.4, -66), (19, 0.8, -66), (19, 0.8, -60)]
    heard = [(await whisper.transcribe(_far(number, seconds, level))).text for number, seconds, level in faint]
    whisper.close()
    before = whisper_module._ZH_STYLE + whisper_module._ZH_LIKE
    assert len(decoded) > len(faint)  # some were heard again without it
    assert [text for text in heard if text and (whisper_module._borrows(text, before) or "普通话的句子" in text)] == []


@pytest.mark.engine
@pytest.mark.parametrize("level", [-62, -55, -45, -35, -25, -15])
async def test_no_order_is_heard_where_nobody_gave_one(ears: TimedTranscriber, level: int) -> None:
    """What Chinese is told before is like orders: noise and music must not become one of them."""
    for sound in (noise(1, level), noise(3, level), music(4)):
        assert (await ears.transcribe(sound)).text == ""


def test_what_was_told_before_counts_only_where_it_is_heard_without_too() -> None:
    assert whisper_module._borrows("空调调到二十六度。", whisper_module._ZH_LIKE)
    assert whisper_module._borrows("下午四点叫我起床。", whisper_module._ZH_LIKE)
    assert not whisper_module._borrows("打开客厅。", "关上窗帘")
    assert not whisper_module._borrows("开。", whisper_module._ZH_LIKE)
    assert whisper_module._alike("打开客厅的灯", "打开客厅的动。")
    assert not whisper_module._alike("空调调到二十六度", "空调调到十六度")
    assert not whisper_module._alike("打开客厅的灯", "谢谢大家")


def _far(number: int, seconds: float, level: float) -> Audio:
    """A piece out of the middle of a question, its loudest tenth of a second at that level in dB of full scale."""
    samples = read(AUDIO / f"questions/zh/{number:02}.flac").floats
    piece = samples[len(samples) // 3 :][: round(seconds * RATE)]
    loudest = np.square(piece[: len(piece) // 1600 * 1600].reshape(-1, 1600)).mean(axis=1).max()
    return from_floats(piece * 10 ** (level / 20) / np.sqrt(loudest))


@pytest.mark.engine
async def test_hints_do_not_appear_where_they_were_not_said(find: Find) -> None:
    hinted = stt.load(SttConfig(hints=("kitchen", "卧室")), ("en", "zh"), find)
    assert _bare((await hinted.transcribe(clip("question_en"))).text) == "what day of the week is it"
    assert (await hinted.transcribe(noise(2, -30))).text == ""
    hinted.close()


@pytest.mark.engine
async def test_the_small_model_hears_english_and_says_so(find: Find) -> None:
    small = SttConfig(model="whisper-tiny.en")
    ears = stt.load(small, ("en",), find)
    heard = await ears.transcribe(clip("question_en"))
    assert (_bare(heard.text), heard.language) == ("what day of the week is it", "en")
    assert (await ears.transcribe(noise(3, -30))).text == ""
    ears.close()
    with pytest.raises(ConfigError, match="only English"):
        stt.load(small, ("en", "zh"), find)


@pytest.mark.engine
def test_it_knows_how_quick_it_is(ears: TimedTranscriber) -> None:
    assert 0.01 < ears.seconds < 30


@pytest.mark.engine
def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"broken")
    with pytest.raises(ModelBroken, match="models verify"):
        stt.load(SttConfig(), ("en",), lambda _: tmp_path)


def test_an_engine_that_is_not_known_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="whisper"):
        stt.load(SttConfig(engine="ear"), ("en",), lambda _: tmp_path)


def test_a_long_recording_is_cut_where_it_is_quiet() -> None:
    from jarvisd.speech.stt.whisper import pieces

    loud = np.full(40 * RATE, 0.5, dtype=np.float32)
    loud[22 * RATE : 23 * RATE] = 0.0
    first, second = pieces(loud)
    assert 22 <= len(first) / RATE <= 23
    assert len(first) + len(second) == len(loud)
    assert pieces(loud[:0]) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hey Jarvis, what time is it?", "What time is it?"),
        ("Jarvis. Turn on the light.", "Turn on the light."),
        ("hey, travis, turn on the light", "Turn on the light"),
        ("Travis, stop.", "Stop."),
        ("嘿，贾维斯，现在几点？", "现在几点？"),
        ("贾维斯打开客厅的灯", "打开客厅的灯"),
        ("Hey Jarvis，现在几点", "现在几点"),
        ("Hey Jarvis.", ""),
        ("What time is it?", "What time is it?"),
        ("Travis is coming at seven", "Travis is coming at seven"),
        ("Hey, what is Jarvis's birthday?", "Hey, what is Jarvis's birthday?"),
        ("turn on the light, Jarvis", "turn on the light, Jarvis"),
        ("嘿，你好", "嘿，你好"),
        ("", ""),
    ],
)
def test_what_is_left_of_the_wake_word_is_taken_off_the_front(text: str, rest: str) -> None:
    assert without_wake_word(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for watching!",
        "Subtitles by the Amara.org community",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕由Amara.org社区提供",
        "谢谢大家的收看",
        "中文字幕志愿者 李宗盛",
        "♪♪♪",
        "[Music]",
        "(音乐)",
        "...",
        "",
    ],
)
def test_credits_and_music_are_never_believed(text: str) -> None:
    assert believable(text, no_speech=0.0, confidence=0.95) == ""


def test_a_small_word_is_believed_from_a_clear_voice_alone() -> None:
    for text in ("Thank you.", "Okay", "好的。", "谢谢"):
        assert believable(text, no_speech=0.05, confidence=0.8) == text
        assert believable(text, no_speech=0.7, confidence=0.8) == ""
        assert believable(text, no_speech=0.05, confidence=0.3) == ""


def test_a_faint_but_likely_sentence_is_believed() -> None:
    assert believable("Turn on the light.", no_speech=0.7, confidence=0.8) == "Turn on the light."
    assert believable("Turn on the light.", no_speech=0.7, confidence=0.2) == ""


def test_a_loop_is_said_once_and_a_word_said_twice_stays() -> None:
    assert without_repeats("turn it off, turn it off, turn it off, turn it off") == "turn it off"
    assert without_repeats("关灯关灯关灯关灯") == "关灯"
    assert without_repeats("no, no, it is 2022") == "no, no, it is 2022"
    assert without_repeats("call 555 0 5 5 5") == "call 555 0 5 5 5"


def test_a_sentence_that_is_said_again_a_little_otherwise_is_said_once() -> None:
    assert said_once("Turn the jukebox up. Turn the jupebox up.", "Turn the chute box up.") == "Turn the jukebox up."
    assert said_once("打开台灯。打开抬灯。", "打开抬灯") == "打开台灯。"
    two = "Turn off the hall light, turn off the bath light."
    assert said_once(two, "Turn off the whole light, turn off the bath light.") == two
    assert said_once("打开台灯，打开吊灯。", "打开抬灯，打开吊灯。") == "打开台灯，打开吊灯。"


@pytest.mark.parametrize(("language", "text", "seconds", "once"), [
    ("zh", "外面路灯黄眼,卡通窗帘拉银石了。外面路登黄眼卡通洼帘拉眼石了。", 3.6, "外面路灯黄眼,卡通窗帘拉银石了。"),
    ("en", "Put the awning out on the terrace. Put the horning out on the terrace.", 2.4, "Put the awning out on the terrace."),
])  # fmt: skip
def test_what_nobody_can_have_said_in_the_time_is_said_once(language: str, text: str, seconds: float, once: str) -> None:
    assert said_in(text, seconds, language) == once
    assert said_in(text, 3 * seconds, language) == text, "there was time to say it twice"


def test_who_speaks_quickly_is_heard_whole() -> None:
    text = "把客厅的灯关了然后打开卧室的空调调到二十六度"
    assert said_in(text, 2.8, "zh") == text
    assert said_in("关灯关灯", 0.5, "zh") == "关灯关灯"


def test_traditional_characters_become_simplified_in_chinese_alone() -> None:
    assert simplified("現在幾點？打開客廳的燈，調到三十度", "zh") == "现在几点？打开客厅的灯，调到三十度"
    assert simplified("著名的乾隆", "zh") == "著名的乾隆"
    assert simplified("電", "en") == "電"


@pytest.mark.engine
async def test_a_name_that_is_listened_for_is_heard(find: Find) -> None:
    ears = stt.load(SttConfig(), ("en", "zh"), find)
    asked = clip("question_anna")
    assert "Anna" not in (await ears.transcribe(asked)).text
    ears.hint(("Anna", "安娜"))
    assert (await ears.transcribe(asked)).text == "What is Anna allergic to?"
    ears.hint(())
    assert "Anna" not in (await ears.transcribe(asked)).text
    ears.close()


@pytest.mark.engine
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_what_it_may_have_heard_instead_comes_with_it(ears: TimedTranscriber, language: str) -> None:
    heard = await ears.transcribe(clip("question_anna") if language == "en" else read(AUDIO / "questions/zh/01.flac"))
    assert heard.others
    assert len({_bare(text) for text in (heard.text, *heard.others)}) == 1 + len(heard.others) <= 5
    assert all(simplified(text, heard.language) == text for text in heard.others)
    assert not any(whisper_module._borrows(text, whisper_module._ZH_LIKE) for text in heard.others)
    assert (await ears.transcribe(noise(2, -30))).others == ()


@pytest.mark.engine
async def test_an_utterance_can_be_heard_once_more_with_names_in_mind(find: Find) -> None:
    ears = stt.load(SttConfig(), ("en", "zh"), find)
    heard = await ears.transcribe(clip("question_anna"))
    assert "Anna" not in heard.text
    assert heard.ear is not None
    assert "What is Anna allergic to?" in await heard.ear.again(("Anna", "Emma"))
    assert await heard.ear.again(()) == ()
    chinese = await ears.transcribe(read(AUDIO / "questions/zh/01.flac"))
    assert chinese.ear is not None
    assert all(text == simplified(text, "zh") for text in await chinese.ear.again(("客厅", "台灯")))
    for nothing in (silence(2), noise(4, -30)):
        assert (await ears.transcribe(nothing)).ear is None
    ears.close()
    assert await heard.ear.again(("Anna",)) == ()
