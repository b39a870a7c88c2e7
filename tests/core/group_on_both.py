"""A group with a chat on Telegram and one on Discord, as after joining by a code."""

from core.model.identity import Address, Platform, Role
from tests.core.company import Company, Person
from tests.core.two_platforms import TwoPlatforms, two_platforms
from tests.stage import GROUP

ROOM_THERE = Address(platform=Platform.DISCORD, conversation="555")


async def chat_joins(here: Company, address: Address) -> int:
    """Puts one more chat into the group of the stage; returns the group's id."""
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        other = await uow.groups.founded(address, now=here.clock.now())
        await uow.setup.join(group.id, other.id)
        await uow.commit()
    return group.id


async def group_on_both(here: Company) -> tuple[TwoPlatforms, int, Person]:
    """The two ways out, the group's id, and its moderator on Telegram; the group goes by the clock of Leeds."""
    mo = here.moderator()
    await mo.gives("group schedule", place="Leeds")
    group_id = await chat_joins(here, ROOM_THERE)
    return two_platforms(here), group_id, mo


def moderator_there(both: TwoPlatforms) -> Person:
    """Stands in the group's room on Discord."""
    both.there.transport.roles["778", ROOM_THERE.conversation] = Role.MODERATOR
    return Person(both.there, "778", ROOM_THERE, Role.MODERATOR)
