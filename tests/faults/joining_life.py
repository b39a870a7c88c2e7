"""A process that joins two accounts in the database it is given, and is killed by itself after so many statements."""

import asyncio
import os
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.storage import Storage
from tests.core.linked_lives import joins
from tests.fakes import masters


async def live(url: str, statements: int) -> None:
    """Prints "joined" when it got to the end."""
    storage = await Storage.open(url, masters())
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os._exit(9)

    event.listen(Engine, "before_cursor_execute", count)
    await joins(storage)
    print("joined", flush=True)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], int(sys.argv[2])))
