"""How an address stands in a row: sealed as `place`, found by the hash of its whole chat, or of the very place."""

from typing import Any

from sqlalchemy import ColumnElement, Table

from core.errors import SealBroken
from core.model.identity import Address
from core.storage.seal import Lookup


def chat_of(address: Address) -> str:
    """The text that a whole chat is known by."""
    return (address.whole_chat if address.thread else address).to_text()


def hash_of_chat(lookup: Lookup, address: Address) -> str:
    """What a whole chat is found by."""
    return lookup.of("chat", chat_of(address))


def hash_of_place(lookup: Lookup, address: Address) -> str | None:
    """What one thread is found by; None for an address without one, which is found by its chat."""
    return None if address.thread is None else lookup.of("place", address.to_text())


def read_address(text: str) -> Address:
    """The address in an opened text. Raises SealBroken when it is none."""
    try:
        return Address.from_text(text)
    except ValueError:
        raise SealBroken("an opened place is no address") from None


def in_chat(table: Table, lookup: Lookup, address: Address) -> ColumnElement[bool]:
    """Rows of a chat, whatever the thread."""
    found_by: ColumnElement[Any] = table.c.chat_hash
    return found_by == hash_of_chat(lookup, address)


def at_place(table: Table, lookup: Lookup, address: Address) -> ColumnElement[bool]:
    """Rows of one thread; or, for an address without one, of the whole chat."""
    if address.thread is None:
        return in_chat(table, lookup, address)
    found_by: ColumnElement[Any] = table.c.place_hash
    return found_by == hash_of_place(lookup, address)
