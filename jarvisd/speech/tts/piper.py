"""Piper: an English voice, a sentence at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from piper import PiperVoice, SynthesisConfig
from piper.config import PiperConfig

from jarvisd.audio import Audio, from_floats
from jarvisd.config import TtsConfig
from jarvisd.errors import ModelBroken
from jarvisd.speech.onnx import open_model
from jarvisd.speech.tts import clauses, espeak

_FIRST = 60  # characters of the first piece: a tenth of a second of work
_REST = 120  # of every other: memory grows with the length of a run


class Piper:
    """One voice. Blocking; one piece at a time."""

    def __init__(self, voice: PiperVoice, name: str, speed: float) -> None:
        self._voice = voice
        self._settings = SynthesisConfig(length_scale=voice.config.length_scale / speed)
        self.name = f"{name} {speed}"

    def cut(self, text: str) -> Iterator[str]:
        return clauses.english(text, _FIRST, _REST)

    def sound(self, piece: str) -> Audio:
        """One piece as sound; nothing of it may be left to say."""
        known = self._voice.config.phoneme_id_map
        parts: list[npt.NDArray[np.float32]] = []
        for sentence in espeak.phonemize(piece, self._voice.config.espeak_voice):
            phonemes = [phoneme for phoneme in sentence if phoneme in known]
            if any(phoneme.isalpha() for phoneme in phonemes):
                made = self._voice.phoneme_ids_to_audio(self._voice.phonemes_to_ids(phonemes), self._settings)
                parts.append(np.asarray(made, np.float32).reshape(-1))
        rate = int(self._voice.config.sample_rate)
        if not parts:
            return Audio(b"", rate)
        samples = np.concatenate(parts)
        return from_floats(samples / max(1e-3, float(np.abs(samples).max())), rate)


def load(config: TtsConfig, folder: Path) -> Piper:
    """The voice in this folder. ModelBroken if it is not one."""
    model = next(iter(sorted(folder.glob("*.onnx"))), None)
    if model is None:
        raise ModelBroken(f"{folder}: holds no Piper voice (NAME.onnx beside NAME.onnx.json); run: jarvisd models verify")
    try:
        settings = PiperConfig.from_dict(json.loads(model.with_name(model.name + ".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise ModelBroken(f"{model}.json: not a Piper voice's description ({error}); run: jarvisd models verify") from error
    session = open_model(model, config.threads, arena=False, planned=False)  # an arena grows to 250 MB here, and stays
    return Piper(PiperVoice(session, settings), config.piper_voice, config.speed)
