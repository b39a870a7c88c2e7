"""Who may, asked again at each tap, of the platform itself and while no transaction is open."""

from pathlib import Path
from types import TracebackType

import pytest

from core.errors import NotSent, Unreachable
from core.library.words import Words
from core.model.action import action
from core.model.identity import Role
from core.ports import UnitOfWork
from core.storage import Storage
from tests.diary import DIARY, founded
from tests.fakes import FakeTransport, MovableClock
from tests.stage import GROUP, Stage, account_of, read


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the router; the stores have a suite of their own."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([DIARY], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_rights_are_asked_again_at_the_tap(stage: Stage, transport: FakeTransport, words: Words) -> None:
    wanted = action("diary.rule", await founded(stage))
    transport.roles["ana", "-100"] = Role.MODERATOR
    assert read(await stage.taps(wanted)) == ["done as moderator"]
    transport.roles["ana", "-100"] = Role.MEMBER
    assert read(await stage.taps(wanted)) == [words("dispatch.only_moderators")]
    assert transport.roles_asked == [("ana", "-100"), ("ana", "-100")]


async def test_what_the_platform_said_with_the_tap_needs_no_question(stage: Stage, transport: FakeTransport) -> None:
    wanted = action("diary.rule", await founded(stage))
    said = stage.origin(at=GROUP, role=Role.MODERATOR)
    assert read(await stage.taps(wanted, origin=said)) == ["done as moderator"]
    assert transport.roles_asked == []


async def test_a_moderators_button_without_a_group_opens_for_nobody(stage: Stage, words: Words) -> None:
    for wanted in (action("diary.rule"), action("diary.rule", "x"), action("diary.rule", 999)):
        assert read(await stage.taps(wanted)) == [words("dispatch.only_moderators")]


async def test_a_moderators_command_asks_for_the_role_in_that_group(
    stage: Stage, transport: FakeTransport, words: Words
) -> None:
    assert read(await stage.command("rule", origin=stage.origin(at=GROUP))) == [words("dispatch.only_moderators")]
    transport.roles["ana", "-100"] = Role.MODERATOR
    assert read(await stage.command("rule", origin=stage.origin(at=GROUP))) == ["kept"]
    assert read(await stage.command("rule")) == [words("dispatch.only_in_group")]


async def test_the_platform_is_asked_while_no_transaction_is_open(stage: Stage, transport: FakeTransport) -> None:
    wanted = action("diary.rule", await founded(stage))
    transport.roles["ana", "-100"] = Role.MODERATOR
    open_now = 0

    class Counted:
        """Counts the units that are open, around the real one."""

        def __init__(self) -> None:
            self.inner = plain()

        async def __aenter__(self) -> UnitOfWork:
            nonlocal open_now
            open_now += 1
            return await self.inner.__aenter__()

        async def __aexit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            nonlocal open_now
            await self.inner.__aexit__(kind, error, trace)
            open_now -= 1

    plain = stage.open_unit
    stage.open_unit = Counted  # type: ignore[assignment]  # only its two ends are looked at
    seen: list[int] = []
    transport.before_role = lambda: seen.append(open_now)
    assert read(await stage.restarted().taps(wanted)) == ["done as moderator"]
    assert seen == [0]


async def test_a_group_chat_that_is_out_of_reach_does_not_hide_the_other_one(
    stage: Stage, transport: FakeTransport, words: Words
) -> None:
    wanted = action("diary.rule", await founded(stage))

    def gone() -> None:
        raise Unreachable("removed from it")

    transport.before_role = gone
    assert read(await stage.taps(wanted)) == [words("dispatch.only_moderators")]

    def silent() -> None:
        raise NotSent("no connection")

    transport.before_role = silent
    assert read(await stage.taps(wanted)) == [words("dispatch.went_wrong")]


async def test_an_anonymous_admin_never_becomes_a_member(stage: Stage, words: Words) -> None:
    origin = stage.origin(by="GroupAnonymousBot", at=GROUP, role=Role.MODERATOR, anonymous=True)
    assert read(await stage.command("write", origin=origin)) == [words("dispatch.nobody_behind")]
    async with stage.open_unit() as uow:
        assert await uow.members.of(account_of("GroupAnonymousBot")) is None
