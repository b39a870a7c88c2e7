"""Opens the stage on each adapter in turn, and holds after each test what must always hold.

Every line that anybody was shown comes from data/; neither a log nor a file holds what anybody typed.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.bots.behaviour.opening import OPENINGS, USUAL
from tests.bots.behaviour.origins import origins
from tests.bots.behaviour.stage import Person, Stage
from tests.bots.byte_scan import found_in_files

LONG_ENOUGH = 8
"""Shorter texts ("9 am") stand in logs by chance."""


@pytest.fixture
def new_house(tmp_path: Path) -> Path:
    """Where one Spoonlight lives."""
    folder = tmp_path / "house"
    folder.mkdir()
    return folder


@pytest.fixture(params=USUAL)
async def stage(
    request: pytest.FixtureRequest, new_house: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Stage]:
    caplog.set_level(logging.INFO)
    async with AsyncExitStack() as doors:
        opened = await doors.enter_async_context(OPENINGS[request.param](new_house))
        yield opened
        await opened.settled()
        strangers = await _strangers(opened)
        readable = found_in_files(new_house, canaries_of(opened))
    assert strangers == []
    assert readable == [], "the files hold in the open what somebody typed, or who they are"
    typed = {text for one in opened.people for text in one.typed if len(text) >= LONG_ENOUGH}
    assert [text for text in typed if text in caplog.text] == [], "the logs hold what somebody typed"
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == []


@pytest.fixture
def ana(stage: Stage) -> Person:
    """The one who asks."""
    return stage.member("Ana")


@pytest.fixture
def ben(stage: Stage) -> Person:
    """Another member of the same group, who must not see what is Ana's."""
    return stage.member("Ben")


@pytest.fixture
def maya(stage: Stage) -> Person:
    """A moderator of the group."""
    return stage.moderator("Maya")


def canaries_of(stage: Stage) -> set[str]:
    """All that was typed, and the zones of the world that a person may have named."""
    typed = {text for one in stage.people for text in one.typed if len(text) >= LONG_ENOUGH}
    return typed | {"Europe/Berlin", "America/New_York", "Europe/London", "Australia/Sydney"}


async def _strangers(stage: Stage) -> list[str]:
    """Lines and labels that somebody was shown and that data/ does not hold."""
    typed = [text for one in stage.people for text in one.typed]
    shown: set[str] = set()
    for one in stage.people:
        shown.update(one.hands.notices())
        for message in await one.screen():
            shown.update([message.text, *message.buttons])
    return origins().strangers("\n".join(sorted(shown)), typed)
