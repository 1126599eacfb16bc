"""A provider's vectors over the wire: in the order of the texts, of length one; what goes wrong is said in words, without the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jarvisd.config import MemoryConfig
from jarvisd.database import open_database
from jarvisd.errors import ConfigError, LanguageModelError
from jarvisd.llm.embedding import ProviderEmbedder, connect
from jarvisd.memory.library import open_library
from tests.llm.server import BREAK, HANG, Script, Server, serve
from tests.memory.test_library import TURN

KEY = "sk-very-secret"


def answer(*vectors: list[float], turned: bool = False) -> Script:
    made = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    return Script(whole={"object": "list", "model": "m", "data": made[::-1] if turned else made, "usage": {}})


async def opened(server: Server) -> ProviderEmbedder:
    return await connect(MemoryConfig("provider", server.url, "bge-m3", "MY_KEY"), {"MY_KEY": KEY})


async def test_each_text_gets_its_vector_of_length_one() -> None:
    async with serve(answer([0.0, 3.0]), answer([3.0, 4.0], [0.0, -2.0], turned=True)) as server:
        embedder = await opened(server)
        assert embedder.dimension == 2
        made = await embedder.passages(["茶", "half \ud800 \0"])
        assert np.allclose(made, np.array([[0.6, 0.8], [0.0, -1.0]]))
        assert (await embedder.passages([])).shape == (0, 2)
        assert embedder.id == "127.0.0.1/bge-m3"
        assert server.asked[1].path == "/v1/embeddings"
        assert server.asked[1].body["input"] == ["茶", "half  " + " "]
        assert server.asked[1].headers["authorization"] == f"Bearer {KEY}"
        await embedder.close()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (Script(status=401, error=KEY), "refused to make vectors .status 401"),
        (Script(status=500, error=KEY), "status 500"),
        (Script((BREAK,), begins=False), "cannot be reached"),
        pytest.param(Script((HANG,), begins=False), "cannot be reached", marks=pytest.mark.slow),
        (Script((b"no json",), end=False), "cannot be read"),
        (Script(whole={"data": []}), "did not send one vector|cannot be read"),
        (answer([1.0], [2.0]), "did not send one vector"),
        (answer([1.0, 2.0, 3.0]), "another length"),
    ],
    ids=["key", "fault", "cut", "hangs", "garbage", "none", "too many", "longer"],
)
async def test_what_goes_wrong_is_said_in_words_that_hold_no_secret(script: Script, sentence: str) -> None:
    async with serve(answer([1.0, 0.0]), script) as server:
        embedder = await opened(server)
        with pytest.raises(LanguageModelError, match=sentence) as caught:
            await embedder.queries(["what was said at home"])
        assert KEY not in str(caught.value)
        assert "at home" not in str(caught.value)
        await embedder.close()


async def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match="MY_KEY"):
        await connect(MemoryConfig("provider", "http://127.0.0.1:1/v1", "m", "MY_KEY"), {})


async def test_a_provider_that_fails_leaves_the_words(tmp_path: Path) -> None:
    calibrating: list[Any] = [answer(*[[1.0, 0.0]] * 7)] * 4
    failing = Script(status=500, error="down")
    async with serve(answer([1.0, 0.0]), *calibrating, failing) as server, open_database(tmp_path / "db") as database:
        embedder = await opened(server)
        library = await open_library(database, embedder)
        await library.recall.keep(TURN)
        assert len(await library.recall.search("sister")) == 1
        await embedder.close()
