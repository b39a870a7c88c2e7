"""Lets what one account does through one at a time, in its order. Nobody waits for another account's turn."""

import asyncio
from types import TracebackType
from typing import Final, Self

from core.model.identity import Account

MOST: Final = 30
"""What one account may have waiting, the one that is being handled among them."""


class Turns:
    """`async with turns.of(account): ...`; nothing is kept of an account that does nothing."""

    def __init__(self) -> None:
        self._lines: dict[Account, _Line] = {}

    def of(self, account: Account) -> "_Line":
        """The account's waiting line, to be entered at once."""
        line = self._lines.get(account)
        if line is None:
            line = self._lines[account] = _Line(self._lines, account)
        return line

    def crowded(self, account: Account) -> bool:
        """Whether so much of this account waits that no more should."""
        line = self._lines.get(account)
        return line is not None and line.present >= MOST


class _Line:
    __slots__ = ("_account", "_lines", "_lock", "present")

    def __init__(self, lines: "dict[Account, _Line]", account: Account) -> None:
        self._lines = lines
        self._account = account
        self._lock = asyncio.Lock()
        self.present = 0

    async def __aenter__(self) -> Self:
        self.present += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self._leave()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
        self._leave()

    def _leave(self) -> None:
        self.present -= 1
        if not self.present:
            del self._lines[self._account]
