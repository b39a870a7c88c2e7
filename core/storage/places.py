"""How an address stands in a row: `chat` (the whole chat) and `thread`; and how rows are found by it."""

from typing import Any

from sqlalchemy import ColumnElement, Table

from core.model.identity import Address


def place_columns(address: Address) -> dict[str, str | None]:
    """What to write for an address."""
    return {"chat": chat_of(address), "thread": address.thread}


def chat_of(address: Address) -> str:
    """The text that a whole chat is known by."""
    return (address.whole_chat if address.thread else address).to_text()


def read_place(chat: str, thread: str | None) -> Address:
    """The address that `place_columns` wrote."""
    return Address.from_text(f"{chat}/{thread}" if thread else chat)


def in_chat(table: Table, address: Address) -> ColumnElement[bool]:
    """Rows of a chat, whatever the thread."""
    at_chat: ColumnElement[Any] = table.c.chat
    return at_chat == chat_of(address)


def at_place(table: Table, address: Address) -> ColumnElement[bool]:
    """Rows of one thread; or, for an address without one, of the whole chat."""
    if address.thread is None:
        return in_chat(table, address)
    return in_chat(table, address) & (table.c.thread == address.thread)
