"""Becomes a program that may take little: `python -I limited.py WORDS`; its limits hold for all that it starts."""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

LIMITS = {  # bytes of memory, seconds of processor, bytes of a file, open files, bytes of a core
    resource.RLIMIT_AS: 512 * 2**20,
    resource.RLIMIT_CPU: 10,
    resource.RLIMIT_FSIZE: 2**20,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}
PROCESSES = 64  # more than this user has by now, threads counted; the limit is one of the user's, not of the program's
_NOBODY = 65534


def main(words: list[str]) -> None:
    if os.getuid() == 0 and Path(words[0]).name == "bwrap":  # nothing bounds the processes of root; within the bubble nobody needs it
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    for kind, most in (LIMITS | {resource.RLIMIT_NPROC: _processes() + PROCESSES}).items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    os.nice(10)  # the house goes before
    os.execv(words[0], words)


def _processes() -> int:
    """Of this user, with their threads."""
    user, count = f"Uid:\t{os.getuid()}\t", 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            status = (folder / "status").read_text(errors="replace")
            if user in status:
                count += int(status.partition("Threads:")[2].split()[0])
    return count


if __name__ == "__main__":
    main(sys.argv[1:])
