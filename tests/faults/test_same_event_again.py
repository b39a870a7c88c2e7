"""The same event told three times has one effect, and two events of one member are handled in their order."""

from pathlib import Path

from core.model.identity import Account, Platform
from tests.bots.discord_running import spoonlight
from tests.bots.telegram_chat import chatting
from tests.fakes import MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Json
from tests.standins.telegram_server import TelegramServer


async def test_an_update_told_three_times_sets_one_reminder_and_is_answered_once(tmp_path: Path) -> None:
    clock = MovableClock()
    async with TelegramServer(now=clock.now) as server, chatting(tmp_path, server, clock) as bot:
        ana = server.person("Ana")
        await ana.says("/timezone Leeds")
        await server.settled()
        await ana.says("/remind stretch every day at 7 am")
        (update,) = server.updates.pending
        for _ in range(3):
            server.updates.replay(update.id, update.kind, update.payload)
        await server.settled()
        async with bot.open_unit() as uow:
            member = await uow.members.of(Account(platform=Platform.TELEGRAM, user_id=str(ana.id)))
            assert member is not None
            assert len(await uow.schedules.of_member(member.id)) == 1
        assert len([one for one in ana.screen() if "every day at 7:00 am" in one.text and one.post.sender.is_bot]) == 1


async def test_commands_told_three_times_by_a_gateway_are_done_once_and_in_their_order(tmp_path: Path) -> None:
    clock = MovableClock()
    async with DiscordServer() as server:
        with aimed_at(server):
            async with spoonlight(server, tmp_path, clock) as bot:
                ana = server.person("Ana")
                general = server.guild("Fibro friends", members=[ana]).channel("general")
                told: list[str] = []
                tell = server.world.announce

                def three_times(event: str, payload: Json) -> None:
                    for _ in range(3 if event == "INTERACTION_CREATE" else 1):
                        told.append(event)
                        tell(event, payload)

                server.world.announce = three_times
                await ana.slash("timezone", {"place": "Leeds"}, in_=general, wait=False)
                await ana.slash("remind", {"what": "rest", "when": "every day at 7 am"}, in_=general, wait=False)
                await ana.sees("every day at 7:00 am")
                async with bot.open_unit() as uow:
                    member = await uow.members.of(Account(platform=Platform.DISCORD, user_id=str(ana.id)))
                    assert member is not None
                    assert len(await uow.schedules.of_member(member.id)) == 1
                assert told.count("INTERACTION_CREATE") == 6
