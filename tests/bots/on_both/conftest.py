"""A group whose chats on Telegram and on Discord are joined, with a member and a moderator in each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bots.behaviour.stage import Person
from tests.bots.on_both.both_stages import BothStages, join, on_both


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[BothStages]:
    async with on_both(tmp_path) as stages:
        yield stages


@pytest.fixture
def ana(both: BothStages) -> Person:
    """A member on Telegram."""
    return both.member("Ana")


@pytest.fixture
def ben(both: BothStages) -> Person:
    """A member on Discord."""
    return both.member_there("Ben")


@pytest.fixture
async def maya(both: BothStages, noor: Person) -> Person:
    """Moderates on Telegram; the chats are joined when she is there."""
    maya = both.moderator("Maya")
    await join(maya, noor)
    return maya


@pytest.fixture
def noor(both: BothStages) -> Person:
    """Moderates on Discord."""
    return both.moderator_there("Noor")
