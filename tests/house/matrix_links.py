"""The owner's other account, on a platform that no walk can see: before a code, with a code, and joined."""

from core.model.consent import ConsentPurpose
from core.model.identity import Account, Member, Platform
from core.model.linking import CODE_GOOD_FOR
from core.ports import UnitOfWork
from tests.house.matrix_world import OWNER, Moment, World
from tests.house.pages import knowledge

CODE = "ACDE3467"


def linking_moments(world: World, planted: Moment) -> list[Moment]:
    """Each with a /link of its own. Leaves the world as it was."""
    moments: list[Moment] = []
    world.back_to(planted)
    for step in (_agree, _offer, _join):
        world.changes(step(world))
        moments.append(world.now())
    world.back_to(planted)
    return moments


async def _agree(world: World) -> None:
    async with world.bot.open_unit() as uow:
        await _says_yes(world, uow, _here(world))
        await uow.commit()


async def _offer(world: World) -> None:
    """Made there, typed here."""
    async with world.bot.open_unit() as uow:
        there, mine, now = await _says_yes(world, uow, _there(world)), await _owner(world, uow), world.bot.clock.now()
        until = now + CODE_GOOD_FOR
        await uow.links.make_code(CODE, member_id=there.id, platform=_there(world).platform, until=until)
        assert await uow.links.take(CODE, member_id=mine.id, now=now, until=until) is not None
        await uow.commit()


async def _join(world: World) -> None:
    async with world.bot.open_unit() as uow:
        there, mine = await uow.members.welcome(_there(world), now=world.bot.clock.now()), await _owner(world, uow)
        await uow.links.join(there.id, mine.id, settings_of=mine.id, now=world.bot.clock.now())
        await uow.commit()


async def _says_yes(world: World, uow: UnitOfWork, account: Account) -> Member:
    member = await uow.members.welcome(account, now=world.bot.clock.now())
    await uow.consents.give(
        member.id, knowledge().content.consents[ConsentPurpose.LINKING].given(world.bot.clock.now())
    )
    return member


async def _owner(world: World, uow: UnitOfWork) -> Member:
    return await uow.members.welcome(_here(world), now=world.bot.clock.now())


def _here(world: World) -> Account:
    return Account(platform=world.platform, user_id=OWNER)


def _there(world: World) -> Account:
    other = Platform.DISCORD if world.platform is Platform.TELEGRAM else Platform.TELEGRAM
    return Account(platform=other, user_id="the same one elsewhere")
