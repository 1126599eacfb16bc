"""The command `wake`: the words it listens for: list, use, train, record, test, clips of near misses."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from jarvisd import config as configuration
from jarvisd.cli.common import command, settings
from jarvisd.config import Config, Paths, WakeConfig
from jarvisd.errors import ConfigError
from jarvisd.model_store import Store

_EPILOG = """\
examples:
  jarvisd wake                                          the words there are, and which of them are listened for
  jarvisd wake record --folder computer --name Computer asks for twenty recordings, one after the other
  jarvisd wake train --name Computer --recordings computer --voices
  jarvisd wake test --name computer                     a live score for each word; --file FILE for a recording
  jarvisd wake use computer jarvis                      listens for these, written into your configuration
  jarvisd wake clips                                    what was nearly taken for the name ([wake] keep_near_misses); --delete

A word that was trained lies in the state folder under wake/, beside a card that says from what it was made and how well it does.
Recordings stay where you put them; nothing leaves this machine.
"""
_ACTIONS = ("list", "train", "record", "test", "use", "clips")


def add(commands: Any) -> None:
    made = command(commands, "wake", "the names it listens for: list, train, record, test, use, clips", _EPILOG)
    made.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help="list if left out")
    made.add_argument(
        "words", nargs="*", metavar="WORD", help="of use: words of the list, or paths of ONNX files; of clips: names of clips"
    )
    made.add_argument("--delete", action="store_true", help="of clips: delete those that are named, all where none is")
    made.add_argument("--name", metavar="NAME", help="of train and record: the name to be called by; of test: the word")
    made.add_argument("--recordings", type=Path, metavar="FOLDER", help="of train: WAV or FLAC files, each with the name said once")
    made.add_argument("--others", type=Path, metavar="FOLDER", help="of train: people who say something else, or sounds of your home")
    made.add_argument("--voices", action="store_true", help="of train: learn from synthetic voices too")
    made.add_argument(
        "--seed", type=int, default=1, metavar="N", help="of train: the same seed and recordings make the same word (default: 1)"
    )
    made.add_argument("--folder", type=Path, metavar="FOLDER", help="of record: where the recordings go")
    made.add_argument("--count", type=int, default=20, metavar="N", help="of record: how many (default: 20)")
    made.add_argument("--file", type=Path, metavar="FILE", help="of test: a recording instead of the microphone")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    config, where = settings(args)
    match args.action:
        case "train":
            from jarvisd.cli import wake_train

            return wake_train.run(args, config, where)
        case "record":
            from jarvisd.cli import wake_live

            return wake_live.record(args, config)
        case "test":
            from jarvisd.cli import wake_live

            return wake_live.test(args, config, where)
        case "clips":
            return _clips(args.words, where, args.delete, args.json)
        case "use":
            return _use(args.words, where)
        case _:
            return _list(config, where, args.json)


def folder(where: Paths) -> Path:
    """Where a household's own words lie."""
    return where.state / "wake"


def found(where: Paths) -> dict[str, Path | None]:
    """Every word by its name; None for one of the catalogue that is not fetched. What hears a bare "stop" is no name."""
    ours = {path.stem: path for path in sorted(configuration.shipped("models/wake").glob("*.onnx")) if path.stem != WakeConfig().stop}
    own = {path.stem: path for path in sorted(folder(where).glob("*.onnx"))}
    store = Store(where.models)
    listed: dict[str, Path | None] = {}
    for state in store.status():
        if state.model.kind == "wake" and state.model.name != "openwakeword-features":
            listed[state.model.name] = next(iter(state.folder.glob("*.onnx")), None) if state.state == "ready" else None
    return {**listed, **ours, **own}


def written(name: str, where: Paths) -> str:
    """What the configuration says for a word of the list: own words by their path. ConfigError for one that is not there."""
    words = found(where)
    if name.endswith(".onnx"):
        path = Path(name).expanduser()
        if not path.is_file():
            raise ConfigError(f"{name}: no such file")
        return str(path.absolute())
    if name not in words:
        raise ConfigError(
            f"no wake word is called {name!r}; there are: {', '.join(words)}; make one with: jarvisd wake train --name {name}"
        )
    own = folder(where) / f"{name}.onnx"
    return str(own) if own.is_file() else name


def _use(words: list[str], where: Paths) -> int:
    if not words:
        raise ConfigError("say which words to listen for, such as: jarvisd wake use jarvis")
    from jarvisd.cli.wake_use import write_words

    names = [written(word, where) for word in dict.fromkeys(words)]
    from jarvisd.speech.wake.openwakeword import word as opened

    for name in names:
        opened(name, Store(where.models).path)  # a model that cannot be loaded is said before anything is changed
    path = write_words(where, names)
    print(f"listens for {', '.join(words)} from the next start on, or: jarvisd service reload ({path})")
    return 0


def _clips(names: list[str], where: Paths, delete: bool, as_json: bool) -> int:
    from jarvisd.speech.wake.clips import FOLDER, kept

    there = kept(where.state / FOLDER)
    unknown = set(names) - {path.name for path in there}
    if unknown:
        raise ConfigError(f"there is no clip {', '.join(sorted(unknown))}; see them: jarvisd wake clips")
    chosen = [path for path in there if not names or path.name in names]
    for path in chosen if delete else ():
        path.unlink(missing_ok=True)
    if as_json:
        print(json.dumps({"clips": [str(path) for path in chosen], "deleted": delete}, ensure_ascii=False))
    elif delete:
        print(f"deleted: {len(chosen)}")
    else:
        print("\n".join(str(path) for path in chosen) or "no near misses are kept ([wake] keep_near_misses)")
    return 0


def _list(config: Config, where: Paths, as_json: bool) -> int:
    from jarvisd.speech.wake.training import card

    words = found(where)
    rows = []
    for name, path in words.items():
        used = name in config.wake.words or (path is not None and str(path) in config.wake.words)
        told = card.read(path) if path else {}
        rows.append({"name": name, "used": used, "here": path is not None, "path": str(path) if path else None, "card": told})
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        kept = "listened for" if row["used"] else "" if row["here"] else "not fetched"
        made = row["card"].get("made", "") if isinstance(row["card"], dict) else ""
        print(f"{row['name']:<20}{kept:<15}{made}")
    if not rows:
        print("no wake words", file=sys.stderr)
    return 0
