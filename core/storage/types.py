"""Moments as columns, with the same order and meaning everywhere; and words that can be kept at all."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_UTC_TEXT_LENGTH = 32


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out. On SQLite a text of fixed width, so that the order of the index is the order of time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL has a type of its own for this."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_UTC_TEXT_LENGTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        """Raises ValueError for a naive datetime: nobody could say when it is."""
        if value is None:
            return None
        text = utc_text(value)
        return text if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the base's shape
        """What the driver gave, as aware UTC."""
        return None if value is None else read_utc(value)


def read_utc(stored: str | datetime) -> datetime:
    """Aware UTC, from what a driver gave."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


@lru_cache(maxsize=256)  # what falls due together has the same time; equal moments of two zones have the same text
def utc_text(at: datetime) -> str:
    """The fixed-width text of a moment (UTC, microseconds). Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment without a zone cannot be kept")
    moment = at if at.tzinfo is UTC else at.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")


def optional_utc_text(at: datetime | None) -> str | None:
    """`utc_text`, for what may be missing."""
    return None if at is None else utc_text(at)


def storable(words: str) -> str:
    """The same words, without what UTF-8 or PostgreSQL cannot hold."""
    if words.isascii():
        return words.replace("\0", "")
    return words.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
