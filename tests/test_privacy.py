"""Nothing is reported to anybody unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine


def test_the_onnx_runtime_keeps_no_device_id_and_starts_no_telemetry(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    program = "import jarvisd.speech.onnx, os; print(len(os.listdir('/proc/self/task')))"
    started = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True)
    silent = {**environment, "ORT_DISABLE_TELEMETRY": "1"}
    silenced = subprocess.run([sys.executable, "-c", program], env=silent, capture_output=True, text=True, timeout=60, check=True)
    assert list(tmp_path.rglob("*")) == [], "its device id and its queue of reports lie in the cache"
    assert started.stdout == silenced.stdout, "no thread more than with telemetry switched off from outside"
