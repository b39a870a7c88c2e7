"""What is kept of suggestions and of link checks, on each database."""

from datetime import date, timedelta

from core.model.link_check import LinkTrouble
from core.model.resource import NewResource, Resource, ResourceState
from core.model.suggestion import NewSuggestion, SuggestionState
from core.ports import UnitOfWork
from core.storage import Storage
from tests.fakes import NINE
from tests.stage import GROUP, account_of

TODAY = date(2026, 3, 2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


async def kept(uow: UnitOfWork, *, link: str = "https://example.org", review_by: date | None = None) -> Resource:
    group = await uow.groups.founded(GROUP, now=NINE)
    new = NewResource(group_id=group.id, title="A page", link=link, why="It helps.", review_by=review_by)
    resource = await uow.resources.add(new, now=NINE)
    await uow.resources.set_state(resource.id, ResourceState.KEPT, if_state=ResourceState.DRAFT)
    return resource


async def suggested(uow: UnitOfWork, by: str = "ana", title: str = "A talk") -> tuple[int, int]:
    """Returns the ids of the suggestion and of the member."""
    group = await uow.groups.founded(GROUP, now=NINE)
    member = await uow.members.welcome(account_of(by), now=NINE)
    new = NewSuggestion(group_id=group.id, member_id=member.id, title=title, link="", why="It helped.")
    return (await uow.suggestions.add(new, now=NINE)).id, member.id


async def due(uow: UnitOfWork, days: float) -> list[int]:
    now = NINE + timedelta(days=days)
    found = await uow.shelf.to_check(well_before=now - WEEK, ill_before=now - DAY, limit=10)
    return [one.resource_id for one in found]


async def test_suggestions_wait_in_their_order_until_somebody_decides(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        first, member_id = await suggested(uow, title="first")
        second, _ = await suggested(uow, by="ben", title="second")
        await uow.commit()
    async with storage.unit_of_work() as uow:
        one = await uow.suggestions.next_waiting(1)
        assert one is not None
        assert (one.id, one.title, one.why, one.member_id) == (first, "first", "It helped.", member_id)
        behind = await uow.suggestions.next_waiting(1, after=first)
        assert behind is not None
        assert behind.id == second
        assert await uow.suggestions.next_waiting(1, after=second) is None
        assert await uow.suggestions.count_waiting(1) == 2
        assert await uow.suggestions.count_waiting(1, by=member_id) == 1


async def test_the_first_decision_counts_and_nothing_is_taken_back_after_it(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one, member_id = await suggested(uow)
        assert await uow.suggestions.decide(one, SuggestionState.APPROVED, now=NINE)
        assert not await uow.suggestions.decide(one, SuggestionState.DECLINED, now=NINE)
        assert not await uow.suggestions.take_back(one, member_id=member_id)
        told = await uow.suggestions.get(one)
        assert told is not None
        assert told.state is SuggestionState.APPROVED


async def test_only_its_own_member_takes_a_suggestion_back(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one, member_id = await suggested(uow)
        assert not await uow.suggestions.take_back(one, member_id=member_id + 1)
        assert await uow.suggestions.take_back(one, member_id=member_id)
        assert await uow.suggestions.get(one) is None


async def test_a_suggestion_goes_with_its_member_and_a_decided_one_after_its_time(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one, member_id = await suggested(uow)
        other, _ = await suggested(uow, by="ben")
        waits, _ = await suggested(uow, by="ben")
        await uow.suggestions.decide(other, SuggestionState.DECLINED, now=NINE)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        await uow.members.forget(member_id, now=NINE)
        assert await uow.suggestions.get(one) is None
        assert await uow.suggestions.forget_decided(NINE) == 0
        assert await uow.suggestions.forget_decided(NINE + DAY) == 1
        assert await uow.suggestions.get(waits) is not None


async def test_a_link_is_due_at_first_then_weekly_and_a_day_after_its_first_trouble(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one = await kept(uow)
        assert await due(uow, 0) == [one.id]
        await uow.shelf.note(one.id, one.link, None, now=NINE)
        assert await due(uow, 6.9) == []
        assert await due(uow, 7) == [one.id]
        await uow.shelf.note(one.id, one.link, LinkTrouble.GONE, now=NINE + WEEK)
        assert await due(uow, 7.9) == []
        assert await due(uow, 8) == [one.id]
        await uow.shelf.note(one.id, one.link, LinkTrouble.GONE, now=NINE + WEEK + DAY)
        assert await due(uow, 9.5) == []
        assert await due(uow, 15) == [one.id]


async def test_a_link_is_called_broken_when_it_was_found_so_twice_in_a_row(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one = await kept(uow)
        for trouble, broken in (
            (LinkTrouble.SILENT, False),
            (None, False),
            (LinkTrouble.SILENT, False),
            (LinkTrouble.GONE, True),
            (None, False),
        ):
            await uow.shelf.note(one.id, one.link, trouble, now=NINE)
            assert [item.trouble for item in await uow.shelf.items(one.group_id, TODAY)] == [trouble] * broken
            assert list(await uow.shelf.groups_with_items(TODAY)) == [one.group_id] * broken


async def test_what_was_found_behind_another_link_says_nothing_of_this_one(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one = await kept(uow)
        for _ in range(2):
            await uow.shelf.note(one.id, "https://old.example.org", LinkTrouble.GONE, now=NINE)
        assert await uow.shelf.items(one.group_id, TODAY) == []
        await uow.shelf.note(one.id, one.link, LinkTrouble.GONE, now=NINE)
        assert await uow.shelf.items(one.group_id, TODAY) == []


async def test_a_review_date_brings_a_resource_to_the_list_until_somebody_says_that_it_is_fine(
    storage: Storage,
) -> None:
    async with storage.unit_of_work() as uow:
        one = await kept(uow, review_by=TODAY)
        await kept(uow, review_by=TODAY + DAY)
        for _ in range(2):
            await uow.shelf.note(one.id, one.link, LinkTrouble.FAILING, now=NINE)
        (item,) = await uow.shelf.items(one.group_id, TODAY)
        assert (item.resource.id, item.trouble, item.stale_since) == (one.id, LinkTrouble.FAILING, TODAY)
        until = TODAY + timedelta(days=100)
        await uow.shelf.is_fine(one.id, until=until)
        assert await uow.shelf.items(one.group_id, TODAY) == []
        assert [item.resource.id for item in await uow.shelf.items(one.group_id, until)][:1] == [one.id]


async def test_a_withdrawn_resource_is_neither_looked_at_nor_listed(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        one = await kept(uow, review_by=TODAY)
        await uow.resources.set_state(one.id, ResourceState.WITHDRAWN, if_state=ResourceState.KEPT)
        assert await due(uow, 30) == []
        assert await uow.shelf.items(one.group_id, TODAY) == []
        assert await uow.shelf.item(one.id, TODAY) is None
        await uow.shelf.note(9999, "https://example.org", LinkTrouble.GONE, now=NINE)
