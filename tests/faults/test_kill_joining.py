"""Killed at any moment of joining two accounts, either nothing of it happened or all of it."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from core.knowledge import load_knowledge
from core.storage import Storage
from tests.core.linked_lives import HERE, THERE, life_of, lives
from tests.fakes import CONTENT, masters

REPO = Path(__file__).parents[2]


@pytest.mark.parametrize("statements", [3, 10, 17, 24, 30])
async def test_killed_in_the_middle_nothing_of_it_happened(tmp_path: Path, statements: int) -> None:
    url, knowledge, chance = f"sqlite:///{tmp_path / 'joining.db'}", load_knowledge(CONTENT), random.Random(11)
    storage = await Storage.open(url, masters())
    for account in (HERE, THERE):
        await lives(storage, account, chance, days=60)
    before = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    await storage.close()
    assert joining(url, statements) == (9, "")
    storage = await Storage.open(url, masters())
    assert [await life_of(storage, knowledge, account) for account in (HERE, THERE)] == before
    await storage.close()
    assert joining(url, 10_000) == (0, "joined\n")


def joining(url: str, statements: int) -> tuple[int, str]:
    """How a process ended that was killed after so many statements, and what it said."""
    line = [sys.executable, "-m", "tests.faults.joining_life", url, str(statements)]
    ended = subprocess.run(line, cwd=REPO, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout
