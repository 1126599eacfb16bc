"""Kokoro: a small voice for Chinese or English, a clause at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from jarvisd.audio import Audio, from_floats
from jarvisd.config import TtsConfig
from jarvisd.errors import ConfigError, ModelBroken
from jarvisd.messages import Language
from jarvisd.speech.onnx import open_model
from jarvisd.speech.tts import clauses, espeak, pinyin

_RATE = 24_000  # Hz
_MOST = 500  # phonemes in one run; the model has 512 places
_STYLE = (510, 1, 256)  # a voice: one style for every length

# The symbols of Kokoro-82M v1.0 with their numbers (from its config.json, Apache-2.0); each run counts on from its first number.
_SYMBOLS = {
    1: ";:,.!?", 9: '—…"()“” \u0303ʣʥʦʨᵝꭧAI', 31: "O", 33: "Q", 35: "ST", 39: "W", 41: "Yᵊabcdef", 50: "hijklmnopqrstuvwxyzɑɐɒæ",
    75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ", 92: "ɡ", 99: "ɥ", 101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ",
    128: "ʁɽʂʃʈʧ", 135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ", 156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓", 171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
NUMBERS = {symbol: first + place for first, symbols in _SYMBOLS.items() for place, symbol in enumerate(symbols)}

_EDGE = 0.02  # of full scale: quieter than this at the ends of a piece is silence
_LEVEL = 0.1  # of full scale, root mean square: as loud as Piper; Kokoro's voices lie 6 dB apart
_BEFORE = 0.03  # seconds of that silence that stay
_BEHIND = {".": 0.25, "!": 0.25, "?": 0.25, ";": 0.2, ":": 0.15, ",": 0.12}  # by the piece's last sign
_BEHIND_WORD = 0.02
_ENDS = frozenset(";:,.!?—…)”")
_ON = ","  # added where a piece ends without a sign: else its last syllable is swallowed, 百分之四十 becomes 百分之四


class Kokoro:
    """One voice for one language. Blocking; one piece at a time."""

    def __init__(
        self, model: onnxruntime.InferenceSession, style: npt.NDArray[np.float32], language: Language, name: str, speed: float
    ) -> None:
        self._model = model
        self._style = style
        self._speed = np.array([speed], np.float32)
        self._language = language
        self.name = f"{name} {speed}"

    def cut(self, text: str) -> Iterator[str]:
        return clauses.chinese(text) if self._language == "zh" else clauses.english(text, first=24, rest=120)

    def sound(self, piece: str) -> Audio:
        """One piece as sound; nothing of it may be left to say."""
        phonemes = pinyin.phonemes(piece, espeak.kokoro) if self._language == "zh" else espeak.kokoro(piece)
        if not any(symbol.isalpha() for symbol in phonemes):
            return Audio(b"", _RATE)
        ended = phonemes if phonemes.rstrip()[-1] in _ENDS else f"{phonemes.rstrip()}{_ON}"
        tokens = [NUMBERS[symbol] for symbol in ended if symbol in NUMBERS][:_MOST]
        given = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": self._style[len(tokens)], "speed": self._speed}
        samples = np.asarray(self._model.run(None, given)[0], np.float32).reshape(-1)
        return from_floats(_trimmed(samples, _BEHIND.get(phonemes.rstrip()[-1], _BEHIND_WORD)), _RATE)


def _trimmed(samples: npt.NDArray[np.float32], behind: float) -> npt.NDArray[np.float32]:
    """Pieces follow one another as in speech, so the silence around each is cut to what its punctuation asks for; all are equally loud."""
    loud = np.flatnonzero(np.abs(samples) > _EDGE)
    if not len(loud):
        return samples[:0]
    first = max(0, int(loud[0]) - int(_BEFORE * _RATE))
    kept = samples[first : int(loud[-1]) + int(0.05 * _RATE)]
    gain = min(_LEVEL / float(np.sqrt(np.mean(np.square(kept)))), 1 / float(np.abs(kept).max()))
    return np.concatenate([kept * np.float32(gain), np.zeros(int(behind * _RATE), np.float32)])


def load(config: TtsConfig, languages: tuple[Language, ...], find: Callable[[str], Path]) -> dict[Language, Kokoro]:
    """A voice for each of these languages, on one model. ModelBroken for a file that is none."""
    model = open_model(find("kokoro") / "kokoro-v1.0.int8.onnx", config.threads, planned=False)
    named = {"en": config.kokoro_voice_en, "zh": config.kokoro_voice_zh}
    folder = find("kokoro-voices")
    return {language: voice(model, folder, named[language], language, config.speed) for language in languages}


def voice(model: onnxruntime.InferenceSession, folder: Path, name: str, language: Language, speed: float) -> Kokoro:
    """ConfigError for a name that none of this folder's voices has."""
    return Kokoro(model, _style(folder, name), language, name, speed)


def _style(folder: Path, name: str) -> npt.NDArray[np.float32]:
    file = folder / f"{name}.bin"
    if not file.is_file():
        known = ", ".join(sorted(path.stem for path in folder.glob("*.bin")))
        raise ConfigError(f"[tts] kokoro voice {name!r} is not known; known: {known}")
    style = np.fromfile(file, np.float32)
    if style.size != np.prod(_STYLE):
        raise ModelBroken(f"{file}: not a Kokoro voice; run: jarvisd models verify")
    return style.reshape(_STYLE)
