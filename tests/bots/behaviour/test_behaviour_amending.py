"""A post that was sent is changed, taken back, and followed by a newer one, for everybody's eyes in the group."""

from dataclasses import replace
from datetime import timedelta

from core.bootstrap import SupportBot
from core.model.delivery import Act, Lane, NewDelivery, Promise
from core.model.message import Outbound, message
from tests.bots.behaviour.moderating import LEAFLET, writes_a_leaflet
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

RESOURCES, RESOURCE = "resource_post", 1


def bot_of(stage: Stage) -> SupportBot:
    bot = vars(stage)["_bot"]
    assert isinstance(bot, SupportBot)
    return bot


async def amend(stage: Stage, said: Outbound | None) -> int:
    bot = bot_of(stage)
    now = bot.clock.now()
    async with bot.open_unit() as uow:
        number = await uow.outbox.amend(RESOURCES, RESOURCE, said, now=now, expires_at=now + timedelta(days=2))
        await uow.commit()
    await stage.settled()
    return number


async def posted(maya: Person, ana: Person, stage: Stage) -> None:
    await writes_a_leaflet(maya)
    await maya.taps("Post now")
    await stage.settled()
    await ana.sees("Pacing leaflet", in_group=True)


@everywhere
async def test_a_sent_post_is_changed_in_its_place(maya: Person, ana: Person, stage: Stage) -> None:
    await posted(maya, ana, stage)
    assert await amend(stage, message(LEAFLET["Why"])) == 1
    await ana.sees(LEAFLET["Why"], in_group=True)
    await ana.cannot_see("Pacing leaflet")
    assert await amend(stage, message("longer " * 700)) == 1, "where that is no edit, the next one still is"
    assert await amend(stage, message("Pacing leaflet")) == 1
    await ana.sees("Pacing leaflet", in_group=True)
    await ana.cannot_see("longer")
    assert await ana.count("Pacing leaflet") == 1


@everywhere
async def test_a_sent_post_is_taken_back(maya: Person, ana: Person, stage: Stage) -> None:
    await posted(maya, ana, stage)
    assert await amend(stage, None) == 1
    await ana.cannot_see("Pacing leaflet")
    assert await amend(stage, message("too late")) == 0


async def test_a_new_post_takes_the_place_of_the_one_before_it(maya: Person, ana: Person, stage: Stage) -> None:
    await posted(maya, ana, stage)
    bot = bot_of(stage)
    async with bot.open_unit() as uow:
        (there,) = await uow.outbox.receipts(RESOURCES, RESOURCE)
        new = NewDelivery(
            key="newer",
            address=replace(there.address),
            message=message("The newer one"),
            purpose=RESOURCES,
            lane=Lane.BROADCAST,
            promise=Promise.AT_MOST_ONCE,
            due_at=bot.clock.now(),
            expires_at=bot.clock.now() + timedelta(hours=1),
            group_id=1,
            post_id=RESOURCE,
            act=Act.RENEW,
        )
        await uow.outbox.put([new])
        await uow.commit()
    await stage.settled()
    await ana.sees("The newer one", in_group=True)
    await stage.settled()
    await ana.cannot_see("Pacing leaflet")
