"""The stage on Telegram: the real adapter, python-telegram-bot and real HTTP, before the stand-in server."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bots.telegram import app as telegram_app
from bots.telegram.app import TelegramApp
from core.bootstrap import SupportBot
from core.model.identity import Platform
from tests.bots.behaviour.delivering import FAST, all_delivered
from tests.bots.behaviour.stage import NotPossibleHere, Person, Shown, Traits
from tests.bots.spoonlight_bot import running_bot
from tests.bots.telegram_chat import on_telegram
from tests.fakes import NINE, MovableClock
from tests.standins.telegram_desk import Tap, Version
from tests.standins.telegram_people import Person as Phone
from tests.standins.telegram_rooms import new_standing
from tests.standins.telegram_seen import Seen
from tests.standins.telegram_server import TelegramServer


class TelegramStage:
    """One supergroup, with the bot as an ordinary member of it."""

    def __init__(self, bot: SupportBot, app: TelegramApp, server: TelegramServer, clock: MovableClock) -> None:
        self.traits = Traits(forms=False, whispers=server.desk.version == "10.3")
        self.start = NINE
        self.people: list[Person] = []
        self.server = server
        self._bot = bot
        self._clock = clock
        self.group = server.group("Fibro friends")
        server.bot_idle = app.idle

    def member(self, name: str) -> Person:
        return self._person(name, "member")

    def moderator(self, name: str) -> Person:
        return self._person(name, "administrator")

    async def settled(self) -> None:
        await all_delivered(self._bot, Platform.TELEGRAM)
        await self.server.settled()

    async def moves_to(self, at: datetime) -> None:
        self._clock.move_to(at)
        self._bot.wake()
        await self.settled()

    def _person(self, name: str, standing: str) -> Person:
        phone = self.server.person(name)
        self.group.room.members[phone.id] = new_standing(standing)
        self.people.append(Person(name, TelegramHands(self, phone), self))
        return self.people[-1]


class TelegramHands:
    """One person's phone."""

    def __init__(self, stage: TelegramStage, phone: Phone) -> None:
        self.stage = stage
        self.phone = phone
        self.taps: list[Tap] = []

    async def screen(self) -> Sequence[Shown]:
        everything = [(one, True) for one in self.phone.screen(self.stage.group)]
        everything += [(one, False) for one in self.phone.screen()]
        mine = sorted((pair for pair in everything if pair[0].post.sender.is_bot), key=lambda pair: pair[0].post.serial)
        return [_shown(seen, in_group=in_group) for seen, in_group in mine]

    def notices(self) -> Sequence[str]:
        return [tap.notice for tap in self.taps if tap.notice]

    async def types(self, text: str, *, in_group: bool) -> None:
        if in_group:
            await self.phone.says(f"@{self.stage.server.world.bot.username} {text}", self.stage.group)
        else:
            await self.phone.says(text)

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None:
        text = " ".join([f"/{command}", *options.values()])
        await self.phone.says(text, self.stage.group if in_group else None)

    async def presses(self, shown: Shown, label: str) -> None:
        seen: Seen = shown.native
        button = seen.button(label)
        if button is None:
            raise NotPossibleHere(f"no button {label!r}")
        if not button.data:
            await self.phone.taps(label, seen)
            return
        await self._taps(seen, button.data)

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        data = "AAAAAAAA*.checkin.answer:1:pain:5"
        if copied_from is not None and (button := copied_from.native.button(label)) is not None:
            data = button.data
        await self._taps(shown.native, data)

    async def sends_file(self, name: str, words: str, *, content: bytes, in_group: bool) -> None:
        mime = "image/png" if name.endswith(".png") else "application/pdf"
        await self.phone.sends_file(
            content, name=name, mime=mime, caption=words, in_=self.stage.group if in_group else None
        )

    async def files(self) -> Mapping[str, bytes]:
        sent = [seen for seen in self.phone.screen() if seen.file_name and seen.post.sender.is_bot]
        return {seen.file_name: self.stage.server.world.files[seen.file_id].content for seen in sent}

    async def pictures(self) -> Sequence[bytes]:
        shown = [
            seen for seen in self.phone.screen() if seen.file_id and not seen.file_name and seen.post.sender.is_bot
        ]
        return [self.stage.server.world.files[seen.file_id].content for seen in shown]

    def open_form(self) -> Sequence[str] | None:
        return None

    async def submits(self, values: Mapping[str, str]) -> None:  # noqa: ARG002  (nothing can be handed in)
        raise NotPossibleHere("Telegram has no forms")

    async def _taps(self, seen: Seen, data: str) -> None:
        tap = self.phone.forges_tap(seen, data)
        self.taps.append(tap)
        await self.phone.is_told(tap)
        if tap.url:  # the app follows it by itself
            await self.phone._follows(tap.url)


def _shown(seen: Seen, *, in_group: bool) -> Shown:
    return Shown(
        text=seen.text,
        buttons=seen.buttons,
        in_group=in_group,
        alone=not in_group or seen.is_ephemeral,
        native=seen,
    )


@asynccontextmanager
async def on_telegram_stage(folder: Path, version: Version) -> AsyncIterator[TelegramStage]:
    """The whole process part, polling."""
    clock = MovableClock()
    async with running_bot(folder, clock) as bot, telegram_of(bot, clock, version) as stage:
        yield stage


@asynccontextmanager
async def telegram_of(bot: SupportBot, clock: MovableClock, version: Version) -> AsyncIterator[TelegramStage]:
    """Telegram's part of a bot that runs already."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(telegram_app, "RATES", FAST)
        async with TelegramServer(now=clock.now, version=version) as server:
            async with on_telegram(bot, server) as app:
                yield TelegramStage(bot, app, server, clock)
            assert server.spec_violations == []
