"""What a button means: a route and a few short arguments, small enough for every platform."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, unquote

from core.errors import ActionTooLong

MAX_PACKED_BYTES: Final = 53
"""Telegram carries 64 bytes of callback data; 11 of them are the signature (core.dispatch.signing)."""

_SEPARATOR: Final = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A typed payload: `route` names the handler ("checkin.answer"), `args` are its short texts."""

    route: str
    args: tuple[str, ...] = ()

    def pack(self) -> str:
        """Returns one line of at most 53 bytes. Raises ActionTooLong instead of cutting anything off."""
        packed = _SEPARATOR.join(quote(part, safe=" .,-_/") for part in (self.route, *self.args))
        if len(packed) > MAX_PACKED_BYTES:
            raise ActionTooLong(f"{self.route} packs into {len(packed)} bytes; {MAX_PACKED_BYTES} is the most")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> Self:
        """Reads what `pack` wrote. It does not say that the line can be trusted: the signature does."""
        parts = packed.split(_SEPARATOR)
        if "%" in packed:
            parts = [unquote(part) for part in parts]
        return cls(route=parts[0], args=tuple(parts[1:]))


def action(route: str, *args: str | int) -> Action:
    """Writes an action the short way: `action("checkin.answer", "pain", 6)`."""
    return Action(route=route, args=tuple(str(arg) for arg in args))
