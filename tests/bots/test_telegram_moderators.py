"""Who moderates a Telegram group, over real HTTP: anonymous admins, people who were named, and mentions of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.telegram import rights
from tests.bots.telegram_chat import chatting
from tests.fakes import MovableClock
from tests.standins.telegram_server import Group, Person, TelegramServer

PANEL = "Who moderates this group"
REFUSED = "Only this group's moderators can do that."
RECORD = "What this group's moderators did"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    clock = MovableClock()
    async with TelegramServer(now=clock.now, version="10.3") as one:
        async with chatting(tmp_path, one, clock):
            yield one
        assert one.spec_violations == []


async def named(maya: Person, ana: Person, group: Group) -> None:
    """Maya looks for helpers, Ana would like to be one, and Maya says yes."""
    await maya.says("/group moderators", group)
    await maya.sees(PANEL, in_=group)
    await maya.taps("Ask for helpers", in_=group)
    await maya.sees("Who would like to help?", in_=group)
    await ana.says("/moderate", group)
    await ana.sees("look for helpers", in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees("Would you like to help?")
    await ana.taps("I would like to help")
    await ana.sees("Thank you. The moderators can see it now.")
    await maya.taps("All moderators", in_=group)
    await maya.sees("Would like to help:", in_=group)
    await maya.taps("Yes to 1", in_=group)
    await maya.sees("They are a moderator now.", in_=group)


async def test_an_anonymous_admin_is_taken_for_a_moderator_and_shown_nothing_in_public(server: TelegramServer) -> None:
    maya, ana = server.person("Maya"), server.person("Ana")
    group = server.group("Fibro friends", admins=[maya], members=[ana])
    await maya.says("/group moderators", group, anonymously=True)
    way = await maya.sees("You write as the group here", in_=group, button="Open our private chat")
    assert not way.is_ephemeral
    await ana.says("/group moderators", group)
    await ana.sees("I can answer that in private.", in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees(REFUSED)


async def test_a_tap_of_an_anonymous_admin_is_judged_by_the_person_behind_it(server: TelegramServer) -> None:
    """Telegram tells who tapped, even where it does not tell who spoke."""
    maya = server.person("Maya")
    group = server.group("Fibro friends", admins=[maya])
    await maya.becomes("administrator", group, anonymous=True)
    await maya.says("/group moderators", group)
    await maya.sees(PANEL, in_=group)
    await maya.taps("What was done", in_=group)
    await maya.sees(RECORD, in_=group)


async def test_a_named_person_moderates_until_they_leave_the_group(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ana = server.person("Maya"), server.person("Ana")
    group = server.group("Fibro friends", admins=[maya], members=[ana])
    await named(maya, ana, group)
    await ana.sees("You are a moderator now")
    await ana.says("/group record", group)
    await ana.sees("I can answer that in private.", in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees(RECORD)
    await ana.becomes("left", group)
    monkeypatch.setattr(rights, "KEPT_SECONDS", 0.0)  # a minute later
    assert await ana.is_told(await ana.taps("I want to stop")) == REFUSED


async def test_the_record_names_people_by_mention_alone(server: TelegramServer) -> None:
    maya, max_, ana = (server.person(name) for name in ("Maya", "Max", "Ana"))
    group = server.group("Fibro friends", admins=[maya, max_], members=[ana])
    await named(maya, ana, group)
    await max_.says("/group record", group)
    shown = await max_.sees(RECORD, in_=group)
    assert "Made somebody a moderator. By this person." in shown.text
    assert "Maya" not in shown.text
    sent = [one.params for one in server.calls("sendMessage") if "moderators did" in str(one.params.get("text"))]
    assert f'<a href="tg://user?id={maya.id}">this person</a>' in str(sent[-1]["text"])
