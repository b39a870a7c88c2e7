"""Knows the database's own refusal to keep health data without a consent, and says it in our words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from core.errors import ConsentMissing
from core.storage.trust_tables import NO_CONSENT


@asynccontextmanager
async def behind_the_wall() -> AsyncIterator[None]:
    """Raises ConsentMissing for it. Nothing of the transaction can be kept after it."""
    try:
        yield
    except DBAPIError as error:
        if NO_CONSENT in str(error.orig):
            raise ConsentMissing("the database keeps no health answer without a live consent") from None
        raise
