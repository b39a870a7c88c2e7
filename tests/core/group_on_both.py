"""A group with a chat on Telegram and one on Discord, as after joining by a code."""

from typing import Any

from sqlalchemy import insert

from core.model.identity import Address, Platform, Role
from core.storage.places import chat_of, hash_of_chat
from core.storage.tables import chats
from tests.core.company import Company, Person
from tests.core.two_platforms import TwoPlatforms, two_platforms
from tests.stage import GROUP

ROOM_THERE = Address(platform=Platform.DISCORD, conversation="555")


async def chat_joins(here: Company, address: Address) -> int:
    """Puts one more chat into the group of the stage; returns the group's id."""
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        inside: Any = uow.groups
        keys, found_by = inside._keys, hash_of_chat(inside._keys.lookup, address)
        sealed = (await keys.of_group(group.id)).close("chats.chat", found_by, chat_of(address))
        await inside._transaction.run(insert(chats).values(group_id=group.id, chat_hash=found_by, chat=sealed))
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
