"""What moderators do again and again with a resource, as conversations; and a member who reads it."""

from core.model.message import Outbound
from tests.core.company import Company, Person

RESOURCE = {
    "title": "A leaflet about pacing",
    "link": "",
    "why": "It helped me rest.",
    "tags": "pacing, rest",
    "warning": "",
}


async def of_leeds(person: Person) -> Person:
    """Their group goes by the clock of Leeds."""
    await person.gives("group schedule", place="Leeds")
    return person


async def drafts(person: Person, **changed: str) -> Outbound:
    await person.command("resource add")
    await person.fills(**(RESOURCE | changed))
    return person.seen


async def changes(person: Person, part: str, **typed: str) -> str:
    await person.taps("Edit")
    await person.taps(part)
    return await person.fills(**typed)


async def wants_two(mo: Person) -> None:
    await mo.command("resource list")
    assert "A second moderator looks at each one first." in await mo.taps("Ask for two moderators")


def member_in_the_group(here: Company, name: str = "ana") -> Person:
    ana = here.member(name)
    ana.place = here.moderator().place
    return ana
