"""The stand-in Discord, tried with an unmodified discord.py over real sockets."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import discord
import pytest

from tests.bots.discord_standin_bot import ShardedBot, TrialBot
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_commands import NotOffered
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Permission


@asynccontextmanager
async def running(client: discord.Client, server: DiscordServer) -> AsyncIterator[None]:
    task = asyncio.create_task(client.start(server.token))
    try:
        await server.gateway.connected()
        await asyncio.wait_for(client.wait_until_ready(), 5)
        yield
    finally:
        await client.close()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        with aimed_at(server):
            yield server
        assert server.spec_violations == []


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[TrialBot]:
    bot = TrialBot()
    async with running(bot, server):
        yield bot


async def test_the_bot_logs_in_and_its_commands_arrive(server: DiscordServer, bot: TrialBot) -> None:
    assert bot.user is not None
    assert bot.user.id == server.world.bot.id
    assert [c["name"] for c in server.commands.listed(None)] == ["checkin", "places", "slow", "group"]


@pytest.mark.usefixtures("bot")
async def test_a_private_check_in_is_seen_by_one_person_only(server: DiscordServer) -> None:
    ana, ben = server.person("Ana", locale="en-GB"), server.person("Ben")
    guild = server.guild("Fibro friends", channels=["general", "check-ins"], members=[ana, ben])
    await ana.slash("checkin", {}, in_=guild.channel("check-ins"))
    asked = await ana.sees("How is your pain?")
    assert asked.is_ephemeral
    assert asked.buttons == ("Pain 6", "Pain 10")
    assert server.what_sees(ben, guild.channel("check-ins")) == []
    await ana.taps("Pain 6")
    answered = await ana.sees("Pain: 6")
    assert answered.edited
    assert answered.buttons == ()


@pytest.mark.usefixtures("bot")
async def test_a_form_is_filled_by_its_labels(server: DiscordServer) -> None:
    ana = server.person("Ana")
    await ana.slash("checkin")
    await ana.taps("Pain 10")
    with pytest.raises(NotOffered):
        await ana.submits({"Sleep": "Good"})
    await ana.submits({"What helped?": "a walk", "Sleep": "Poor"})
    noted = await ana.sees("Noted: a walk / sleep 2")
    assert noted.is_ephemeral
    assert not noted.is_thinking


@pytest.mark.usefixtures("bot")
async def test_a_subcommand_knows_its_moderator(server: DiscordServer) -> None:
    ana, mod = server.person("Ana"), server.person("Mo")
    guild = server.guild("Fibro friends", members=[ana], moderators=[mod])
    general = guild.channel("general")
    days = await mod.autocompletes("group schedule", "day", "T", in_=general)
    assert days == [("Tuesday", "tuesday"), ("Thursday", "thursday")]
    await mod.slash("group schedule", {"day": "tuesday", "hour": 9}, in_=general)
    assert not (await ana.sees("tuesday at 9, moderator: True")).is_ephemeral
    await ana.slash("group schedule", {"day": "monday", "hour": 8}, in_=general)
    await mod.sees("monday at 8, moderator: False")
    with pytest.raises(NotOffered):
        await ana.slash("group schedule", {"day": "monday", "hour": 24}, in_=general)
    with pytest.raises(NotOffered):
        await ana.slash("group schedule", {"day": "monday", "hour": 8})


async def test_a_button_works_after_a_restart(server: DiscordServer) -> None:
    ana = server.person("Ana")
    async with running(TrialBot(), server):
        await ana.slash("checkin")
    async with running(TrialBot(), server):
        await ana.taps("Pain 6")
        await ana.sees("Pain: 6")


async def test_what_was_missed_is_replayed_on_resume(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    await ana.dms("before")
    server.gateway.asks_to_reconnect()  # the bot hangs up on reading this, and reads nothing after it
    await ana.dms("while you were away")
    await asyncio.wait_for(bot.came_back.wait(), 5)
    assert bot.heard == ["before", "while you were away"]
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


@pytest.mark.usefixtures("bot")
async def test_an_invalid_session_begins_anew(server: DiscordServer) -> None:
    server.gateway.invalidates_sessions()
    await server.world.changes.until(lambda: server.gateway.identifies == 2, within=8)
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 0)


async def test_a_cut_line_is_resumed(server: DiscordServer, bot: TrialBot) -> None:
    server.gateway.cuts_the_line()
    await asyncio.wait_for(bot.came_back.wait(), 8)
    assert server.gateway.resumes == 1


async def test_the_same_nonce_gives_one_message(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    await ana.dms("hello")
    user = await bot.fetch_user(ana.id)
    first = await user.send("Time for a pill", nonce="delivery-1")
    again = await user.send("Time for a pill", nonce="delivery-1")
    assert first.id == again.id
    assert [s.text for s in ana.screen()] == ["hello", "Time for a pill"]


async def test_work_done_without_an_answer_is_not_doubled_by_a_nonce(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    await ana.dms("hello")
    user = await bot.fetch_user(ana.id)
    server.faults.drops_after_the_work("POST /channels/*/messages")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await user.send("Time for a pill", nonce="delivery-2")
    await user.send("Time for a pill", nonce="delivery-2")
    assert [s.text for s in ana.screen()] == ["hello", "Time for a pill"]


async def test_a_menu_among_components_v2_is_chosen_from(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", members=[ana])
    thread = server.thread(guild.channel("general"), "the quiet thread", private_to=[ana])
    await ana.slash("places", in_=thread)
    asked = await ana.sees("Where does it hurt?")
    assert asked.menus == ("Places",)
    assert server.person("Ben").screen() == []
    await ana.chooses("Hands", "Knees")
    assert (await ana.sees("Hands and Knees")).is_ephemeral
    assert bot.refusals == []


async def test_after_three_seconds_the_person_reads_that_it_failed(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    server.patience = 0.05
    asked = await ana.slash("slow")
    assert asked.failed
    bot.may_go_on.set()
    await bot.changes.until(lambda: bot.refusals == [10062], within=3)
    assert bot.refusals == [10062]
    assert ana.screen() == []


async def test_trouble_comes_as_scripted(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    await ana.dms("hello")
    channel = bot.get_partial_messageable(ana.dm.id)
    here = "POST /channels/*/messages"
    server.faults.answers(here, 503, nth=1)
    server.faults.resets(here, nth=2)
    server.faults.drops_before_accepting(here, nth=3)
    server.faults.hangs(here, nth=4)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("one")
    with pytest.raises(aiohttp.ClientOSError):
        await channel.send("two")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await channel.send("three")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(channel.send("four"), 0.05)
    await server.stops_listening()
    with pytest.raises(aiohttp.ClientConnectorError):
        await channel.send("five")
    await server.listens_again()
    await channel.send("six")
    assert [s.text for s in ana.screen()] == ["hello", "six"]


async def test_a_wrong_token_and_a_privileged_intent_are_turned_away(server: DiscordServer) -> None:
    async with discord.Client(intents=discord.Intents.none()) as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("wrong")
    async with discord.Client(intents=discord.Intents(message_content=True)) as greedy:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await greedy.start(server.token)


async def test_a_sharded_client_hears_each_guild_once() -> None:
    async with DiscordServer(shards=2, granted=["members", "presences", "message_content"]) as server:
        with aimed_at(server):
            ana = server.person("Ana")
            guild = server.guild("Fibro friends", members=[ana])
            bot = ShardedBot()
            async with running(bot, server):
                assert bot.shard_count == 2
                assert [m.name for m in bot.guilds[0].members if not m.bot][-1] == "ana"
                await ana.says("hello all", guild.channel("general"))
                assert await asyncio.wait_for(bot.heard.get(), 3) == "hello all"
                assert bot.heard.empty()


async def test_a_rate_limit_is_obeyed(server: DiscordServer, bot: TrialBot) -> None:
    guild = server.guild("Fibro friends")
    channel = await bot.fetch_channel(guild.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    server.faults.rate_limits("POST /channels/*/messages", retry_after=0.05)
    await channel.send("hello")
    assert [r.status for r in server.asked("POST", "/channels/")] == [429, 200]


async def test_closed_dms_are_refused(server: DiscordServer, bot: TrialBot) -> None:
    ana, stranger = server.person("Ana"), server.person("Stranger")
    server.guild("Fibro friends", members=[ana])
    ana.closes_dms()
    with pytest.raises(discord.Forbidden) as closed:
        await (await bot.fetch_user(ana.id)).send("hello")
    assert closed.value.code == 50007
    with pytest.raises(discord.Forbidden) as unknown:
        await (await bot.fetch_user(stranger.id)).send("hello")
    assert unknown.value.code == 50278


async def test_a_channel_taken_from_the_bot_refuses_it(server: DiscordServer, bot: TrialBot) -> None:
    guild = server.guild("Fibro friends")
    channel = await bot.fetch_channel(guild.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    server.takes_from_bot(guild.channel("general"), Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as mute:
        await channel.send("hello")
    server.takes_from_bot(guild.channel("general"), Permission.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as blind:
        await channel.send("hello")
    assert (mute.value.code, blind.value.code) == (50013, 50001)


async def test_group_talk_reaches_the_bot_without_its_words_unless_it_is_named(
    server: DiscordServer, bot: TrialBot
) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", members=[ana])
    await ana.says("between us", guild.channel("general"))
    await ana.mentions_bot("help", in_=guild.channel("general"))
    await ana.dms("in private")
    assert await bot.hears(3) == ["", f"<@{server.world.bot.id}> help", "in private"]


async def test_a_picture_keeps_its_description_and_rings_nobody(server: DiscordServer, bot: TrialBot) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", members=[ana])
    channel = await bot.fetch_channel(guild.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    chart = discord.File(io.BytesIO(b"a chart"), "chart.png", description="Pain went down")
    await channel.send(f"<@{ana.id}> look", file=chart)
    seen = await ana.sees("look")
    assert not ana.is_pinged_by(seen)
    assert (seen.attachments[0].description, seen.attachments[0].content) == ("Pain went down", b"a chart")
    await channel.send(f"<@{ana.id}> now", allowed_mentions=discord.AllowedMentions(users=True))
    assert ana.is_pinged_by(await ana.sees("now"))


async def test_too_long_a_message_is_refused(server: DiscordServer, bot: TrialBot) -> None:
    guild = server.guild("Fibro friends")
    channel = await bot.fetch_channel(guild.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("x" * 2001)
    assert refused.value.code == 50035
