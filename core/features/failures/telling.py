"""The line that moderators get when something for their group did not arrive, and how a cause is said. No member's
word is in it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from core.dispatch.desk import tell_moderators
from core.model.action import action
from core.model.failure import Failure
from core.model.message import Button, Outbound, message
from core.ports import Clock, Phrasebook, UnitOfWork

SHOW: Final = "failures.list"
"""Its one argument is the group's id."""


def telling(words: Phrasebook, clock: Clock) -> Callable[[UnitOfWork, Sequence[Failure]], Awaitable[None]]:
    """What a delivery worker calls in the transaction that found them."""

    async def tell(uow: UnitOfWork, failures: Sequence[Failure]) -> None:
        for one in failures:
            await tell_moderators(uow, one.group_id, line(one, words), key=f"failure/{one.id}", now=clock.now())

    return tell


def line(failure: Failure, words: Phrasebook) -> Outbound:
    """The cause in plain words, what to do, and a way to all of them."""
    show = Button(label=words("failures.button_show"), action=action(SHOW, failure.group_id))
    said = words("failures.told", where=where(failure, words), cause=words(f"failures.{failure.cause.value}"))
    return message(said, buttons=((show,),))


def where(failure: Failure, words: Phrasebook) -> str:
    """The platform that it happened on."""
    return words(f"failures.on_{failure.place.platform.value}")
