"""Makes the spoken orders to the home anew, with our own voices: tests/audio/orders/{en,zh}/NN.flac and said.json.

    .venv/bin/python scripts/make_orders.py [en|zh|en/03 ...]

As scripts/make_questions.py makes the questions, whose voices and room these are. The house is that of scripts/demo_house.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

from make_appointments import make
from make_questions import INSTEAD, Voice

FOLDER = Path(__file__).resolve().parent.parent / "tests/audio/orders"
EN = (
    "turn on the bed light.", "set the kitchen lights to thirty percent.", "set the bedroom air conditioner to twenty six degrees.",
    "turn off everything downstairs except the hall.", "unlock the front door.", "yes.", "turn off the bed light.",
    "add milk and eggs to the shopping list.",
)  # fmt: skip
ZH = (
    "打开床头灯。", "把厨房灯调到百分之三十。", "把卧室空调调到二十六度。", "把楼下的灯都关掉，走廊除外。", "打开前门的锁。", "是的。",
    "关掉床头灯。", "把牛奶加到购物清单。",
)  # fmt: skip

INSTEAD |= {  # Whisper base misheard the voice whose turn it was
    "en/65": Voice("af_heart", 1.0),  # from joe: "and lock the front door"
    "zh/61": Voice("zm_yunxi", 1.0),  # from zf_xiaoxiao: 打开成头灯
    "zh/65": Voice("zm_yunxi", 1.0),  # from zf_xiaoxiao: 打开节门的锁
    "zh/67": Voice("zf_xiaoyi", 1.0),  # from zf_xiaoyi at 1.1: 关叫闯头灯
}

if __name__ == "__main__":
    for language, sentences in (("en", EN), ("zh", ZH)):
        make(language, sentences, sys.argv[1:] or ("en", "zh"), FOLDER, after=60)
