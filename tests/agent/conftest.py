"""What is slow to make and harmless to share among the tests of the mind."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.agent.understand import opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """The real one, by words alone."""
    return asyncio.run(opened.load(LANGUAGES))
