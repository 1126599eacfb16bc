"""What a call of a server's tool brought, as the house passes it on: words and values; of pictures only that they are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcp_types import AudioContent, BlobResourceContents, CallToolResult, EmbeddedResource, ImageContent, ResourceLink, TextContent

from jarvisd.errors import ToolError
from jarvisd.tools import clean

_LINK = 300  # characters of an address


def content(result: CallToolResult, tool: str) -> Mapping[str, Any]:
    """{"text", and its values where it gave some}, cut by whoever reads it. ToolError where the server says that it failed."""
    text = "\n".join(_line(block) for block in result.content)[: 2 * clean.LONGEST]
    if result.is_error:
        raise ToolError(f"{tool} failed: {clean.line(text) or 'it does not say why'}")
    if isinstance(result.structured_content, Mapping):
        return {"result": result.structured_content}  # the same as its text, in values
    return {"text": text} if text else {"done": True}


def _line(block: Any) -> str:
    match block:
        case TextContent():
            return block.text
        case ImageContent() | AudioContent():
            kind = "picture" if isinstance(block, ImageContent) else "sound"
            return f"[a {kind}, {clean.line(block.mime_type, 40)}, {len(block.data) * 3 // 4096} KB: not shown]"
        case ResourceLink():
            return f"[a link to {clean.line(block.name, 80)}: {clean.line(str(block.uri), _LINK)}]"
        case EmbeddedResource():
            part = block.resource
            where = clean.line(str(part.uri), _LINK)
            if isinstance(part, BlobResourceContents):
                return f"[a file, {where}, {len(part.blob) * 3 // 4096} KB: not shown]"
            return f"[{where}]\n{part.text}"
    return "[something that is not shown]"
