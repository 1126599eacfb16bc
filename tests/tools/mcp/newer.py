"""A server of the newest protocol, which gives what it asks back in place of a result: python newer.py."""

from __future__ import annotations

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    InputRequiredResult,
    SamplingMessage,
    TextContent,
)

server = MCPServer("newer")


@server.tool()
async def summary(words: str, context: Context) -> str | InputRequiredResult:
    """Sums words up."""
    answers = context.input_responses
    if not answers:
        asked = SamplingMessage(role="user", content=TextContent(text=words))
        return InputRequiredResult(
            input_requests={"one": CreateMessageRequest(params=CreateMessageRequestParams(messages=[asked], max_tokens=50))}
        )
    answer = answers["one"]
    assert isinstance(answer, CreateMessageResult)
    assert isinstance(answer.content, TextContent)
    return f"{answer.model} says: {answer.content.text}"


server.run()
