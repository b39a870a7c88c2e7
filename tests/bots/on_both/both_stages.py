"""One bot on both platforms in one process: Telegram over HTTP and Discord over sockets, before one database.

It plays the people of a group that lives on both, and joins its two chats as moderators do.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from core.bootstrap import SupportBot
from core.model.delivery import Receipt
from core.model.identity import Platform
from tests.bots.behaviour.delivering import all_delivered
from tests.bots.behaviour.discord_stage import DiscordHands, DiscordStage, discord_of
from tests.bots.behaviour.stage import Person
from tests.bots.behaviour.telegram_stage import TelegramHands, TelegramStage, telegram_of
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import MovableClock
from tests.standins.discord_world import Channel
from tests.standins.telegram_desk import Version
from tests.standins.telegram_people import Person as Phone

SETUP = ("London", "Not this one", "Not this one", "Not this one")
"""What a moderator taps who wants a clock and nothing daily yet."""


class BothStages:
    """`here` is the group's chat on Telegram, `there` its channel on Discord."""

    def __init__(self, bot: SupportBot, clock: MovableClock, here: TelegramStage, there: DiscordStage) -> None:
        self.bot = bot
        self.clock = clock
        self.here = here
        self.there = there
        self.traits = here.traits
        self.start = here.start

    @property
    def people(self) -> Sequence[Person]:
        return [*self.here.people, *self.there.people]

    def member(self, name: str) -> Person:
        """On Telegram."""
        return self._beside(self.here.member(name))

    def member_there(self, name: str) -> Person:
        return self._beside(self.there.member(name))

    def moderator(self, name: str) -> Person:
        """On Telegram."""
        return self._beside(self.here.moderator(name))

    def moderator_there(self, name: str) -> Person:
        return self._beside(self.there.moderator(name))

    async def settled(self) -> None:
        """Nothing is left to do on either platform; a failure on one may have queued a line on the other."""
        await self.there.settled()
        await self.here.settled()
        await all_delivered(self.bot, Platform.TELEGRAM, Platform.DISCORD)
        await self.here.server.settled()

    async def moves_to(self, at: datetime) -> None:
        self.clock.move_to(at)
        self.bot.wake()
        await self.settled()

    async def receipts(self, purpose: str, post_id: int) -> Sequence[Receipt]:
        async with self.bot.open_unit() as uow:
            return await uow.outbox.receipts(purpose, post_id)

    async def stands_in_both(self, purpose: str, post_id: int) -> bool:
        """A receipt is kept for each of the two chats, and for nothing else."""
        places = {receipt.address.conversation for receipt in await self.receipts(purpose, post_id)}
        return places == {str(self.here.group.id), str(self.there.general.id)}

    async def gives_in(self, room: Channel, person: Person, command: str) -> None:
        """A command in one thread or channel of Discord."""
        assert isinstance(person.hands, DiscordHands)
        self.there.deeds += 1
        await person.hands.app.slash(command, {}, in_=room)
        await self.settled()

    def phone_of(self, person: Person) -> Phone:
        """Of somebody on Telegram."""
        assert isinstance(person.hands, TelegramHands)
        return person.hands.phone

    def _beside(self, person: Person) -> Person:
        person.stage = self
        return person


@asynccontextmanager
async def on_both(folder: Path, *, version: Version = "10.3") -> AsyncIterator[BothStages]:
    """One process, both adapters, one file."""
    clock = MovableClock()
    async with (
        running_bot(folder, clock) as bot,
        telegram_of(bot, clock, version) as here,
        discord_of(bot, clock, folder) as there,
    ):
        yield BothStages(bot, clock, here, there)


async def join(maya: Person, noor: Person) -> None:
    """The one on Telegram sets the group up and makes a code; the one on Discord types it."""
    await maya.commands("group setup", in_group=True)
    await maya.comes_in()
    await maya.taps_each(*SETUP, "Who hears of news", "Not me any more")  # each test says who hears of it
    await maya.taps_each("This group", "Its chats", "Make a code")
    code = (await maya.sees("The code:", alone=True)).text.partition("The code: ")[2][:9]
    await noor.commands("group join", in_group=True, code=code)
    await noor.taps("Yes, with posts in all chats")
    await noor.sees("One group now", "It lives in 2 chats.", alone=True)
