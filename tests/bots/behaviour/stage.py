"""The stage that every behaviour test plays on: people with a screen and hands, and a clock that can be moved.

Each adapter brings its own `Hands`; what people do and see is said here once. A deed returns when the bot has
answered all of it, so that "sees nothing" means something.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

PATIENCE = 3.0
"""Real seconds that a person waits for something to appear."""

WAYS_IN = ("Open our private chat", "Show me")
"""The buttons in a group behind which a private answer waits."""


class NotPossibleHere(Exception):
    """This platform's own client does not let anybody do that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message of the bot on somebody's screen, marks and markup taken off.

    `alone`: nobody else can see it. `native` is for the hands that tap it.
    """

    text: str
    buttons: tuple[str, ...]
    in_group: bool
    alone: bool
    native: Any = field(repr=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What people can do on a platform. `forms`: several questions at once. `whispers`: private answers in a group.

    `any_command`: somebody can give a command that the bot never declared. `longest_text`: characters that can be sent.
    """

    forms: bool
    whispers: bool
    any_command: bool = True
    longest_text: int = 10_000


class Hands(Protocol):
    """One person's own app. Nothing here waits for the bot, except where the app itself does."""

    async def screen(self) -> Sequence[Shown]:
        """All that the bot shows this person now, in every chat, in the order of appearance."""
        ...

    def notices(self) -> Sequence[str]:
        """The passing lines that this person was shown (a toast), oldest first."""
        ...

    async def types(self, text: str, *, in_group: bool) -> None:
        """In a group by a mention."""
        ...

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None: ...

    async def presses(self, shown: Shown, label: str) -> None:
        """A button of that message, as it was when it was shown."""
        ...

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        """Presses a button of `shown` with what another message's button carries, or with nonsense."""
        ...

    async def sends_file(self, name: str, words: str, *, content: bytes, in_group: bool) -> None:
        """A picture when its name ends so, else a document, with words beside it."""
        ...

    async def files(self) -> Mapping[str, bytes]:
        """What the bot sent to this person's private chat as files, by name; the newest of each."""
        ...

    async def pictures(self) -> Sequence[bytes]:
        """What the bot shows this person in the private chat as pictures, oldest first."""
        ...

    def open_form(self) -> Sequence[str] | None:
        """The labels of the form that is open now; None without one."""
        ...

    async def submits(self, values: Mapping[str, str]) -> None: ...


class Stage(Protocol):
    """One bot on one platform, with one group."""

    traits: Traits
    start: datetime

    def member(self, name: str) -> "Person": ...

    def moderator(self, name: str) -> "Person": ...

    @property
    def people(self) -> "Sequence[Person]": ...

    async def moves_to(self, at: datetime) -> None:
        """Moves the bot's clock to an aware UTC time and waits until all that fell due has arrived."""
        ...

    async def settled(self) -> None:
        """Returns when the bot has nothing left to do at this time."""
        ...


class Person:
    """Somebody in the group, as a test speaks of them. Without `in_group` the private chat is meant."""

    def __init__(self, name: str, hands: Hands, stage: Stage) -> None:
        self.name = name
        self.hands = hands
        self.stage = stage
        self.typed: list[str] = []
        self._notices_read = 0

    async def says(self, text: str, *, in_group: bool = False) -> None:
        self.typed.append(text)
        async with self._a_deed():
            await self.hands.types(text, in_group=in_group)

    async def sends_file(
        self, name: str, words: str = "", *, content: bytes = b"made up", in_group: bool = False
    ) -> None:
        self.typed += [name, words]
        async with self._a_deed():
            await self.hands.sends_file(name, words, content=content, in_group=in_group)

    async def commands(self, command: str, /, *, in_group: bool = False, **options: str) -> None:
        self.typed += options.values()
        async with self._a_deed():
            await self.hands.gives(command, options, in_group=in_group)

    async def agrees(self) -> None:
        """Says yes to check-ins, in private, and stops the one that goes on after it."""
        await self.commands("checkin")
        await self.taps_each("Continue", "Yes, I agree", "Stop")

    async def taps(self, label: str, *, on: Shown | None = None) -> None:
        """The newest button of that name on screen, or the one under `on` as it was shown then."""
        shown = on or await self.sees(button=label)
        async with self._a_deed():
            await self.hands.presses(shown, label)

    async def taps_each(self, *labels: str) -> None:
        for label in labels:
            await self.taps(label)

    async def forges(self, label: str, *, on: Shown, copied_from: Shown | None = None) -> None:
        async with self._a_deed():
            await self.hands.forges(on, copied_from, label)

    async def fills(self, **values: str) -> None:
        """Fills a form by the first words of its labels; where there are no forms, answers question by question."""
        self.typed += values.values()
        if (labels := self.hands.open_form()) is not None:
            async with self._a_deed():
                await self.hands.submits({_begun_with(name, labels): value for name, value in values.items()})
            return
        await self.comes_in(to_type=True)
        for name, value in values.items():
            asked = (await self.newest()).text
            assert f"\n{name.replace('_', ' ')}" in f"\n{asked}", f"{self.name} is asked {asked!r}, not {name!r}"
            if value:
                await self.says(value)
            else:
                await self.taps("Skip")

    async def comes_in(self, *, to_type: bool = False) -> None:
        """Goes to where the private answer waits, when the group shows only the way to it, for all to see.

        `to_type`: through every door, also one for this person alone, until there is something to be answered.
        """
        while True:
            newest = await self.newest()
            way = next((label for label in WAYS_IN if label in newest.buttons), None)
            if way is None or not (to_type or (newest.in_group and not newest.alone)):
                return
            await self.taps(way, on=newest)

    async def sees(
        self, *texts: str, button: str = "", in_group: bool | None = None, alone: bool | None = None
    ) -> Shown:
        """The newest message with all these words, this button, and in this place. Raises AssertionError in vain."""

        def fits(shown: Shown) -> bool:
            return (
                all(text in f"\n{shown.text}" for text in texts)
                and (not button or button in shown.buttons)
                and in_group in (None, shown.in_group)
                and alone in (None, shown.alone)
            )

        async def newest() -> Shown | None:
            return next((shown for shown in reversed(await self.screen()) if fits(shown)), None)

        if (found := await _soon(newest)) is None:
            raise AssertionError(f"{self.name} waits for {texts} {button!r}, and sees {await self._told()}")
        return found

    async def cannot_see(self, *texts: str) -> None:
        """None of these words is anywhere on screen, and none comes."""
        await self.stage.settled()
        seen = "\n".join(shown.text for shown in await self.screen())
        assert [text for text in texts if text in seen] == [], await self._told()

    async def is_told(self, text: str) -> None:
        """A passing line, or a message for this person alone."""

        async def told() -> bool | None:
            if any(text in line for line in self.hands.notices()[self._notices_read :]):
                return True
            return True if any(text in one.text for one in await self.screen() if one.alone) else None

        assert await _soon(told), f"{self.name} is not told {text!r}, only {await self._told()}"

    async def newest(self) -> Shown:
        await self.stage.settled()
        return (await self.screen())[-1]

    async def count(self, text: str) -> int:
        """How many messages on screen hold these words."""
        await self.stage.settled()
        return sum(text in shown.text for shown in await self.screen())

    async def screen(self) -> Sequence[Shown]:
        return await self.hands.screen()

    @asynccontextmanager
    async def _a_deed(self) -> AsyncIterator[None]:
        self._notices_read = len(self.hands.notices())
        await self.stage.settled()
        yield
        await self.stage.settled()

    async def _told(self) -> list[object]:
        shown = [(one.text, one.buttons, "alone" if one.alone else "seen by all") for one in await self.screen()]
        return [*shown[-4:], *self.hands.notices()[-2:]]


def _begun_with(name: str, labels: Sequence[str]) -> str:
    begun = name.replace("_", " ")
    return next(label for label in labels if label.startswith(begun))


async def _soon(look: Callable[[], Awaitable[T | None]]) -> T | None:
    """What `look` finds, at once or within a person's patience."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    # One look for all platforms, which tell of news each in its own way: nothing here could set an event.
    while (found := await look()) is None and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return found
