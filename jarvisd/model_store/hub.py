"""Weights from a model hub over HTTP, resumed where an earlier run stopped."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from jarvisd.model_store.catalog import File, Source
from jarvisd.model_store.disk import CHUNK, FULL, SourceFailed, part_of, room_for, settle
from jarvisd.model_store.progress import Progress

_ANSWER = 3.0  # seconds in which a host must answer at all, name look-up and proxy included
_SILENCE = 10.0  # seconds without a byte after which a download is taken as broken
_TRIES = 3  # times a broken download goes on in one run


class Hub:
    """Hugging Face or what HF_ENDPOINT names, ModelScope, web folders; a host that did not answer is not asked again in this run."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._hugging_face = environment.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
        self._model_scope = environment.get("MODELSCOPE_ENDPOINT", "").rstrip("/") or "https://modelscope.cn"
        self._answers: dict[str, bool] = {}

    def fetch(self, source: Source, files: Sequence[File], target: Path, progress: Progress) -> None:
        folder = self._folder(source)
        host = "/".join(folder.split("/")[:3])
        if host not in self._answers:
            self._answers[host] = _answers(host)
        if not self._answers[host]:
            raise SourceFailed(f"{host} does not answer")
        target.mkdir(parents=True, exist_ok=True)
        room_for(sum(file.size for file in files), target, target.name)
        for file in files:
            _download(f"{folder}/{quote(source.paths(file.name)[0])}", file, target / file.name, progress, target.name)

    def _folder(self, source: Source) -> str:
        if source.kind == "web":
            return source.origin[0]
        repository, _, revision = source.origin[0].partition("@")
        root = self._hugging_face if source.kind == "hub" else f"{self._model_scope}/models"
        return f"{root}/{repository}/resolve/{revision}"


def _answers(host: str) -> bool:
    """Whether anything comes back in time. In a thread, since looking up a name knows no time-out."""
    answered = threading.Event()

    def ask() -> None:
        try:
            urllib.request.urlopen(urllib.request.Request(host, method="HEAD"), timeout=_ANSWER).close()
        except urllib.error.HTTPError as error:
            if error.code >= 500:  # also what a proxy says of a host it cannot reach
                return
        except (OSError, http.client.HTTPException, ValueError):
            return
        answered.set()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_ANSWER)
    return answered.is_set()


def _download(url: str, file: File, target: Path, progress: Progress, name: str) -> None:
    """Goes on behind the bytes that TARGET.part has; a part that turns out wrong is fetched once from its beginning."""
    part = part_of(target)
    resumed = _have(part) > 0
    while _have(part) < file.size:
        before = _have(part)
        broken = _receive(url, file, part, progress, name)
        if _have(part) <= before:  # while more comes, a connection may break as often as it likes
            got = f" ({before} of {file.size} bytes are kept)" if before else ""
            raise SourceFailed(f"{file.name}: {broken or 'nothing more came'}{got}")
    try:
        settle(file, target)
    except SourceFailed:
        if not resumed:
            raise
        _download(url, file, target, progress, name)  # settle has removed the part


def _have(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _receive(url: str, file: File, part: Path, progress: Progress, name: str) -> str:
    """Adds to the part what comes. What broke it off, or ""."""
    have = _have(part)
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urllib.request.urlopen(request, timeout=_SILENCE) as answer, part.open("ab" if answer.status == 206 else "wb") as stream:
            done = stream.tell()
            while done <= file.size and (chunk := answer.read(CHUNK)):
                stream.write(chunk)
                done += len(chunk)
                progress.moved(f"{name}/{file.name}", min(done, file.size), file.size)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            part.unlink(missing_ok=True)
            raise
        if not _have(part):
            part.unlink(missing_ok=True)
        return str(error) or type(error).__name__
    return ""
