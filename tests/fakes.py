"""Stand-ins with a memory for the core's ports: a transport that remembers, and a clock that can be moved.

They hold no rule of Spoonlight; storage and words are the real ones.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.errors import FileTooLarge, MessageRefused
from core.library.words import Words, read_words
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role
from core.model.message import AnyButton, Link, Mention, Moment, Outbound, Paragraph, Span
from core.model.naming import RankThere
from core.ports import Capabilities, MasterKey

CONTENT = Path(__file__).parents[1] / "data"
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""


class MasterKeysInMemory:
    """Master keys with a memory; `first` has the same key in each process of a test, so that restarts can read."""

    def __init__(self, *keys: MasterKey) -> None:
        self.kept = {key.version: key for key in keys}
        self.made = 0

    def get(self, version: int) -> MasterKey | None:
        return self.kept.get(version)

    def newest(self) -> MasterKey | None:
        return self.kept[max(self.kept)] if self.kept else None

    def make(self) -> MasterKey:
        self.made += 1
        self.kept[1] = FIRST_KEY
        return FIRST_KEY

    def reload(self) -> None:
        pass


FIRST_KEY = MasterKey(version=1, key=b"a master key for the tests alone")


def masters() -> MasterKeysInMemory:
    """The key that the tests' databases are sealed with."""
    return MasterKeysInMemory(FIRST_KEY)


def english() -> Words:
    """The real sentences."""
    return read_words(CONTENT / "words", "data/words")


def words_of(message: Outbound) -> str:
    """What a person would read, without styles."""
    lines = []
    for block in message.blocks:
        spans = block.spans if isinstance(block, Paragraph) else (block.alt,)
        lines.append("".join(_span(span) for span in spans))
    return "\n".join(lines)


def _span(span: Span) -> str:
    match span:
        case Moment():
            return span.at.isoformat()
        case Link() | Mention():
            return span.label
        case _:
            return span


def buttons_of(message: Outbound) -> dict[str, AnyButton]:
    """The buttons by their labels."""
    return {button.label: button for row in message.buttons for button in row}


class MovableClock:
    """core.ports.Clock that stands still until it is moved; moving it wakes those who waited for that time."""

    def __init__(self, at: datetime = NINE) -> None:
        self._now = at
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, at: datetime | None) -> None:
        if at is None:
            await asyncio.get_running_loop().create_future()
        elif at > self._now:
            alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._sleepers.append((at, alarm))
            await alarm

    @property
    def waits_for(self) -> datetime | None:
        """The earliest time that somebody waits for."""
        return min((at for at, alarm in self._sleepers if not alarm.done()), default=None)

    def move_to(self, at: datetime) -> None:
        self._now = at
        for wanted, alarm in self._sleepers:
            if wanted <= at and not alarm.done():
                alarm.set_result(None)
        self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]

    def forward(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        self.move_to(self._now + timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days))


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that a platform accepted."""

    address: Address
    message: Outbound
    key: str

    @property
    def text(self) -> str:
        return words_of(self.message)


class FakeTransport:
    """core.ports.Transport: remembers what it was given, and fails as it was told to."""

    def __init__(
        self,
        platform: Platform = Platform.TELEGRAM,
        *,
        forms: bool = False,
        dedupes: bool = False,
        dedupe_seconds: int = 0,
    ) -> None:
        self.platform = platform
        self.capabilities = Capabilities(forms=forms, text_limit=4096, dedupes=dedupes, dedupe_seconds=dedupe_seconds)
        self.sent: list[Sent] = []
        self.tried: list[Sent] = []
        self.edited: list[tuple[Receipt, Outbound]] = []
        self.withdrawn: list[Receipt] = []
        self.edits_fail: list[Exception] = []
        self.withdrawals_fail: list[Exception] = []
        self.roles: dict[tuple[str, str], Role] = {}
        self.roles_asked: list[tuple[str, str]] = []
        self.ranks: dict[tuple[str, str], frozenset[str]] = {}
        self.ranks_there: dict[str, tuple[RankThere, ...]] = {}
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.before_role: Callable[[], None] = lambda: None
        self.gate: asyncio.Event | None = None
        self._script: list[tuple[str | None, Exception]] = []

    def fails(self, *errors: Exception, conversation: str | None = None) -> None:
        """The next sends (to that conversation) end with these errors, one after the other."""
        self._script += [(conversation, error) for error in errors]

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:
        sending = Sent(address, message, key)
        self.tried.append(sending)
        if self.gate is not None:
            await self.gate.wait()
        for index, (conversation, error) in enumerate(self._script):
            if conversation in (None, address.conversation):
                del self._script[index]
                raise error
        self.sent.append(sending)
        return Receipt(address=address, message_ids=(str(len(self.sent)),))

    async def edit(self, receipt: Receipt, message: Outbound) -> Receipt:
        self._raise_from(self.edits_fail)
        self.edited.append((receipt, message))
        return receipt

    async def withdraw(self, receipt: Receipt) -> None:
        self._raise_from(self.withdrawals_fail)
        self.withdrawn.append(receipt)

    @staticmethod
    def _raise_from(errors: list[Exception]) -> None:
        if errors:
            raise errors.pop(0)

    async def role_of(self, account: Account, address: Address) -> Role | None:
        self.before_role()
        self.roles_asked.append((account.user_id, address.conversation))
        return self.roles.get((account.user_id, address.conversation))

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:
        return self.ranks.get((account.user_id, address.conversation), frozenset())

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:
        return self.ranks_there.get(address.conversation, ())

    async def fetch(self, ref: str, *, limit: int) -> bytes:
        self.fetched.append(ref)
        if ref not in self.files:
            raise MessageRefused("there is no such file")
        if len(self.files[ref]) > limit:
            raise FileTooLarge("longer than asked for")
        return self.files[ref]
