"""Days with reminders, for the tests: the clock is moved, what comes is looked at, and what was kept is read."""

from datetime import UTC, datetime

from core.model.schedule import Schedule
from tests.core.company import Company, Person

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""Monday; Leeds keeps UTC in winter."""
FOUR = ["Done", "Snooze", "Skip", "More"]


async def comes(here: Company, ana: Person, at: datetime) -> list[str]:
    """Moves the clock; what arrived last is what Ana looks at."""
    here.clock.move_to(at)
    arrived = await here.due()
    if arrived:
        ana.seen = here.transport.sent[-1].message
    return arrived


async def kept(here: Company, ana: Person) -> list[Schedule]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        return list(await uow.schedules.of_member(member.id))


async def walked(here: Company, ana: Person) -> Schedule:
    """A daily walk at ten that has just come, with its four buttons."""
    await ana.command("remind take a walk every day at 10am")
    assert await comes(here, ana, TEN) == ["take a walk\nWhen you are ready."]
    assert list(ana.buttons) == FOUR
    return (await kept(here, ana))[0]


async def log(ana: Person) -> str:
    await ana.command("reminders")
    return await ana.taps("What I did")
