"""Plays people in front of a router: what they type and tap goes in as events, what they would see comes out.

The features that stand on it are small ones of the tests' own; the router, its storage and its words are real.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import count

from core.dispatch.router import Router
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import Feature, table_of
from core.library.consents import Consents, read_consents
from core.library.words import Words
from core.model.action import Action
from core.model.consent import ConsentPurpose
from core.model.identity import Account, Address, Member, Platform, Role
from core.model.inbound import ButtonTapped, CommandGiven, FormSubmitted, Inbound, Origin, TextSaid
from core.model.message import Button, DoorButton, Outbound
from core.model.reply import Edit, Notice, Replies, Say
from core.ports import UnitOfWorkFactory
from tests.fakes import CONTENT, NINE, FakeTransport, MovableClock, buttons_of, words_of

GROUP = Address(platform=Platform.TELEGRAM, conversation="-100")
SIGNER = ButtonSigner(b"a secret of the tests alone")


def account_of(person: str) -> Account:
    return Account(platform=Platform.TELEGRAM, user_id=person)


def private_with(person: str) -> Address:
    return Address(platform=Platform.TELEGRAM, conversation=person, private=True)


async def agreed(open_unit: UnitOfWorkFactory, account: Account, now: datetime = NINE) -> Member:
    """Somebody who said yes to check-ins, in the words of today: for tests that begin after that."""
    async with open_unit() as uow:
        member = await uow.members.welcome(account, now=now)
        await uow.consents.give(member.id, _texts()[ConsentPurpose.CHECKINS].given(now))
        await uow.commit()
    return member


@cache
def _texts() -> Consents:
    return read_consents(CONTENT / "consents.yaml", "data/consents.yaml")


class Stage:
    """One router; `restarted` is another one on the same database."""

    def __init__(
        self,
        features: Sequence[Feature],
        *,
        open_unit: UnitOfWorkFactory,
        clock: MovableClock,
        words: Words,
        transport: FakeTransport,
    ) -> None:
        self._features = features
        self._words = words
        self.open_unit = open_unit
        self.clock = clock
        self.transport = transport
        self._events = count(1)
        self.router = Router(
            table=table_of(features),
            open_unit=open_unit,
            clock=clock,
            words_in=lambda _: words,
            signer=SIGNER,
        )

    def restarted(self) -> "Stage":
        fresh = Stage(
            self._features,
            open_unit=self.open_unit,
            clock=self.clock,
            words=self._words,
            transport=self.transport,
        )
        fresh._events = self._events
        return fresh

    def origin(
        self,
        *,
        by: str = "ana",
        at: Address | None = None,
        event: str | None = None,
        role: Role | None = None,
        anonymous: bool = False,
    ) -> Origin:
        return Origin(
            event_id=event or f"event-{next(self._events)}",
            account=account_of(by),
            address=at or private_with(by),
            at=self.clock.now(),
            role=role,
            anonymous=anonymous,
        )

    async def hears(self, inbound: Inbound) -> Replies:
        return await self.router.handle(inbound, self.transport)

    async def command(
        self, name: str, rest: str = "", *, options: Mapping[str, str] | None = None, origin: Origin | None = None
    ) -> Replies:
        given = CommandGiven(origin=origin or self.origin(), name=name, rest=rest, options=options or {})
        return await self.hears(given)

    async def says(self, text: str, *, origin: Origin | None = None) -> Replies:
        return await self.hears(TextSaid(origin=origin or self.origin(), text=text))

    async def taps(
        self,
        action: Action,
        *,
        origin: Origin | None = None,
        only_for: str | None = None,
        message_private: bool = True,
    ) -> Replies:
        origin = origin or self.origin()
        packed = SIGNER.sign(action, conversation=origin.address.conversation, only_for=only_for)
        return await self.hears(ButtonTapped(origin=origin, packed=packed, message_private=message_private))

    async def taps_label(self, label: str, replies: Replies) -> Replies:
        """Taps a button under what was said last."""
        button = buttons_of(shown(replies))[label]
        assert isinstance(button, Button | DoorButton), f"{label} does nothing here"
        return await self.taps(button.action)

    async def submits(self, action: Action, values: Mapping[str, str], *, origin: Origin | None = None) -> Replies:
        origin = origin or self.origin()
        packed = SIGNER.sign(action, conversation=origin.address.conversation)
        return await self.hears(FormSubmitted(origin=origin, packed=packed, values=values))

    async def together(self, *inbounds: Inbound) -> list[Replies]:
        return list(await asyncio.gather(*(self.hears(inbound) for inbound in inbounds)))


def shown(replies: Replies) -> Outbound:
    """The last message among the replies."""
    messages = [reply.message for reply in replies if isinstance(reply, Say | Edit)]
    return messages[-1]


def read(replies: Replies) -> list[str]:
    """Every reply as the person reads it."""
    lines = []
    for reply in replies:
        match reply:
            case Say() | Edit():
                lines.append(words_of(reply.message))
            case Notice():
                lines.append(reply.text)
            case _:
                lines.append(type(reply).__name__)
    return lines
