"""Tools and calls in the words that a small model reads and writes best, with few tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest
from typing import Any

from jarvisd.llm.ground import spoken
from jarvisd.messages import Assistant, Language, Message, System, ToolResult, ToolSpec, User

# A line a tool instead of its JSON Schema: a third of the tokens, and read no worse.
_HEAD: dict[Language, str] = {
    "en": """# Tools

To do, look up or remember something, write one line of JSON and nothing else:
{"name": "the tool", "arguments": {"argument": value}}
Values are the person's own words. Leave out what has a ? unless the person said it.
Small talk, jokes and general knowledge (countries, animals, science): answer in plain words, no tool.

""",
    "zh": """# 工具

要做事、查东西或记住什么，只写一行 JSON：
{"name": "工具", "arguments": {"参数": 值}}
值用对方的原话，不要翻译。带 ? 的参数，对方没说就不写。
寒暄、笑话和常识（国家、动物、科学）：直接用话回答，不用工具。

""",
}

# What needs no tool, between the tools' own examples: after many calls in a row a small model calls whatever it is told.
_PLAIN: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Thanks a lot!", "You're welcome."),
        ("How tall is Mount Everest?", "It is 8,849 metres high."),
        ("Can bees sleep?", "Yes, bees sleep at night."),
        ("How many months are in a year?", "Twelve."),
        ("Good morning!", "Good morning! I'm well."),
    ),
    "zh": (
        ("谢谢", "不客气。"),
        ("珠穆朗玛峰有多高", "高八千八百四十九米。"),
        ("蜜蜂睡觉吗", "睡的，蜜蜂晚上睡觉。"),
        ("一年有几个月", "十二个月。"),
        ("晚上好，你好吗", "晚上好，我很好。"),
        ("给我唱首歌吧", "啦啦啦，愿你今天开心。"),
    ),
}
_HAN = re.compile(r"[㐀-鿿]")
_OWN = re.compile(r"\b(?:i|i'm|i've|me|my|mine|we|us|our|ours)\b|我|咱|家", re.IGNORECASE)  # it is about the household itself


def brief(messages: Sequence[Message], tools: Sequence[ToolSpec]) -> list[Message]:
    """The same talk without tools, calls and results: they are text. A byte-stable prefix stays one.

    Examples stand before the talk as if they had been said, in the language of the prompt.
    """
    told: list[Message] = []
    asked = ""
    for at, message in enumerate(messages):
        asked = spoken(message.text)[0].rpartition("</known>\n")[2] if isinstance(message, User) else asked
        told += _repeated(message, asked) if isinstance(message, ToolResult) and _again(messages[: at + 1]) else _told(message, asked)
    if not tools:
        return told
    match told:
        case [System(persona), *talk]:
            language: Language = "zh" if _HAN.search(persona) else "en"
            return [System(f"{persona}\n\n{_section(tools, language)}"), *_shown(tools, language), *talk]
    return [System(_section(tools, "en")), *_shown(tools, "en"), *told]


def must_speak(messages: Sequence[Message]) -> bool:
    """The last thing that was done looked for what is not there, or was done before: a small model would go on so in circles."""
    return bool(messages) and (_in_vain(messages[-1]) or _again(messages))


def _again(messages: Sequence[Message]) -> bool:
    """The last one is the result of a call that had one before, since the person spoke."""
    match messages[-1]:
        case ToolResult(call):
            turn = takewhile(lambda message: not isinstance(message, User), reversed(messages[:-1]))
            return any(isinstance(old, ToolResult) and (old.call.name, old.call.arguments) == (call.name, call.arguments) for old in turn)
    return False


def _in_vain(message: Message) -> bool:
    match message:
        case ToolResult(content=content, error="", question=""):
            return content.get("found") == []
    return False


def written(name: str, arguments: Mapping[str, Any]) -> str:
    """A call as the model shall write it."""
    return json.dumps({"name": name, "arguments": dict(arguments)}, ensure_ascii=False)


def _section(tools: Sequence[ToolSpec], language: Language) -> str:
    return _HEAD[language] + "\n".join(_line(tool) for tool in tools)


def _shown(tools: Sequence[ToolSpec], language: Language) -> Iterator[Message]:
    """Tools in turns, so that no two examples of one follow each other; something plain behind every two calls."""
    mine = [[(said, written(tool.name, arguments)) for said, arguments in tool.examples if _is(said, language)] for tool in tools]
    calls = [each for row in zip_longest(*mine) for each in row if each is not None]
    pairs = [calls[at : at + 2] for at in range(0, len(calls), 2)]
    for two, plain in zip_longest(pairs, _PLAIN[language]):
        for said, answer in (*(two or ()), *((plain,) if plain else ())):
            yield User(said)
            yield Assistant(answer)


def _is(said: str, language: Language) -> bool:
    return bool(_HAN.search(said)) == (language == "zh")


def _repeated(result: ToolResult, asked: str) -> Iterator[Message]:
    yield User(f"{result.call.name} -> {'已经查过了' if _HAN.search(asked) else 'done before'}\n{asked}")


def _not_found(content: Mapping[str, Any], asked: str) -> str:
    """What may be about something else is shown only where the question is about the household: to what the world knows it is no answer."""
    if content.get("perhaps") and _OWN.search(asked):
        return f"perhaps: {json.dumps(content['perhaps'], ensure_ascii=False)}"
    return "记忆里没有" if _HAN.search(asked) else "nothing in memory"


def _told(message: Message, asked: str) -> Iterator[Message]:
    """asked: what the person said last."""
    match message:
        case ToolResult(call, content) if _in_vain(message):  # with the question again it says what it knows itself
            yield User(f"{call.name} -> {_not_found(content, asked)}\n{asked}")
        case Assistant(text, calls) if calls:
            yield Assistant("\n".join(([text] if text else []) + [written(call.name, call.arguments) for call in calls]))
        case ToolResult(call, content, error, question):
            came = {"error": error} if error else {"question": question} if question else dict(content)
            yield User(f"{call.name} -> {json.dumps(came, ensure_ascii=False)}")
        case User(text):
            said, house = spoken(text)  # small models fill arguments from what they read last: that be the person's words
            yield User(f"[{house}]\n{said}" if house else said)
        case _:
            yield message


def _line(tool: ToolSpec) -> str:
    required = tool.parameters.get("required", ())
    arguments = ", ".join(_argument(name, schema, name in required) for name, schema in tool.parameters.get("properties", {}).items())
    return f"- {tool.name}({arguments}): {tool.description}"


def _argument(name: str, schema: Mapping[str, Any], required: bool) -> str:
    kind = "|".join(str(each) for each in schema["enum"]) if "enum" in schema else str(schema.get("type", "value"))
    if kind == "array":
        kind = f"[{schema.get('items', {}).get('type', 'value')}]"
    about = schema.get("description", "")
    return f"{name}{'' if required else '?'}: {kind}" + (f" ({about})" if about else "")
