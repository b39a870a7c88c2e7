"""The whole bot on each platform, with every logger at DEBUG: no word, no name, no token and no key in any line."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bots.discord import exchange, transport
from bots.local.render import View
from bots.logs import set_up_logs
from bots.telegram.render import Renderer
from core.dispatch.router import Router
from core.model.inbound import CommandGiven, FileOffered, FormSubmitted, TextSaid
from tests.bots.behaviour.moderating import sets_the_clock, writes_a_leaflet
from tests.bots.behaviour.opening import OPENINGS
from tests.bots.behaviour.stage import NotPossibleHere, Person, Stage

CANARY = "zq7canary"
SAID = f"my pain is nine {CANARY}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the house writes down, with nothing told to it that it should redact."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook)
    handlers, level = [*root.handlers], root.level
    stream = io.StringIO()
    set_up_logs(level=logging.DEBUG, stream=stream)
    every = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    levels = {one: one.level for one in every}
    for one in every:
        one.setLevel(logging.DEBUG)
    yield stream
    for one, before in levels.items():
        one.setLevel(before)
    logging.captureWarnings(False)
    root.handlers[:], logging.raiseExceptions = handlers, True
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    root.setLevel(level)


@pytest.mark.parametrize("name", OPENINGS)
async def test_no_log_line_at_any_level_holds_anybodys_words_or_names(
    name: str, new_house: Path, written: io.StringIO
) -> None:
    async with OPENINGS[name](new_house) as stage:
        ana, maya = stage.member(_called("Ana", name)), stage.moderator(_called("Maya", name))
        await _a_day(ana, maya)
        server = getattr(stage, "server", None)
    told = written.getvalue()
    assert CANARY not in told.lower()
    for secret in (server.token, server.token.partition(":")[2] or server.token) if server is not None else ():
        assert secret not in told


@pytest.mark.parametrize("name", OPENINGS)
async def test_an_error_with_somebodys_words_in_it_leaves_only_its_kind_and_place(
    name: str, new_house: Path, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with OPENINGS[name](new_house) as stage:
        ana = stage.member(_called("Ana", name))
        await ana.says("hello")
        monkeypatch.setattr(Router, "_attempt", _fails_with_the_words)
        await ana.says(SAID)
        await ana.sees("Something went wrong on my side.")
        monkeypatch.undo()
        _break_the_renderers(monkeypatch)
        await _tries_to_say(ana, SAID)
        monkeypatch.undo()
        await ana.says("hello again")
    told = written.getvalue()
    assert "error=ValueError" in told
    assert CANARY not in told.lower()


def _called(name: str, stage: str) -> str:
    """The preview's people have names of their own."""
    return name if stage.startswith("preview") else f"{name} {CANARY}"


async def _a_day(ana: Person, maya: Person) -> None:
    """Something into every place that takes words."""
    await sets_the_clock(maya)
    await writes_a_leaflet(maya)
    await ana.commands("timezone", place=f"Leeds {CANARY}")
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what=f"stretch {CANARY}", when="every day at 9:30 am")
    await ana.commands("remind", what=f"feed {CANARY}", when=f"one day {CANARY}")
    await ana.says("tomorrow at 9 am")
    await ana.commands("learn", topic=f"sleep {CANARY}")
    for text in (SAID, f"i want to die {CANARY}", f"/dance {CANARY}", f"remind me to {CANARY} at 8", CANARY * 200):
        await ana.says(text)
    await ana.says(SAID, in_group=True)
    await ana.sends_file(f"{CANARY}.pdf", SAID)
    await ana.sends_file(f"{CANARY}.png", SAID, in_group=True)
    await _moves_on(ana.stage)


async def _moves_on(stage: Stage) -> None:
    await stage.moves_to(stage.start.replace(hour=stage.start.hour + 2))


async def _tries_to_say(person: Person, text: str) -> None:
    with suppress(NotPossibleHere, AssertionError):  # nothing can be shown while the renderer fails
        await person.says(text)


async def _fails_with_the_words(_: Router, inbound: Any, *__: Any) -> None:
    match inbound:
        case TextSaid(text=text) | CommandGiven(rest=text) | FileOffered(words=text):
            raise ValueError(text)
        case FormSubmitted(values=values):
            raise ValueError(values)
        case _:
            raise ValueError(inbound)


def _break_the_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any, **_: Any) -> None:
        raise ValueError(CANARY, given)

    monkeypatch.setattr(Renderer, "render", fails)
    monkeypatch.setattr(exchange, "render", fails)
    monkeypatch.setattr(transport, "render", fails)
    monkeypatch.setattr(View, "entry", fails)
