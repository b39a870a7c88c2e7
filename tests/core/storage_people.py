"""People and a group with something of each kind, for tests that look at a whole database."""

from core.model.action import action
from core.model.identity import Account, Member, Platform, private_address
from core.model.resource import NewResource
from core.storage import Storage
from tests.core.storage_values import AGREED, NOW, ROOM, TODAY, daily, delivery, slot


def account(name: str) -> Account:
    return Account(platform=Platform.TELEGRAM, user_id=name)


async def comes(storage: Storage, name: str) -> Member:
    """A member with a zone, a consent, a check-in with a note, a reminder, a half-filled form, a message that waits."""
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(account(name), now=NOW)
        await uow.members.set_zone(member.id, "Europe/Berlin")
        await uow.consents.give(member.id, AGREED)
        checkin = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        await uow.checkins.record(checkin.id, "pain", 6, member_id=member.id, now=NOW)
        await uow.checkins.write_note(checkin.id, f"note of {name}", member_id=member.id)
        place = private_address(account(name))
        await uow.schedules.add(daily(place, member_id=member.id), next_slot=slot(), now=NOW)
        await uow.forms.open(account(name), action=action("remind.new"), now=NOW, known={"text": f"pills of {name}"})
        await uow.outbox.put([delivery(f"for {name}", address=place)])
        await uow.commit()
    return member


async def group_comes(storage: Storage) -> int:
    """A group with a shared link; one event of its chat was handled, another waits."""
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.groups.set_zone(group.id, "Europe/Berlin")
        await uow.resources.add(
            NewResource(group_id=group.id, title="Pacing", link="https://example.org", why="kind"), now=NOW
        )
        await uow.inbox.take_in(Platform.TELEGRAM, {"1": "{}", "2": "{}"}, now=NOW)
        await uow.inbox.first_time(Platform.TELEGRAM, "1", now=NOW)
        await uow.commit()
    return group.id


async def note_of(storage: Storage, name: str) -> str | None:
    """What this member wrote; None for somebody who is not known."""
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(account(name))
        if member is None:
            return None
        return next((one.note for one in await uow.checkins.all_of(member.id)), "")


async def forgets(storage: Storage, name: str) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(account(name))
        assert member is not None
        await uow.members.forget(member.id, now=NOW)
        await uow.commit()
