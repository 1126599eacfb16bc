"""Watching a house that does nothing."""

import os
from pathlib import Path

import pytest

from jarvisd.bench import household, idle, start
from jarvisd.errors import DataMissing


def test_growth_is_judged_by_the_second_half() -> None:
    settling = [(float(second), 400.0 + min(second, 30)) for second in range(60)]
    leaking = [(float(second), 400.0 + second / 60) for second in range(60)]
    assert idle.slope(settling) == pytest.approx(0, abs=1e-6)
    assert idle.slope(leaking) == pytest.approx(1.0)


def test_the_quiet_room_is_not_digital_silence() -> None:
    room = idle.room_noise(2.0)
    assert room.level == pytest.approx(-60, abs=0.5)
    assert room == idle.room_noise(2.0)


def test_a_process_is_measured_by_what_the_kernel_counts() -> None:
    before = household.cpu_seconds(os.getpid())
    while household.cpu_seconds(os.getpid()) < before + 0.05:
        sum(range(1000))
    assert 1 < household.resident(os.getpid()) < 4000


def test_idle_and_start_have_the_promised_shapes() -> None:
    report = idle.watch(household.Household(os.getpid(), 1.0), 0.05)
    assert set(report.figures) == {"cpu_percent", "rss_mb"}
    assert start.report(9.0, [4.0, 5.0, 4.5]).figures == {"warm_s": 4.5}


def test_without_a_sound_server_the_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataMissing, match="apt-get install -y --no-install-recommends pulseaudio"), household.sound_card(tmp_path / "card"):
        pass
