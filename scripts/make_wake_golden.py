"""Scores of the package openwakeword, written down for tests/speech/test_wake.py.

The package needs a Python it has wheels for (3.11) and is not needed to run jarvisd: pip install "jarvisd[openwakeword]" where it
resolves, or openwakeword==0.6.0 --no-deps beside scipy, scikit-learn, tqdm and requests. Then:

    python scripts/make_wake_golden.py FEATURES_FOLDER WORD.onnx tests/audio/wake_call.wav > tests/audio/wake_call.scores
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import soundfile
from openwakeword.model import Model

STEP = 1280


def main(features: Path, word: Path, sound: Path) -> None:
    model = Model(
        wakeword_models=[str(word)],
        inference_framework="onnx",
        melspec_model_path=str(features / "melspectrogram.onnx"),
        embedding_model_path=str(features / "embedding_model.onnx"),
    )
    samples, _ = soundfile.read(sound, dtype="int16")
    print(f"# openwakeword {version('openwakeword')}: a score for every 80 ms")
    for start in range(0, len(samples) - STEP + 1, STEP):
        [score] = model.predict(samples[start : start + STEP]).values()
        print(f"{score:.7f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
