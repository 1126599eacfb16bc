"""One owner of a state folder at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jarvisd.errors import StateLocked, StorageError


@contextmanager
def own(state: Path) -> Iterator[None]:
    """Makes the folder if need be and holds it. StateLocked names the process that holds it already; the lock dies with its owner."""
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(f"{state}: the state folder cannot be used ({error.strerror}); choose another with --state") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(handle, 32).decode(errors="replace").strip() or "another"
            raise StateLocked(
                f"{state}: process {owner} of jarvisd uses it; stop that one or choose another folder with --state"
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
