"""Commands are said the platform's own way: menus, proposals and forms, and moderators' commands for them alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.bootstrap import SupportBot
from core.model.command import Command, Where, Who
from tests.bots.discord_running import spoonlight
from tests.bots.spoonlight_bot import running_bot
from tests.bots.telegram_chat import on_telegram
from tests.fakes import MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_commands import NotOffered
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_chats import commands_for
from tests.standins.telegram_server import Group, Person, TelegramServer


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[SupportBot]:
    async with running_bot(tmp_path, MovableClock()) as opened:
        yield opened


@pytest.fixture
async def telegram(bot: SupportBot) -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        async with on_telegram(bot, server):
            await server.settled()
            yield server
        assert server.spec_violations == []


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        with aimed_at(server):
            async with spoonlight(server, tmp_path, MovableClock()):
                yield server
        assert server.spec_violations == []


def menu(server: TelegramServer, person: Person, group: Group | None = None) -> set[str]:
    return {one["command"] for one in commands_for(server.desk, person.room(group), person.user)}


def first_words(bot: SupportBot, *, where: Where, who: Who | None = None) -> set[str]:
    """Of the commands that are offered there, to everybody or to some."""

    def fits(one: Command) -> bool:
        return one.where in (Where.ANYWHERE, where) and who in (None, one.who)

    return {one.name.split()[0] for one in bot.commands if fits(one)}


async def test_telegrams_menus_are_those_of_the_chat_and_moderators_commands_are_in_administrators_alone(
    telegram: TelegramServer, bot: SupportBot
) -> None:
    ana, maya = telegram.person("Ana"), telegram.person("Maya")
    group = telegram.group("Fibro friends", members=[ana, maya])
    await maya.becomes("administrator", group)
    assert menu(telegram, ana) == first_words(bot, where=Where.PRIVATE)
    assert menu(telegram, ana, group) == first_words(bot, where=Where.GROUP, who=Who.EVERYONE)
    assert menu(telegram, maya, group) == first_words(bot, where=Where.GROUP)
    assert "group" in menu(telegram, maya, group) - menu(telegram, ana, group)
    assert "group" not in menu(telegram, maya)


async def test_a_form_on_telegram_is_asked_step_by_step_in_private_and_can_be_cancelled_at_each(
    telegram: TelegramServer,
) -> None:
    maya = telegram.person("Maya", started=True)
    group = telegram.group("Fibro friends", members=[maya])
    await maya.becomes("administrator", group)
    await maya.says("/group welcome", group)
    await maya.sees("It is off.", in_=group)
    await maya.taps("Write your own words", in_=group)
    await maya.sees(button="Open our private chat", in_=group)
    await maya.taps("Open our private chat", in_=group)
    await maya.sees("What should new people read?")
    await maya.taps("Cancel")
    await maya.sees("I put it away and kept nothing.")


async def test_discord_hides_moderators_commands_from_members_and_offers_each_where_it_belongs(
    discord: DiscordServer,
) -> None:
    ana, maya = discord.person("Ana"), discord.person("Maya")
    general = discord.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    for hidden in ("group welcome", "group schedule", "group record", "group help"):
        with pytest.raises(NotOffered):
            await ana.slash(hidden, {}, in_=general)
        with pytest.raises(NotOffered):
            await maya.slash(hidden, {})
    await maya.slash("group help", {}, in_=general)
    assert (await maya.sees("For moderators")).is_ephemeral


async def test_discord_proposes_while_an_option_is_typed_and_asks_forms_in_a_window(discord: DiscordServer) -> None:
    ana, maya = discord.person("Ana"), discord.person("Maya")
    general = discord.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    assert "Sleep and rest" in [name for name, _ in await ana.autocompletes("learn", "topic", "sle", in_=general)]
    near = await ana.autocompletes("timezone", "place", "lee")
    assert ("Leeds", "Leeds") in near
    assert await maya.autocompletes("group schedule", "place", "lee", in_=general) == near
    assert len(await ana.autocompletes("timezone", "place", "")) == 25
    assert await ana.autocompletes("timezone", "place", "xyzzy") == []
    await maya.slash("group welcome", {}, in_=general)
    await maya.taps("Write your own words")
    assert maya.form is not None
    await maya.submits({"What should new people read?": "Be kind."})
    await maya.sees("It says, in your own words:\nBe kind.")
