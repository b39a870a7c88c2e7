"""What moderators do in front of a group's setup again and again, and where."""

from datetime import UTC, datetime

from core.model.identity import Address, Platform
from tests.core.company import Person
from tests.core.two_platforms import code_in
from tests.fakes import words_of

ROOM_THERE = Address(platform=Platform.DISCORD, conversation="9001")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
RESOURCE = {"title": "A leaflet about pacing", "link": "", "why": "It helped me rest.", "tags": "pacing", "warning": ""}


async def sets_up(mo: Person) -> str:
    """Returns the last page. Nobody hears of news then, and the panel is open."""
    await mo.command("group setup")
    for label in ("London", "10:00 am", "6:00 pm"):
        await mo.taps(label)
    done = await mo.taps("Not this one")
    await mo.command("group desk")
    await mo.taps("Not me")
    await mo.command("group panel")
    return done


async def joined(mo: Person, mo_there: Person, *, how: str = "Yes, with posts in all") -> str:
    code = await makes_code(mo)
    await mo_there.gives("group join", code=code)
    return await mo_there.taps(how)


async def makes_code(mo: Person) -> str:
    await mo.command("group panel")
    await mo.taps("Its chats")
    return code_in(await mo.taps("Make a code"))


def mo_reads(mo: Person) -> str:
    return words_of(mo.seen)
