"""A group on both platforms when one side fails: moderators hear of it once, and the other side never notices."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.model.identity import Platform
from tests.bots.behaviour.moderating import LEAFLET, sets_up, writes_a_leaflet
from tests.bots.behaviour.stage import Person
from tests.bots.on_both.both_stages import BothStages, join, on_both
from tests.standins.discord_world import Permission

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TROUBLE = "Something for your group did not go well"
REMOVED = "I was removed from one of this group's chats"


async def hears_of_news(*moderators: Person) -> None:
    for one in moderators:
        await one.commands("group desk", in_group=True)
        await one.comes_in()
        await one.taps("Tell me")
        await one.sees("You hear of it in our private chat.")


async def posts(moderator: Person, title: str) -> None:
    await writes_a_leaflet(moderator, Title=title)
    await moderator.taps("Post now")
    await moderator.stage.settled()


async def test_a_right_that_is_missing_on_discord_is_told_once_and_telegram_gets_everything(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await hears_of_news(maya, noor)
    both.there.server.takes_from_bot(both.there.general, Permission.SEND_MESSAGES)
    for title in ("First leaflet", "Second leaflet"):
        await posts(maya, title)
        await ana.sees(title, in_group=True)
        await ben.cannot_see(title)
    for one in (maya, noor):
        await one.sees(f"{TROUBLE} on Discord. I am not allowed to write in the chat.", in_group=False)
        assert await one.count(TROUBLE) == 1
    assert [one.address.platform for one in await both.receipts("resource_post", 1)] == [Platform.TELEGRAM]
    await noor.taps("What did not arrive", on=await noor.sees(TROUBLE))
    await noor.sees("What did not arrive", "on Discord: I am not allowed to write in the chat.", alone=True)


async def test_an_edit_that_discord_refuses_is_told_once_and_telegram_shows_the_new_words(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await hears_of_news(maya)
    await posts(maya, "Pacing leaflet")
    both.there.server.takes_from_bot(both.there.general, Permission.VIEW_CHANNEL)
    for why in ("It taught me to stop in time.", "It is short, and kind."):
        await maya.commands("resource list", in_group=True)
        await maya.comes_in()
        await maya.taps_each("Pacing leaflet", "Edit", "Why it helps")
        await maya.fills(Why=why)
        await ana.sees(why, "Shared by this group's moderators.", in_group=True)
        await ben.sees(LEAFLET["Why"], in_group=True)
    await maya.sees(f"{TROUBLE} on Discord. I am not allowed to write in the chat.")
    assert await maya.count(TROUBLE) == 1
    assert noor


async def test_a_channel_that_is_deleted_leaves_the_group_to_telegram(
    both: BothStages, maya: Person, noor: Person, ana: Person
) -> None:
    await hears_of_news(maya, noor)
    await sets_up(maya, "Short read", "10:00 am")
    both.there.server.deletes_channel(both.there.general)
    for one in (maya, noor):
        await one.sees(f"{REMOVED}, on Discord.", in_group=False)
    await both.moves_to(TEN)
    assert await ana.count("Today's short read") == 1
    assert await maya.count(TROUBLE) == 0


async def test_when_discord_removes_the_bot_telegram_goes_on_and_it_comes_back_where_it_was(tmp_path: Path) -> None:
    async with on_both(tmp_path) as both:
        both.there.guild = both.there.server.guild("Fibro friends", channels=("rules", "posts"))
        both.there.general = both.there.guild.channel("posts")
        noor, maya = both.moderator_there("Noor"), both.moderator("Maya")
        ana, ben = both.member("Ana"), both.member_there("Ben")
        await join(maya, noor)
        await hears_of_news(maya)
        await sets_up(maya, "Short read", "10:00 am")
        both.there.server.removes_bot(both.there.guild)
        await maya.sees(f"{REMOVED}, on Discord.")
        for day in range(2):
            await both.moves_to(TEN + day * DAY)
            assert await ana.count("Today's short read") == day + 1
        assert await ben.count("Today's short read") == 0
        assert [await maya.count(line) for line in (REMOVED, TROUBLE)] == [1, 0]
        both.there.server.adds_bot(both.there.guild)
        greeting = await ben.sees("Hello, I am Spoonlight.")
        assert greeting.native[0].message.channel is both.there.general
        await both.moves_to(TEN + 2 * DAY)
        assert [await one.count("Today's short read") for one in (ana, ben)] == [3, 1]


async def test_when_telegram_removes_the_bot_discord_goes_on(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await hears_of_news(maya, noor)
    await sets_up(maya, "Short read", "10:00 am")
    phone = both.phone_of(maya)
    await both.here.group.removes_bot(phone)
    for one in (maya, noor):
        await one.sees(f"{REMOVED}, on Telegram.", in_group=False)
    for day in range(2):
        await both.moves_to(TEN + day * DAY)
        assert await ben.count("Today's short read") == day + 1
    assert await ana.count("Today's short read") == 0
    assert [await one.count(REMOVED) for one in (maya, noor)] == [1, 1]
    await both.here.group.adds_bot(phone)
    await both.settled()
    await both.moves_to(TEN + 2 * DAY)
    assert [await one.count("Today's short read") for one in (ana, ben)] == [1, 3]


async def test_a_topic_that_is_deleted_is_told_once_and_its_posts_come_to_the_main_room(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await hears_of_news(noor)
    group = both.here.group
    topic = both.here.server.world.add_topic(group.room, "Daily", group.owner)
    async with both.bot.open_unit() as uow:
        (chat,) = [one for one in await uow.setup.chats(1) if one.address.platform is Platform.TELEGRAM]
        await uow.setup.set_room(1, chat.id, str(topic.id))
        await uow.commit()
    await sets_up(maya, "Short read", "10:00 am")
    await both.moves_to(TEN)
    assert (await ana.sees("Today's short read", in_group=True)).native.thread_id == topic.id
    group.deletes_topic("Daily")
    for day in (1, 2):
        await both.moves_to(TEN + day * DAY)
        assert (await ana.sees("Today's short read", in_group=True)).native.thread_id is None
        assert await ben.count("Today's short read") == day + 1
    await noor.sees(f"{TROUBLE} on Telegram. The topic of a post is gone or closed.", in_group=False)
    assert await noor.count(TROUBLE) == 1


async def test_a_move_to_a_supergroup_in_between_loses_neither_chat(tmp_path: Path) -> None:
    async with on_both(tmp_path) as both:
        both.here.group = both.here.server.group("Fibro friends", kind="group")
        noor, maya = both.moderator_there("Noor"), both.moderator("Maya")
        ana, ben = both.member("Ana"), both.member_there("Ben")
        await join(maya, noor)
        await hears_of_news(noor)
        await posts(noor, "First leaflet")
        await sets_up(noor, "Short read", "10:00 am")
        await both.here.group.moves()
        await both.settled()
        await posts(noor, "Second leaflet")
        await both.settled()
        for one in (ana, ben):
            await one.sees("Second leaflet", in_group=True)
            assert await one.count("Second leaflet") == 1
        assert await both.stands_in_both("resource_post", 2)
        await noor.taps_each("Show it", "Edit", "Why it helps")
        await noor.fills(Why="It taught me to stop in time.")
        for one in (ana, ben):
            await one.sees("Second leaflet", "It taught me to stop in time.", in_group=True)
        await ben.sees("First leaflet", LEAFLET["Why"], in_group=True)
        await both.moves_to(TEN)
        assert [await one.count("Today's short read") for one in (ana, ben)] == [1, 1]
        assert await noor.count(TROUBLE) == 0
        await maya.commands("group panel", in_group=True)
        await maya.comes_in()
        await maya.sees("One group in 2 chats.")
