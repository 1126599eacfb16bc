"""What a transcriber wrote, freed of what nobody said to the house."""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

from jarvisd.messages import Language

# The name as Whisper writes it, whole or cut; the doubtful spellings are names of people too.
_NAME = r"jarvis|jarvi[sc]e?|jarves|jarvus|jervis|jarvy|javis|charvis|(?:贾|加|嘉|佳|假|札|扎|查|杰|卓)(?:维|薇|威|韦)(?:斯|丝|思|司|士)"
_DOUBTFUL = r"travis|jarred|jarvin|garvis|harvis|chavez|davis|service"
_CALL = r"hey|hi|hei|okay|ok|嘿|嗨|黑|喂|哎|诶"
_GAP = r"[\s,，.。!！?？、…\-]"
_CALLED = re.compile(
    rf"^{_GAP}*(?:(?:{_CALL}){_GAP}*)?(?:{_NAME})(?![a-z'’]){_GAP}*"  # (Hey) Jarvis, ...
    rf"|^{_GAP}*(?:{_CALL}){_GAP}+(?:{_DOUBTFUL})(?:{_GAP}+|$)"  # Hey Travis ...
    rf"|^{_GAP}*(?:{_DOUBTFUL})[,，.。!！、]\s*(?=\S)",  # Travis, ...
    re.IGNORECASE,
)

# Whole transcripts that Whisper writes where nobody spoke: credits of the films it learned from. Nobody says them to a house.
_CREDITS = re.compile(
    r"(subtitles?|captions?|transcription|translated?)\s*(created\s*)?(by|provided)|amara\.?org|castingwords|"
    r"(thanks?|thank you)( so much| very much)? for (watching|listening|viewing)|(like and|please) subscribe|"
    r"see you (in the )?next (video|time)|"
    r"字幕(由|提供|制作|组|志愿者|by|：|:)|(点赞|点讚).{0,4}订阅|订阅.{0,4}(转发|点赞|频道|我的)|打赏支持|明镜与点点|"
    r"(谢谢|感谢|多谢)(大家|您|你|各位)?的?(观看|收看|收听)|独播剧场|ming ?pao|索兰娅|杨茜茜|请不吝|中文字幕|词曲|作词|作曲|编曲",
    re.IGNORECASE,
)
# What it writes on noise, but people say too: dropped only where the engine itself was unsure.
_FILLERS = {
    "you",
    "thank you",
    "thank you very much",
    "thank you so much",
    "thanks",
    "bye",
    "bye bye",
    "bye-bye",
    "oh",
    "so",
    "yeah",
    "okay",
    "ok",
    "hmm",
    "mm",
    "uh",
    "um",
    "ah",
}
_FILLERS |= {"huh", "the", "i", "and", "嗯", "啊", "哦", "呃", "谢谢", "好", "好的", "再见", "拜拜", "你", "我", "对"}
_UNSURE = 0.5  # no-speech probability or lack of confidence from which a filler is not believed
_UNHEARD = 0.6  # no-speech probability from which unlikely words are not believed (Whisper's own default)
_UNLIKELY = 0.37  # confidence below which they are unlikely (exp(-1), Whisper's own default)
_AGAIN = 0.8  # how alike a second sentence is that only says the first again
_LONGER = 1.5  # times as long as it was heard first
_SAID_AGAIN, _SHORTEST = 0.6, 6  # how alike the two halves of such a text are, and signs of a half
_MOST_A_SECOND = {"en": 22.0, "zh": 7.0}  # letters, characters that somebody says in a second
_MUSIC = re.compile(r"[♪♫♬♩*]|^\W*[(\[（【].*[)\]）】]\W*$", re.DOTALL)
_CHINESE = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[\w'’]")


def without_wake_word(text: str) -> str:
    """The transcript of something that followed the wake word, without what was left of it at the front."""
    rest = _CALLED.sub("", text, count=1)
    return rest if rest == text or _CHINESE.match(rest) else rest[:1].upper() + rest[1:]


def believable(text: str, no_speech: float, confidence: float) -> str:
    """The transcript, or "" where it is what Whisper writes on silence, noise and music."""
    bare = text.strip().strip(".。,，!！?？…、").lower()
    if not _WORD.search(bare) or _MUSIC.search(text) or _CREDITS.search(bare):
        return ""
    if no_speech > _UNHEARD and confidence < _UNLIKELY:
        return ""
    if bare in _FILLERS and (no_speech > _UNSURE or confidence < _UNSURE):
        return ""
    return text.strip()


def without_repeats(text: str) -> str:
    """A phrase that comes three times or more in a row is a loop of the engine: said once. Numbers may repeat."""
    return re.sub(r"([^\d零〇一二两三四五六七八九十百]{2,40}?)(?:[\s,，.。、]*\1){2,}", r"\1", text)


def said_once(text: str, before: str) -> str:
    """Without a second sentence that only says the first again, as the engine does after a list of orders.

    before: how it was heard without that list; of two orders it is as long as both.
    """
    first, *rest = re.split(r"(?<=[.!?,。！？，])\s*", text.strip())
    again = rest and difflib.SequenceMatcher(None, first.lower(), rest[0].lower(), autojunk=False).ratio() >= _AGAIN
    return first if again and len(text) > _LONGER * len(before) else text


def said_in(text: str, seconds: float, language: Language) -> str:
    """Without what only says again what was said, as the engine does where the window is long and the utterance short.

    Only where it is more than can be said in the time: who says two things that are alike takes as long as for any two.
    """
    signs = [at for at, sign in enumerate(text) if sign.isalnum()]
    if len(signs) < 2 * _SHORTEST or len(signs) < _MOST_A_SECOND[language] * seconds:
        return text
    said = [text[at].lower() for at in signs]
    halves = range(int(0.4 * len(said)), int(0.6 * len(said)) + 1)
    alike, cut = max((difflib.SequenceMatcher(None, said[:at], said[at:], autojunk=False).ratio(), at) for at in halves)
    return text[: signs[cut]].rstrip() if alike >= _SAID_AGAIN else text


def simplified(text: str, language: Language) -> str:
    """Chinese in simplified characters."""
    return text.translate(_table()) if language == "zh" else text


@cache
def _table() -> dict[int, str]:
    lines = (Path(__file__).parent / "simplified.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return dict(zip(map(ord, "".join(rows[::2])), "".join(rows[1::2]), strict=True))
