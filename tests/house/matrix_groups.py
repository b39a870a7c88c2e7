"""A second group, on a platform that no walk can see: with its code typed here, and as a second chat of one group."""

from datetime import time

from core.features.learning import GROUP_SNIPPET
from core.model.group_chat import JOIN_CODE_GOOD_FOR
from core.model.identity import Address, Group, Platform
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.ports import UnitOfWork
from core.scheduling.recurrence import next_due
from tests.house.matrix_links import CODE
from tests.house.matrix_world import Moment, World


def setup_moments(world: World, planted: Moment) -> list[Moment]:
    """Each with a /group panel and a /group join of its own. Leaves the world as it was."""
    moments: list[Moment] = []
    for step in (_offer, _join):
        world.back_to(planted)
        world.changes(step(world))
        moments.append(world.now())
    world.back_to(planted)
    return moments


async def _offer(world: World) -> None:
    """Made there, typed here."""
    async with world.bot.open_unit() as uow:
        here, there, now = await _group(world, uow), await _other(world, uow), world.bot.clock.now()
        until = now + JOIN_CODE_GOOD_FOR
        await uow.setup.make_code(there.id, CODE, until=until)
        assert await uow.setup.take(CODE, group_id=here.id, now=now, until=until) is not None
        await uow.commit()


async def _join(world: World) -> None:
    """Two chats, one of them with a room for posts."""
    async with world.bot.open_unit() as uow:
        here, there = await _group(world, uow), await _other(world, uow)
        await uow.setup.join(here.id, there.id)
        first, _ = await uow.setup.chats(here.id)
        await uow.setup.set_room(here.id, first.id, "7")
        rule = Recurrence(rule=Daily(times=(time(10),)), zone="Europe/London")
        new = NewSchedule(purpose=GROUP_SNIPPET, recurrence=rule, address=world.group, group_id=here.id)
        now = world.bot.clock.now()
        await uow.schedules.add(new, next_slot=next_due(rule, now), now=now)
        await uow.commit()


async def _group(world: World, uow: UnitOfWork) -> Group:
    return await uow.groups.founded(world.group, now=world.bot.clock.now())


async def _other(world: World, uow: UnitOfWork) -> Group:
    other = Platform.DISCORD if world.platform is Platform.TELEGRAM else Platform.TELEGRAM
    address = Address(platform=other, conversation="-900")
    return await uow.groups.founded(address, now=world.bot.clock.now())
