"""Days in a row for the tests of kindness: somebody in Leeds with a prompt at nine, and what arrives each day."""

from datetime import UTC, datetime

from core.model.message import Outbound
from tests.core.company import Company, Person
from tests.fakes import words_of

PAIN = "How bad is your pain right now?"
MONDAY = 2
"""The second of March 2026, at nine, is when the clock begins."""


async def prompted(here: Company) -> Person:
    """Agreed, lives in Leeds, and is asked every day at nine, from Tuesday on."""
    person = await here.member().agrees()
    await person.command("timezone Leeds")
    await person.command("remind")
    await person.taps("Daily check-in")
    await person.says("every day at 9am")
    return person


async def on_day(here: Company, person: Person, day: int, hour: int = 9, minute: int = 0) -> list[str]:
    """What arrives by that minute in March; a prompt among it is what the person sees."""
    here.clock.move_to(datetime(2026, 3, day, hour, minute, tzinfo=UTC))
    before = len(here.transport.sent)
    await here.due()
    arrived = [sent.message for sent in here.transport.sent[before:]]
    person.seen = next((one for one in arrived if _is_prompt(one)), person.seen)
    return [words_of(one) for one in arrived]


def _is_prompt(shown: Outbound) -> bool:
    return any("Flare day" in one.label or one.label == "It is over" for row in shown.buttons for one in row)
