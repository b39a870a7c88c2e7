"""What people see on Telegram: the real bot, a real python-telegram-bot, real HTTP, and an invented world."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bots.telegram_chat import chatting
from tests.fakes import MovableClock
from tests.standins.telegram_server import Person, TelegramServer


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def server(clock: MovableClock, tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(now=clock.now) as one:
        async with chatting(tmp_path, one, clock):
            yield one
        assert one.spec_violations == []


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    return server.person("Ana")


async def test_a_stranger_is_welcomed_and_learns_in_private(ana: Person) -> None:
    await ana.starts()
    welcome = await ana.sees("Hello, I am Spoonlight.")
    assert welcome.buttons == (
        "Check in",
        "Learn",
        "Self-care ideas",
        "My reminders",
        "Talk to a person",
        "Everything",
    )
    await ana.says("/help")
    await ana.sees("What I can do")
    await ana.says("/learn")
    await ana.sees("What would you like to read about?")
    await ana.taps("Is it autoimmune?")
    await ana.sees(button="Is fibromyalgia autoimmune?")
    await ana.taps("Is fibromyalgia autoimmune?")
    card = await ana.sees("not currently classed as autoimmune")
    assert card.edited
    assert "Not medical advice." in card.text
