"""Makes the spoken sentences about appointments anew, with our own voices: tests/audio/appointments/{en,zh}/NN.flac and said.json.

    .venv/bin/python scripts/make_appointments.py [en|zh|en/03 ...]

As scripts/make_questions.py makes the questions, whose voices and room these are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import soundfile
from make_questions import INSTEAD, Voice, first_noticed

from jarvisd.audio import RATE

FOLDER = Path(__file__).resolve().parent.parent / "tests/audio/appointments"
EN = (
    "set a pasta timer for nine minutes.", "wake me at seven on weekdays.", "remind me every other Tuesday to put the bins out.",
    "what timers are running?", "how long is left on the pasta?", "add two minutes.", "cancel the pasta timer.",
    "move the reminder to Friday.", "snooze.", "what did I miss?",
)  # fmt: skip
INSTEAD |= {  # Whisper base misheard the voice whose turn it was
    "en/49": Voice("joe", 1.0),  # from bf_emma: "news"
    "zh/43": Voice("zm_yunjian", 1.0),  # from zf_xiaoyi: 能力8月15日
    "zh/45": Voice("zm_yunxi", 1.0),  # from zf_xiaoxiao: 计时期
    "zh/47": Voice("zf_xiaoxiao", 0.9),  # from zf_xiaoyi: 即时气
    "zh/44": Voice("zm_yunxi", 1.0),  # from zm_yunjian and zf_xiaoxiao: 我错过了神吗, 我错过了谁呢
}
ZH = (
    "明天下午三点提醒我给妈妈打电话。", "每周一三五早上七点半叫我起床。", "农历八月十五提醒我赏月。", "我错过了什么？",
    "设一个九分钟的面条计时器。", "面条计时器还剩多久？", "取消面条计时器。", "把给妈妈打电话的提醒改到星期五。", "等一会儿再提醒我。",
)  # fmt: skip


def make(language: str, sentences: Sequence[str], wanted: Sequence[str], to: Path = FOLDER, after: int = 40) -> None:
    """after: which voice has the first turn, and what INSTEAD counts from."""
    folder = to / language
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "said.json"
    rows = {row["file"]: row for row in json.loads(listed.read_text(encoding="utf-8"))} if listed.exists() else {}
    for number, sentence in enumerate(sentences, 1):
        if not {language, f"{language}/{number:02d}"} & set(wanted):
            continue
        voice, sound, _ = first_noticed(number + after, sentence, language)
        file = f"{number:02d}.flac"
        soundfile.write(folder / file, sound.samples, RATE, format="FLAC", subtype="PCM_16", compression_level=1.0)
        rows[file] = {"file": file, "text": sentence, "voice": f"{voice.name} {voice.speed}"}
        print(f"{language}/{file}: {sentence} ({voice.name}, {sound.seconds:.1f} s)")
    lines = ",\n".join("  " + json.dumps(rows[file], ensure_ascii=False) for file in sorted(rows))
    listed.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    for language, sentences in (("en", EN), ("zh", ZH)):
        make(language, sentences, sys.argv[1:] or ("en", "zh"))
