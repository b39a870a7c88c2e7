"""Members, check-ins, groups, resources, forms and the inbox, on a real database."""

from datetime import timedelta

from core.model.action import action
from core.model.checkin import Answer
from core.model.identity import Account, Address, Platform
from core.model.resource import NewResource, ResourceState
from core.storage import Storage
from tests.core.storage_values import (
    AGREED,
    ANA,
    LEASE,
    NOW,
    OTHER_ROOM,
    ROOM,
    TELEGRAM,
    TODAY,
    TOPIC,
    at,
    daily,
    delivery,
    slot,
)


async def test_a_member_is_made_once_and_found_by_account(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        assert await uow.members.of(ANA) is None
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.members.set_zone(ana.id, "Europe/Berlin")
        await uow.commit()
    async with storage.unit_of_work() as uow:
        again = await uow.members.welcome(ANA, now=NOW)
        assert (again.id, again.zone) == (ana.id, "Europe/Berlin")
        assert await uow.members.of(ANA) == await uow.members.get(ana.id) == again
        assert list(await uow.members.accounts_of(ana.id)) == [ANA]
        assert await uow.members.is_reachable(ANA)
        await uow.members.set_reachable(ANA, False)
        assert not await uow.members.is_reachable(ANA)
        await uow.members.set_reachable(ANA, True)
        assert await uow.members.is_reachable(ANA)


async def test_a_second_answer_takes_the_place_of_the_first_and_a_skipped_one_has_no_value(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(ana.id, AGREED)
        checkin = await uow.checkins.open(ana.id, "daily", local_date=TODAY, now=NOW)
        for measure, value in (("pain", 8), ("mood", None), ("pain", 6)):
            await uow.checkins.record(checkin.id, measure, value, member_id=ana.id, now=NOW)
        waiting = await uow.checkins.unfinished(ana.id, local_date=TODAY)
        assert waiting is not None
        assert waiting.answers == (Answer(measure="pain", value=6), Answer(measure="mood", value=None))
        await uow.checkins.close(checkin.id, now=NOW + timedelta(minutes=2))
        await uow.checkins.close(checkin.id, now=NOW + timedelta(minutes=9))
        assert await uow.checkins.unfinished(ana.id, local_date=TODAY) is None
        (closed,) = await uow.checkins.on(ana.id, TODAY)
        assert closed.closed_at == NOW + timedelta(minutes=2)
        assert await uow.checkins.get(checkin.id, member_id=ana.id + 1) is None


async def test_a_group_is_founded_once_and_known_by_the_whole_chat(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(TOPIC, now=NOW)
        assert await uow.groups.founded(ROOM, now=NOW) == await uow.groups.of_chat(TOPIC) == group
        await uow.groups.set_zone(group.id, "America/New_York")
        found = await uow.groups.get(group.id)
        assert found is not None
        assert found.zone == "America/New_York"
        assert list(await uow.groups.chats(group.id)) == [ROOM]


async def test_a_moved_chat_takes_its_group_schedules_and_waiting_messages_along(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        early = await uow.groups.founded(OTHER_ROOM, now=NOW)  # somebody spoke there before the news came
        added = await uow.schedules.add(daily(TOPIC, group_id=group.id), next_slot=slot(), now=NOW)
        await uow.outbox.put([delivery("a"), delivery("b", address=TOPIC)])
        for _ in range(2):
            await uow.groups.move_chat(ROOM, "-1001")
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert await uow.groups.of_chat(ROOM) is None
        assert await uow.groups.of_chat(OTHER_ROOM) == group
        assert await uow.groups.get(early.id) is None
        moved = await uow.schedules.get(added.id)
        assert moved is not None
        topic = Address(platform=Platform.TELEGRAM, conversation="-1001", thread="7")
        assert moved.address == topic
        claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
        assert {claim.key: claim.address for claim in claims} == {"a": OTHER_ROOM, "b": topic}


async def test_a_chat_that_removed_the_bot_loses_its_schedules_and_what_waits_for_it(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.schedules.add(daily(TOPIC, group_id=group.id), next_slot=slot(), now=NOW)
        await uow.outbox.put([delivery("a", address=TOPIC), delivery("b", address=OTHER_ROOM)])
        await uow.groups.forget_chat(ROOM, group_leaves_at=at(60))
        assert list(await uow.schedules.of_group(group.id)) == []
        assert [claim.key for claim in await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)] == ["b"]
        assert list(await uow.groups.chats(group.id)) == []
        assert await uow.groups.founded(ROOM, now=NOW) == group


async def test_a_rotation_remembers_the_newest_first(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        for item in ("a", "b", "c"):
            await uow.groups.chose(group.id, "snippet", item, now=NOW)
        assert list(await uow.groups.chosen_lately(group.id, "snippet", limit=2)) == ["c", "b"]
        assert list(await uow.groups.chosen_lately(group.id, "selfcare", limit=2)) == []


async def test_a_resource_keeps_its_words_and_only_the_first_change_of_state_counts(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        new = NewResource(group_id=group.id, title="Pa\0cing \ud83e", link="", why="kind", tags=("sleep", "😴"))
        added = await uow.resources.add(new, now=NOW)
        found = await uow.resources.get(added.id)
        assert found == added
        assert (added.title, added.tags, added.state) == ("Pacing ?", ("sleep", "😴"), ResourceState.DRAFT)
        keep = {"state": ResourceState.KEPT, "if_state": ResourceState.DRAFT}
        assert await uow.resources.set_state(added.id, **keep)
        assert not await uow.resources.set_state(added.id, **keep)
        assert [each.id for each in await uow.resources.kept(group.id, limit=5)] == [added.id]
        assert list(await uow.resources.kept(group.id, limit=5, offset=1)) == []


async def test_a_form_step_is_answered_once_and_a_new_form_makes_the_old_one_stale(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        old = await uow.forms.open(ANA, action=action("resource.add"), now=NOW)
        assert await uow.forms.answer(old.form_id, step=0, name="title", value="Pacing")
        assert not await uow.forms.answer(old.form_id, step=0, name="title", value="Sleep")
        current = await uow.forms.current(ANA)
        assert current is not None
        assert (current.step, current.values, current.action) == (1, {"title": "Pacing"}, action("resource.add"))
        new = await uow.forms.open(ANA, action=action("remind.add"), now=NOW)
        assert new.form_id != old.form_id
        assert not await uow.forms.answer(old.form_id, step=1, name="link", value="x")
        assert not await uow.forms.close(old.form_id)
        assert await uow.forms.close(new.form_id)
        assert await uow.forms.current(ANA) is None


async def test_an_event_is_taken_in_once_and_handled_once(storage: Storage) -> None:
    telegram = Platform.TELEGRAM
    async with storage.unit_of_work() as uow:
        await uow.inbox.take_in(telegram, {"1": "{}", "2": "[]"}, now=NOW)
        await uow.inbox.take_in(telegram, {"2": "changed", "3": "{}"}, now=NOW)
        assert [(w.event_id, w.native) for w in await uow.inbox.waiting(telegram, limit=9)] == [
            ("1", "{}"),
            ("2", "[]"),
            ("3", "{}"),
        ]
        assert [await uow.inbox.count_try(telegram, "2") for _ in range(2)] == [1, 2]
        assert await uow.inbox.first_time(telegram, "2", now=NOW)
        assert not await uow.inbox.first_time(telegram, "2", now=NOW)
        assert await uow.inbox.first_time(Platform.DISCORD, "2", now=NOW)
        await uow.inbox.take_in(telegram, {"2": "again"}, now=NOW)
        assert [w.event_id for w in await uow.inbox.waiting(telegram, limit=9)] == ["1", "3"]
        assert await uow.inbox.forget_before(NOW) == 0
        assert await uow.inbox.forget_before(NOW + timedelta(days=7)) == 2


async def test_two_accounts_with_one_number_on_two_platforms_are_two_people(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        ana = await uow.members.welcome(ANA, now=NOW)
        namesake = await uow.members.welcome(Account(platform=Platform.DISCORD, user_id="42"), now=NOW)
    assert ana != namesake
