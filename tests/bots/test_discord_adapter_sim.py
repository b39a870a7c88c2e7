"""Spoonlight on a simulated Discord: the real bot, the real content, an unmodified discord.py."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bots.discord import roles
from bots.discord.client import SpoonlightClient, create_client
from core.bootstrap import SupportBot
from core.model.action import action
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.message import Form, TextField, message
from core.model.reply import OpenForm, Replies, Say
from tests.bots.spoonlight_bot import everybody_agreed, running_bot
from tests.fakes import NINE, MovableClock

CHECKIN_IN_FULL = ("6", "4", "Skip", "2", "3")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A server with two members, one moderator and a channel, and the bot in it."""

    env: Any
    bot: SupportBot
    clock: MovableClock
    guild: Any
    general: Any
    ana: Any
    ben: Any
    maya: Any

    @property
    def client(self) -> SpoonlightClient:
        client = self.env.bot
        assert isinstance(client, SpoonlightClient)
        return client

    @property
    def mention(self) -> str:
        assert self.client.user is not None
        return self.client.user.mention

    async def delivers(self) -> None:
        """Everything that fell due arrives."""
        await self.bot.planner.plan_due()
        await self.client.line.worker.send_due()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def bot(tmp_path: Path, clock: MovableClock) -> AsyncIterator[SupportBot]:
    async with running_bot(tmp_path, clock) as bot:
        yield everybody_agreed(bot)


@pytest.fixture
async def simcord_bot(bot: SupportBot) -> SpoonlightClient:
    """What simcord's own fixture runs."""
    return create_client(bot)


@pytest.fixture
def house(simcord_env: Any, bot: SupportBot, clock: MovableClock) -> House:
    guild = simcord_env.create_guild()
    general = guild.create_text_channel("general")
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    return House(
        env=simcord_env,
        bot=bot,
        clock=clock,
        guild=guild,
        general=general,
        ana=guild.add_member(simcord_env.create_user("ana")),
        ben=guild.add_member(simcord_env.create_user("ben")),
        maya=guild.add_member(simcord_env.create_user("maya"), roles=[moderators]),
    )


def labels(message: Any) -> list[str]:
    """The labels of a message's buttons, raw or as discord.py has them."""
    rows = message.components
    if rows and not isinstance(rows[0], dict):
        return [button.label for row in rows for button in row.children]
    return [button["label"] for row in rows for button in row["components"]]


async def test_start_is_answered_for_the_asker_alone(house: House) -> None:
    met = await house.ana.slash(house.general, "start")
    assert met.response.ephemeral
    assert "Hello, I am Spoonlight." in met.response.content
    assert "Check in" in labels(met.response)
    assert house.general.history(viewer=house.ben) == []


async def test_commands_are_offered_by_place_and_by_right(house: House) -> None:
    members, moderators = (set(one.available_commands(house.general)) for one in (house.ana, house.maya))
    assert moderators - members >= {"group setup", "group schedule", "group moderators", "group desk", "resource add"}
    assert {"start", "help", "learn", "checkin", "remind", "resources"} <= members
    assert "resources" in house.ana.user.available_commands()


async def test_a_topic_is_completed_and_read_to_its_source(house: House) -> None:
    proposed = await house.ana.autocomplete(house.general, "learn", "topic", "sle")
    assert proposed == [{"name": "Sleep and rest", "value": "sleep"}]
    topic = await house.ana.slash(house.general, "learn", topic="sleep")
    assert labels(topic.response)[-2:] == ["More titles", "All topics"]
    snippet = await house.ana.click(topic.response, label="Does bad sleep make pain worse?")
    assert snippet.response.ephemeral
    assert "Not medical advice." in topic.response.content
    source = await house.ana.click(topic.response, label="Source")
    assert source.acknowledged
    assert "Last checked" in topic.response.content


@pytest.mark.parametrize("in_guild", [True, False])
async def test_a_check_in_by_taps_ends_with_the_answers(house: House, in_guild: bool) -> None:
    asked = await (house.ana.slash(house.general, "checkin") if in_guild else house.ana.user.slash("checkin"))
    assert asked.response.ephemeral is in_guild
    clicker = house.ana if in_guild else house.ana.user
    for tap in CHECKIN_IN_FULL:
        await clicker.click(asked.response, label=tap)
    assert "Saved. Thank you." in asked.response.content
    assert "6 of 10" in asked.response.content
    assert "skipped" in asked.response.content
    assert house.general.history(viewer=house.ben) == []


async def test_an_old_button_works_after_a_restart(house: House) -> None:
    asked = await house.ana.slash(house.general, "checkin")
    await house.env.restart_bot(create_client(house.bot))
    await house.ana.click(asked.response, label="6")
    assert "Question 2 of 5" in asked.response.content


async def test_a_shared_resource_is_shown_first_and_posted_once(house: House) -> None:
    opened = await house.maya.slash(house.general, "resource add")
    assert opened.modal["title"] == "A resource for the group"
    filled = await house.maya.submit_modal(
        opened,
        {
            "title": "Pacing *gently*",
            "link": "https://example.org/pacing_(short)",
            "why": "Short and kind. @everyone",
            "tags": "pacing",
            "warning": "",
        },
    )
    assert filled.response.ephemeral
    assert house.general.history(viewer=house.ana) == []
    await house.maya.click(filled.response, label="Post now")
    await house.delivers()
    (posted,) = house.general.history(viewer=house.ana)
    assert r"Pacing \*gently\*" in posted.content
    assert not posted.mention_everyone
    assert labels(filled.response) == ["Show it"]


async def test_a_form_that_was_open_during_a_restart_still_counts(house: House) -> None:
    opened = await house.maya.slash(house.general, "group schedule", what="snippet")
    await house.env.restart_bot(create_client(house.bot))
    placed = await house.maya.submit_modal(opened, {"where": "Leeds"})
    assert placed.response.ephemeral
    assert "clock of London" in placed.response.content


async def test_a_moderators_schedule_arrives_in_the_channel(house: House) -> None:
    kept = await house.maya.slash(
        house.general, "group schedule", what="checkin", when="every day at 10", place="Leeds"
    )
    assert "every day at 10:00 am" in kept.response.content
    house.clock.move_to(NINE + timedelta(hours=1))
    await house.delivers()
    (prompt,) = house.general.history(viewer=house.ana)
    begun = await house.ana.click(prompt, label="Check in")
    assert begun.response.ephemeral
    assert "Question 1 of 5" in begun.response.content


async def test_a_mention_is_answered_for_the_one_who_asked_alone(house: House) -> None:
    await house.ana.send(house.general, f"{house.mention} is fibro autoimmune?")
    line = house.general.last_message
    assert line.content == "I can answer that for you alone."
    refused = await house.ben.click(line, label="Show me")
    assert refused.response.ephemeral
    assert "for the one who asked" in refused.response.content
    shown = await house.ana.click(line, label="Show me")
    assert shown.response.ephemeral
    assert "Not medical advice." in shown.response.content
    house.clock.move_to(NINE + timedelta(minutes=16))
    late = await house.ana.click(line, label="Show me")
    assert "15 minutes" in late.response.content


async def test_a_crisis_in_a_channel_is_never_answered_in_public(house: House) -> None:
    await house.ana.send(house.general, f"{house.mention} I want to kill myself")
    line = house.general.last_message
    assert line.content == "I can answer that for you alone."
    shown = await house.ana.click(line, label="Show me")
    assert shown.response.ephemeral
    assert "I am glad you said it." in shown.response.content


async def test_a_plain_question_in_private_is_answered_there(house: House) -> None:
    await house.ana.send_dm("is fibro autoimmune?")
    assert "Not medical advice." in house.ana.user.dm_channel.last_message.content


async def test_words_that_do_not_mention_the_bot_are_left_alone(house: House) -> None:
    await house.ana.send(house.general, "is fibro autoimmune?")
    assert len(house.general.history()) == 1


async def test_moderators_buttons_do_nothing_for_others(house: House) -> None:
    panel = await house.maya.slash(house.general, "group schedule", place="Leeds")
    custom_id = panel.response.components[0]["components"][0]["custom_id"]
    refused = await house.ana._dispatch_interaction(
        3, house.general, {"custom_id": custom_id, "component_type": 2}, extra={}
    )
    assert refused.response.ephemeral
    assert "too old, or it belongs to someone else" in refused.response.content


async def test_a_closed_private_chat_ends_the_delivery_kindly(house: House) -> None:
    await house.ana.slash(house.general, "timezone", place="Leeds")
    await house.ana.slash(house.general, "remind", what="rest", when="every day at 10")
    await house.delivers()  # the confirmation, in private
    house.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    house.clock.move_to(NINE + timedelta(hours=1))
    await house.delivers()
    async with house.bot.open_unit() as uow:
        counts = await uow.outbox.counts()
    assert {state.value: count for state, count in counts.items() if count} == {"sent": 1, "unreachable": 1}


async def test_discord_is_asked_who_moderates(house: House) -> None:
    def account(person: Any) -> Account:
        return Account(platform=Platform.DISCORD, user_id=str(person.id))

    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    role_of = house.client.transport.role_of
    assert await role_of(account(house.maya), here) is Role.MODERATOR
    assert await role_of(account(house.ana), here) is Role.MEMBER
    assert await role_of(account(house.env.create_user("a stranger")), here) is None
    assert await role_of(account(house.maya), private_address(account(house.maya))) is None


async def test_a_named_role_makes_moderators_until_it_is_taken_off(house: House) -> None:
    helpers = house.guild.create_role("Helpers")
    carla = house.guild.add_member(house.env.create_user("carla"), roles=[helpers])
    closed = "You do not moderate this group."
    assert closed not in (await house.maya.slash(house.general, "moderate")).response.content
    assert closed in (await house.ana.slash(house.general, "moderate")).response.content
    assert closed in (await carla.slash(house.general, "moderate")).response.content
    panel = await house.maya.slash(house.general, "group moderators")
    there = await house.maya.click(panel.response, label="A Discord role")
    assert "Moderators" in labels(there.response)
    named = await house.maya.click(there.response, label="Helpers")
    assert "Everybody with the role Helpers is a moderator now." in named.response.content
    shown = await carla.slash(house.general, "moderate")
    assert shown.response.ephemeral
    assert closed not in shown.response.content
    assert closed in (await house.ana.slash(house.general, "moderate")).response.content
    await house.maya.click(named.response, label="Undo")
    assert closed in (await carla.slash(house.general, "moderate")).response.content


async def test_discord_tells_the_roles_that_people_have_and_those_that_there_are(house: House) -> None:
    helpers = house.guild.create_role("Helpers")
    carla = house.guild.add_member(house.env.create_user("carla"), roles=[helpers])
    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    transport = house.client.transport
    known = await transport.ranks_of(Account(platform=Platform.DISCORD, user_id=str(carla.id)), here)
    assert known == {str(helpers.id)}
    assert await transport.ranks_of(Account(platform=Platform.DISCORD, user_id=str(house.ana.id)), here) == frozenset()
    stranger = Account(platform=Platform.DISCORD, user_id=str(house.env.create_user("a stranger").id))
    assert await transport.ranks_of(stranger, here) == frozenset()
    there = {one.name: one.rank.id for one in await transport.ranks_in(here)}
    assert there["Helpers"] == str(helpers.id)
    assert "@everyone" not in there
    assert await transport.ranks_in(private_address(stranger)) == ()


async def test_what_discord_said_of_somebody_is_kept_for_a_minute_at_most(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roles.KEPT_SECONDS <= 60
    helpers = house.guild.create_role("Helpers")
    people = [house.guild.add_member(house.env.create_user(name), roles=[helpers]) for name in ("carla", "dora")]
    carla, dora = (Account(platform=Platform.DISCORD, user_id=str(one.id)) for one in people)
    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    ranks_of = house.client.transport.ranks_of
    assert await ranks_of(carla, here) == {str(helpers.id)}
    monkeypatch.setattr(roles, "KEPT_SECONDS", 0.0)
    assert await ranks_of(dora, here) == {str(helpers.id)}
    house.env.inject_error("GET", "/guilds/*/members/*", status=404, code=10007, times=None)  # both left
    assert await ranks_of(carla, here) == {str(helpers.id)}, "or nothing is kept, and this test is idle"
    assert await ranks_of(dora, here) == frozenset()
    assert await house.client.transport.role_of(dora, here) is None


async def report(*_: object) -> Replies:
    """A handler whose answer must be kept."""
    return [Say(message=message("Your report."), private=True, lasting=True)]


async def test_what_must_last_comes_into_the_private_chat_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.bot, "handle", report)
    asked = await house.ana.slash(house.general, "menu")
    assert (asked.response.content, asked.response.ephemeral) == ("Your report.", True)
    assert [(one.content, one.ephemeral) for one in asked.followups] == [
        ("I also sent this to our private chat, so that you can keep it.", True)
    ]
    assert house.ana.user.dm_channel.last_message.content == "Your report."


async def test_what_must_last_says_so_when_the_private_chat_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.bot, "handle", report)
    house.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    asked = await house.ana.slash(house.general, "menu")
    assert "Please keep a copy of this." in asked.followups[0].content


async def test_a_fault_of_ours_still_ends_in_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_much(*_: object) -> Replies:
        fields = tuple(TextField(name=str(number), label="?") for number in range(6))
        return [OpenForm(form=Form(action=action("a.b"), title="Too long a form", fields=fields))]

    monkeypatch.setattr(house.bot, "handle", too_much)
    asked = await house.ana.slash(house.general, "menu")
    assert asked.response.ephemeral
    assert "Something went wrong on my side." in asked.response.content
