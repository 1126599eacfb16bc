"""What `jarvisd memory` prints for people."""

from __future__ import annotations

from datetime import datetime
from difflib import ndiff

from jarvisd.model_store.progress import megabytes
from jarvisd.web.control import Row

_NOTHING = "(empty)"


def blocks(rows: list[Row]) -> str:
    return "\n\n".join(block(row) for row in rows)


def block(row: Row) -> str:
    state = "read-only" if row["read_only"] else f"{row['used']} of {row['limit']} characters, version {row['version']}"
    return f"{row['label']}  ({state})\n{_indented(row['text'] or _NOTHING)}"


def history(rows: list[Row]) -> str:
    return "\n".join(_edit(row) for row in rows) or "nothing was edited yet"


def undone(row: Row) -> str:
    return f"taken back in {row['label']}; it says now:\n{_indented(row['before'] or _NOTHING)}"


def redone(row: Row) -> str:
    return f"made again in {row['label']}; it says now:\n{_indented(row['after'] or _NOTHING)}"


def found(rows: list[Row]) -> str:
    return "\n".join(_found(row) for row in rows) or "nothing was found"


def added(row: Row) -> str:
    how = {
        "new": "remembered",
        "same": "known already",
        "updated": "known already in other words; its day is now",
        "superseded": "remembered; it takes the place of what was known",
    }
    return f"{how[row['how']]}: {_found(row)}"


def forgotten(row: Row) -> str:
    counted = ((row["turns"], "turns"), (row["passages"], "passages"), (row["lines"], "lines of blocks"), (row["others"], "other rows"))
    return f"forgotten for good: {', '.join(f'{number} {name}' for number, name in counted if number) or 'nothing'}"


def ingested(row: Row) -> str:
    """What could not be read stands below, a sentence each."""
    counted = ((len(row["new"]), "new"), (len(row["changed"]), "changed"), (row["unchanged"], "unchanged"), (len(row["gone"]), "gone"))
    said = ", ".join(f"{number} {name}" for number, name in counted)
    return "\n".join([f"documents: {said}; {row['passages']} passages written", *row["failed"]])


def context(row: Row) -> str:
    parts = ("system", "blocks", "summary", "tools", "messages", "passages", "total")
    lines = [f"{part:<10}{row[part]:>7}" for part in parts]
    window = f"{'window':<10}{row['window']:>7}, {100 * row['total'] / row['window']:.0f} % used" if row["window"] else ""
    return "\n".join([*lines, window or "no language model is configured; the numbers are estimates"])


def stats(row: Row) -> str:
    names = ("turns", "passages", "documents", "blocks", "edits", "summaries", "proposals")
    lines = [f"{name:<10} {row[name]}" for name in names]
    if row["first_turn"]:
        lines.append(f"{'since':<10} {moment(row['first_turn'])}, last {moment(row['last_turn'])}")
    if row["week"]:
        week = row["week"]
        said = f"{week['turns']} turns, {sum(week['tools'].values())} tool calls, {week['failed']} of them failed"
        lines.append(f"{'7 days':<10} {said}, until {moment(week['until'])}")
    return "\n".join([*lines, f"{'file':<10} {row['file']}, {megabytes(row['bytes'])}"])


def vacuum(row: Row) -> str:
    return f"{megabytes(row['before'])} before, {megabytes(row['after'])} now"


def backup(row: Row) -> str:
    return f"{row['file']}, {megabytes(row['bytes'])}"


def moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def _found(row: Row) -> str:
    if row["kind"] == "block":
        return f"block {row['label']}\n{_indented(row['text'])}"
    who = ", ".join(each for each in (row.get("person"), row.get("room"), row.get("document")) if each)
    sure = f"  {row['similarity']:.2f}" if "similarity" in row else ""
    head = f"{row['kind']} {row['id']}{sure}  {moment(row['at'])}{f'  {who}' if who else ''}"
    if row["kind"] == "turn":
        return f"{head}\n{_indented(row['asked'])}\n{_indented('> ' + row['answered'])}"
    tags = f"  [{', '.join(row['tags'])}]" if row["tags"] else ""
    older = f"  (superseded by {row['superseded_by']})" if row["superseded_by"] else ""
    return f"{head}{tags}{older}\n{_indented(row['text'])}"


def _edit(row: Row) -> str:
    lines = ndiff(row["before"].split("\n"), row["after"].split("\n"))
    changed = [f"    {line}" for line in lines if line.startswith(("- ", "+ ")) and line[2:]]
    head = f"{row['id']:>4}  {moment(row['at'])}  {row['label']}, by {row['author']}{' (' + row['cause'] + ')' if row['cause'] else ''}"
    return "\n".join([head + (", taken back" if row["undone"] else ""), *changed])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
