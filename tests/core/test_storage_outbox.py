"""The outbox: nothing is queued twice, nobody settles what is not theirs, and a crash leaves a mark."""

from sqlalchemy import text

from core.model.delivery import DeliveryState, Lane, Receipt, Settlement
from core.storage import Storage
from core.storage.delivery_rows import MESSAGE
from tests.core.storage_values import LEASE, NOW, OTHER_ROOM, ROOM, TELEGRAM, TOPIC, at, delivery
from tests.fakes import masters


async def put(storage: Storage, *deliveries: object) -> int:
    async with storage.unit_of_work() as uow:
        new = await uow.outbox.put(deliveries)  # type: ignore[arg-type]  # star arguments lose the type
        await uow.commit()
    return new


async def test_a_key_that_exists_is_left_out_even_in_the_same_call(storage: Storage) -> None:
    assert await put(storage, delivery("a"), delivery("b"), delivery("a")) == 2
    assert await put(storage, delivery("b"), delivery("c")) == 1
    async with storage.unit_of_work() as uow:
        assert await uow.outbox.counts() == {DeliveryState.DUE: 3}


async def test_a_claim_reads_back_what_was_queued(storage: Storage) -> None:
    new = delivery("a", address=TOPIC, post_id=5)
    await put(storage, new)
    async with storage.unit_of_work() as uow:
        (claimed,) = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=10)
    assert (claimed.address, claimed.message, claimed.due_at, claimed.expires_at, claimed.post_id) == (
        new.address,
        new.message,
        new.due_at,
        new.expires_at,
        5,
    )
    assert (claimed.fence, claimed.attempts, claimed.maybe_sent) == (1, 0, False)


async def test_a_live_reply_goes_before_what_falls_due_and_that_before_a_broadcast(storage: Storage) -> None:
    await put(
        storage,
        delivery("post", lane=Lane.BROADCAST, due_at=at(-60)),
        delivery("later", due_at=at(-1)),
        delivery("earlier", due_at=at(-2)),
        delivery("reply", lane=Lane.REPLY),
        delivery("tomorrow", lane=Lane.REPLY, due_at=at(1440)),
    )
    async with storage.unit_of_work() as uow:
        first = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=3)
        rest = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=3)
    assert [claim.key for claim in first] == ["reply", "earlier", "later"]
    assert [claim.key for claim in rest] == ["post"]


async def test_the_next_time_is_the_earliest_due_retry_or_lease_end(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        assert await uow.outbox.next_at(TELEGRAM) is None
        await uow.outbox.put([delivery("a"), delivery("b", lane=Lane.REPLY, due_at=at(5))])
        assert await uow.outbox.next_at(TELEGRAM) == NOW
        (claimed,) = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=1)
        assert await uow.outbox.next_at(TELEGRAM) == NOW + LEASE
        again = Settlement(delivery_id=claimed.id, fence=1, state=DeliveryState.DUE, retry_at=at(9), counts=False)
        await uow.outbox.settle([again])
        assert await uow.outbox.next_at(TELEGRAM) == at(5)
        (_, later) = await uow.outbox.claim(TELEGRAM, now=at(9), lease=LEASE, limit=2)
        assert (later.key, later.attempts, later.fence) == ("a", 0, 2)


async def test_an_older_fence_neither_begins_nor_settles(storage: Storage) -> None:
    await put(storage, delivery("a"))
    async with storage.unit_of_work() as uow:
        (stale,) = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=1)
        (fresh,) = await uow.outbox.claim(TELEGRAM, now=at(1), lease=LEASE, limit=1)
        assert await uow.outbox.begin([stale]) == frozenset()
        assert await uow.outbox.begin([fresh]) == {fresh.id}
        sent = Receipt(address=ROOM, message_ids=("1",))
        late = Settlement(delivery_id=stale.id, fence=stale.fence, state=DeliveryState.SENT, receipt=sent)
        assert await uow.outbox.settle([late]) == frozenset()
        mine = Settlement(delivery_id=fresh.id, fence=fresh.fence, state=DeliveryState.SENT, receipt=sent)
        assert await uow.outbox.settle([mine]) == {fresh.id}
        assert await uow.outbox.settle([mine]) == frozenset()
        assert await uow.outbox.counts() == {DeliveryState.SENT: 1}


async def test_a_crash_before_sending_is_no_reason_to_doubt_and_one_in_sending_is(storage: Storage) -> None:
    await put(storage, delivery("a"))
    async with storage.unit_of_work() as uow:
        await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=1)
        (second,) = await uow.outbox.claim(TELEGRAM, now=at(1), lease=LEASE, limit=1)
        assert (second.maybe_sent, second.attempts) == (False, 1)
        await uow.outbox.begin([second])
        assert not await uow.outbox.claim(TELEGRAM, now=at(1.2), lease=LEASE, limit=1)
        (third,) = await uow.outbox.claim(TELEGRAM, now=at(2), lease=LEASE, limit=1)
        assert (third.maybe_sent, third.attempts) == (True, 2)


async def test_a_second_crash_in_sending_ends_as_unknown_instead_of_a_third_copy(storage: Storage) -> None:
    await put(storage, delivery("a"))
    async with storage.unit_of_work() as uow:
        for minute in range(2):
            await uow.outbox.begin(await uow.outbox.claim(TELEGRAM, now=at(minute), lease=LEASE, limit=1))
        assert not await uow.outbox.claim(TELEGRAM, now=at(9), lease=LEASE, limit=1)
        assert await uow.outbox.counts() == {DeliveryState.UNKNOWN: 1}
        assert await uow.outbox.next_at(TELEGRAM) is None


async def test_receipts_say_where_a_post_arrived(storage: Storage) -> None:
    await put(storage, delivery("a", post_id=5), delivery("b", post_id=5), delivery("c", post_id=6))
    async with storage.unit_of_work() as uow:
        claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=2)
        await uow.outbox.begin(claims)
        receipt = Receipt(address=TOPIC, message_ids=("1", "2"))
        sent = Settlement(delivery_id=claims[0].id, fence=1, state=DeliveryState.SENT, receipt=receipt)
        dead = Settlement(delivery_id=claims[1].id, fence=1, state=DeliveryState.DEAD, cause="refused")
        assert await uow.outbox.settle([sent, dead]) == {claims[0].id, claims[1].id}
        assert await uow.outbox.receipts("checkin", 5) == [receipt]
        assert await uow.outbox.receipts("checkin", 6) == []


async def test_what_waits_for_a_thread_that_is_gone_goes_to_the_main_room(storage: Storage) -> None:
    await put(storage, delivery("a", address=TOPIC), delivery("b"), delivery("c", address=OTHER_ROOM))
    async with storage.unit_of_work() as uow:
        assert await uow.outbox.readdress(TOPIC, ROOM) == 1
        claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
    assert {claim.key: claim.address for claim in claims} == {"a": ROOM, "b": ROOM, "c": OTHER_ROOM}


async def test_a_message_of_an_unknown_version_is_parked_and_tried_again_at_the_next_start(
    storage: Storage, database_url: str
) -> None:
    await put(storage, delivery("new"), delivery("known"))
    await spoil(storage, '{"v":99}')
    async with storage.unit_of_work() as uow:
        claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
        assert [claim.key for claim in claims] == ["known"]
        assert await uow.outbox.counts() == {DeliveryState.LEASED: 1, DeliveryState.DEAD: 1}
        assert not await uow.outbox.claim(TELEGRAM, now=at(0.1), lease=LEASE, limit=9)
        await uow.commit()
    good = '{"v":1,"blocks":[],"buttons":[],"quiet":false}'
    await spoil(storage, good)
    await storage.close()
    upgraded = await Storage.open(database_url, masters())
    async with upgraded.unit_of_work() as uow:
        (back,) = await uow.outbox.claim(TELEGRAM, now=at(0.6), lease=LEASE, limit=1)
    assert (back.key, back.maybe_sent) == ("new", False)
    await upgraded.close()


async def spoil(storage: Storage, message: str) -> None:
    """Puts under the key "new" what another version of Spoonlight might have written and sealed."""
    sealed = storage._vault.house.close(MESSAGE, "new", message)
    async with storage.unit_of_work() as uow:
        statement = text("UPDATE deliveries SET message = :sealed WHERE key = 'new'")
        await uow._transaction.run(statement, {"sealed": sealed})  # type: ignore[attr-defined]  # behind the port
        await uow.commit()
