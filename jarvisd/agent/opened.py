"""The language model's part of the mind, opened over a memory and a bus."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from jarvisd.agent.background import running
from jarvisd.agent.context import Overview, overview
from jarvisd.agent.fitting import Fitting
from jarvisd.agent.gather import Gather
from jarvisd.agent.loop import LATER, Chat, Mind
from jarvisd.agent.offered import FIRST
from jarvisd.agent.pace import Paced
from jarvisd.agent.prompt import personas
from jarvisd.agent.steps import Hands
from jarvisd.agent.summary import Compaction
from jarvisd.config import shipped
from jarvisd.llm import Model
from jarvisd.memory import Embedder
from jarvisd.memory.blocks import tokens
from jarvisd.memory.opened import Memory
from jarvisd.memory.search import KNOWN
from jarvisd.memory.summaries import Summaries
from jarvisd.messages import Language, Request


def estimate(memory: Memory, hands: Hands, now: Callable[[], datetime], language: Language) -> Callable[[Request], Awaitable[Overview]]:
    """What a model would be given, if there were one: counted by a rule of thumb, its window 0."""
    gather = _gather(memory)
    persona = personas(shipped("config/prompts"))[language]

    async def look(request: Request) -> Overview:
        context = await gather.context(request, request.at or now())
        return overview(persona, context, hands.specs(request.caller), 0, tokens)

    return look


def _gather(memory: Memory) -> Gather:
    return Gather(memory.recall, memory.blocks, [memory.archive, memory.recall], Summaries(memory.database), KNOWN)


@asynccontextmanager
async def open_chat(
    model: Model, memory: Memory, hands: Hands, now: Callable[[], datetime], embedder: Embedder | None = None
) -> AsyncIterator[Chat]:
    """What it leaves for later ends when this is left. embedder: finds the tools that fit; None: by their words."""
    paced, summaries = Paced(model), Summaries(memory.database)
    gather = _gather(memory)
    async with running() as background:
        compaction, offer = Compaction(paced, gather, summaries), Fitting(FIRST, embedder)
        chat = Chat(Mind(paced, hands, gather, compaction, memory.recall, background, memory.runs, now, offer=offer))
        await memory.runs.resume_all({LATER: chat.cut_short})
        yield chat
