"""A start link leads from a group into the private chat, through declared doors alone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dispatch.doors import MAX_PAYLOAD, from_payload, to_payload
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ActionTooLong
from core.library.words import Words
from core.model.action import Action, action
from core.model.command import Command, Who
from core.model.identity import Role
from core.model.inbound import CommandGiven
from core.model.message import message
from core.model.reply import Edit, Replies, Say
from core.storage import Storage
from tests.fakes import FakeTransport, MovableClock
from tests.stage import GROUP, Stage, read


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: no store is tested here."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


async def entered(tap: Tap, _scene: Scene) -> Replies:
    return [Edit(message=message("in by " + " ".join((tap.action.route, *tap.action.args))))]


async def welcomed(_given: CommandGiven, _scene: Scene) -> Replies:
    return [Say(message=message("welcome"), private=True)]


HOUSE = Feature(
    name="house",
    commands=(CommandRoute(command=Command(name="start", summary="Welcome"), handle=welcomed),),
    buttons={
        "house.door": ButtonRoute(handle=entered, door=True),
        "house.wall": ButtonRoute(handle=entered),
        "house.office": ButtonRoute(handle=entered, door=True, who=Who.MODERATORS),
    },
)


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([HOUSE], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_a_declared_door_opens_in_the_private_chat(stage: Stage) -> None:
    replies = await stage.command("start", to_payload(action("house.door", 7)))
    assert read(replies) == ["in by house.door 7"]
    assert isinstance(replies[0], Say)
    assert replies[0].private


async def test_a_route_that_is_no_door_only_gets_a_welcome(stage: Stage) -> None:
    for payload in (to_payload(action("house.wall")), to_payload(action("nowhere")), "hello", "%%%", "\N{FIRE}"):
        assert read(await stage.command("start", payload)) == ["welcome"]


async def test_a_door_does_not_open_in_a_group(stage: Stage) -> None:
    replies = await stage.command("start", to_payload(action("house.door")), origin=stage.origin(at=GROUP))
    assert read(replies) == ["welcome"]


async def test_a_shared_link_to_a_moderators_door_asks_for_the_role_of_whoever_came(
    stage: Stage, transport: FakeTransport, words: Words
) -> None:
    async with stage.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=stage.clock.now())
        await uow.commit()
    link = to_payload(action("house.office", group.id))
    assert read(await stage.command("start", link)) == [words("dispatch.only_moderators")]
    transport.roles["ana", "-100"] = Role.MODERATOR
    assert read(await stage.command("start", link)) == [f"in by house.office {group.id}"]


def test_a_link_that_telegram_would_not_carry_is_refused_when_it_is_made() -> None:
    assert len(to_payload(action("a.door", "x" * 40))) <= MAX_PAYLOAD
    with pytest.raises(ActionTooLong):
        to_payload(action("a.door", "x" * 44))


def test_a_payload_longer_than_any_link_is_nothing() -> None:
    assert from_payload("A" * (MAX_PAYLOAD + 1)) is None


@given(st.text(max_size=80))
@settings(max_examples=1_000, deadline=None)
def test_no_text_behind_start_breaks_anything(payload: str) -> None:
    read_back = from_payload(payload)
    assert read_back is None or isinstance(read_back, Action)


@given(st.text(max_size=10), st.lists(st.text(max_size=6), max_size=2))
@settings(max_examples=500, deadline=None)
def test_what_a_door_carries_comes_out_as_it_went_in(route: str, args: list[str]) -> None:
    wanted = Action(route=route, args=tuple(args))
    try:
        payload = to_payload(wanted)
    except ActionTooLong:
        return
    assert from_payload(payload) == wanted
