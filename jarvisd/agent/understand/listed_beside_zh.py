"""A Chinese order to a list among what else is said in the same breath: 购物清单加盐，还有把排气扇关了 are two orders."""

from __future__ import annotations

import re

from jarvisd.agent.understand.clauses import signs, written
from jarvisd.agent.understand.clauses_zh import found, more
from jarvisd.agent.understand.corrected_zh import takes_back
from jarvisd.agent.understand.listed_zh import listed, to_a_list
from jarvisd.agent.understand.names import Names
from jarvisd.tools.home import House

_ALSO = r"(?:然后|接着|还有|顺便|另外|同时|并且?|最后|再)"
_DOES = r"(?:[把将往]|[帮给]我|打开|关掉|关上|关了|关一?下|开一?下|开启|关闭|拉上|拉开|[开关](?=[㐀-鿿]{2})|[在到]?[㐀-鿿]{2,6}(?:清单|单子|列表|事项))"
_CUT = re.compile(rf"[\s,，、。;；]+(?:{_ALSO}+(?={_DOES}))?|(?<=.{{3}}){_ALSO}+(?={_DOES})")
# Behind it these say that nothing was ordered, or take it back.
_NEVER = re.compile(r"^(?:是|算|怎么|咋|他|她|人家|别|不|等)|说的?$|吗$|(?<!什)么$|意思|昨|刚")


def beside(text: str, house: House, names: Names) -> tuple[str, ...]:
    """Each order whole, in the order said; () where it is one, or where more is said than orders and why."""
    if not to_a_list(text, house):
        return ()
    parts = [part for part in _CUT.split(text) if part]
    start = next((at for at, part in enumerate(parts) if listed(part, house) is not None), None)
    if start is None or len(parts) < 2 or not all(_orders(part, names) for part in parts[:start]):
        return ()
    end = start + 1
    while end < len(parts) and (takes_back(parts[end]) or (not _orders(parts[end], names) and _row(parts[start : end + 1], house))):
        end += 1 + takes_back(parts[end])
    after = [part for part in parts[end:] if _orders(part, names)]
    if any(_NEVER.search(part) for part in parts[end:] if part not in after) or any(listed(part, house) for part in parts[end:]):
        return ()
    found = (*parts[:start], "，".join(parts[start:end]), *after)
    return found if found != (text,) else ()


def _row(parts: list[str], house: House) -> bool:
    """The last of them is one more thing for the list."""
    command = listed("，".join(parts), house)
    return command is not None and str(command.slots["item"]).endswith(parts[-1][-1:])


def _orders(part: str, names: Names) -> bool:
    """It is built like one, from its first word."""
    said = written(part, "zh", names)
    spans = found(signs(said, "zh", names))
    return bool(spans) and not more(said[: spans[0][0]])
