"""Texts as vectors by a provider's embeddings endpoint (OpenAI wire); fits what memory calls an Embedder."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import openai

from jarvisd.config import MemoryConfig
from jarvisd.errors import ConfigError, LanguageModelError

_BATCH = 32  # texts in one request; some providers take no more
_LONGEST = 2_000  # characters of a text
_CONNECT = 3.0  # seconds
_ANSWER = 8.0  # seconds for one request


class ProviderEmbedder:
    """Made by `connect`. Never retries: without its vectors things are found by their words."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._url = url
        self._model = model
        self.dimension = 0
        for name in ("openai", "httpx", "httpcore", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log what is sent when asked for debug
        timeout = openai.Timeout(_ANSWER, connect=_CONNECT)
        # Not the environment's proxy: that one would catch servers on loopback and in the home network too.
        client = openai.DefaultAsyncHttpxClient(trust_env=False, timeout=timeout)
        self._client = openai.AsyncOpenAI(api_key=key or "none", base_url=url, max_retries=0, timeout=timeout, http_client=client)
        # These come from the environment otherwise, and belong to another provider's account.
        self._headers: dict[str, Any] = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}

    @property
    def id(self) -> str:
        return f"{urlsplit(self._url).hostname}/{self._model}"

    async def queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return await self._made(texts)

    async def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return await self._made(texts)

    async def close(self) -> None:
        await self._client.close()

    async def _made(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(n, dimension), each of length 1. LanguageModelError says why not, never the server's own words."""
        found: list[Sequence[float]] = []
        for start in range(0, len(texts), _BATCH):
            found += await self._asked([_readable(text) for text in texts[start : start + _BATCH]])
        made = np.array(found, np.float32).reshape(len(texts), -1) if found else np.zeros((0, self.dimension), np.float32)
        if found and (made.shape[1] != (self.dimension or made.shape[1]) or not np.isfinite(made).all()):
            raise LanguageModelError(f"{self.id} sent vectors of another length than before; is it still the same model?")
        made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
        return made

    async def _asked(self, texts: list[str]) -> list[Sequence[float]]:
        place = urlsplit(self._url)
        try:
            async with asyncio.timeout(_ANSWER):
                answer = await self._client.embeddings.create(
                    model=self._model, input=texts, encoding_format="float", extra_headers=self._headers
                )
            vectors: list[Sequence[float]] = [one.embedding for one in sorted(answer.data, key=lambda one: one.index)]
        except openai.APIStatusError as error:
            raise LanguageModelError(
                f"{self.id} refused to make vectors (status {error.status_code}); check [memory] embedder_model and embedder_key_env"
            ) from error
        except (openai.APIConnectionError, TimeoutError, OSError) as error:
            raise LanguageModelError(f"{self.id} cannot be reached at {place.hostname}:{place.port or place.scheme} in time") from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:  # a body that is none
            raise LanguageModelError(f"{self.id} sent what cannot be read ({type(error).__name__})") from error
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) != 1 or not vectors[0]:
            raise LanguageModelError(f"{self.id} did not send one vector for each text")
        return vectors


async def connect(config: MemoryConfig, env: Mapping[str, str] = os.environ) -> ProviderEmbedder:
    """Asks for one vector, to know its length. ConfigError where the key is missing, LanguageModelError where it does not answer."""
    if config.embedder_key_env and not env.get(config.embedder_key_env):
        raise ConfigError(f"[memory] embedder_key_env: the environment has no {config.embedder_key_env}; set it, or write another name")
    embedder = ProviderEmbedder(config.embedder_url, config.embedder_model, env.get(config.embedder_key_env, ""))
    try:
        embedder.dimension = (await embedder.queries(["jarvisd"])).shape[1]
    except BaseException:  # only to close what was opened
        await embedder.close()
        raise
    return embedder


def _readable(text: str) -> str:
    """JSON that every server takes: no halves of characters; never empty."""
    return text[:_LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode() or " "
