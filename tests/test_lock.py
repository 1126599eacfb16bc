"""A state folder has one owner."""

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from jarvisd import lock
from jarvisd.errors import StateLocked, StorageError


def _hold(state: Path, pipe: Connection) -> None:
    with lock.own(state):
        pipe.send(os.getpid())
        pipe.recv()


def test_a_second_owner_is_refused_with_the_first_one_s_process(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=_hold, args=(tmp_path, theirs))
    other.start()
    try:
        assert ours.poll(20)
        pid = ours.recv()
        with pytest.raises(StateLocked, match=rf"process {pid}\b.*--state"), lock.own(tmp_path):
            pass
    finally:
        ours.send("end")
        other.join(10)
    with lock.own(tmp_path):  # free again
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with lock.own(tmp_path / "new" / "state"):
        assert (tmp_path / "new" / "state").stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_folder_s_place_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="--state"), lock.own(tmp_path / "file"):
        pass
