"""What a member takes along comes back without a loss, once, and nothing in a file is trusted."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from core.errors import ConsentMissing
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly
from core.ports import Holding, Record, Restored
from core.scheduling.plain import from_plain, to_plain
from tests.core.company import Company, Person
from tests.fakes import MovableClock
from tests.stage import agreed

EIGHT, HALF_PAST = time(8), time(20, 30)
RULES: tuple[Rule, ...] = (
    Once(at=datetime(2026, 12, 24, 18, 0)),  # noqa: DTZ001 - wall time, by the rule's own contract
    Daily(times=(EIGHT, HALF_PAST)),
    Daily(times=(EIGHT,), every=3, anchor=date(2026, 3, 2)),
    Weekly(times=(EIGHT,), days=frozenset({Weekday.MON, Weekday.SUN}), every=2, anchor=date(2026, 3, 2)),
    Monthly(times=(EIGHT,), day=31),
    Monthly(times=(EIGHT,), day=None),
    Interval(every=90, unit=Unit.MINUTES, window_start=EIGHT, window_end=HALF_PAST),
)


def holding(here: Company, name: str) -> Holding:
    return next(one for one in here.bot.knowledge.table.holdings if one.name == name)


async def exported(here: Company, ana: Person, name: str) -> list[Record]:
    """As it comes back from a file."""
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        return list(json.loads(json.dumps(await holding(here, name).export(uow, member))))


async def restored(here: Company, ana: Person, name: str, records: list[Any]) -> Restored:
    restore = holding(here, name).restore
    assert restore is not None
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        outcome = await restore(uow, member, records, here.clock.now())
        await uow.commit()
        return outcome


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_every_rule_comes_back_from_plain_json_as_it_was(rule: Rule) -> None:
    whole = Recurrence(
        rule=rule, zone="Europe/London", ends_on=date(2027, 1, 1), exceptions=frozenset({date(2026, 5, 1)})
    )
    assert from_plain(json.loads(json.dumps(to_plain(whole)))) == whole


@pytest.mark.parametrize(
    "change",
    [
        {"repeats": "never"},
        {"zone": "Nowhere/Land"},
        {"zone": "../etc"},
        {"times": []},
        {"times": ["25:00"]},
        {"times": ["08:00+01:00"]},
        {"times": "08:00"},
        {"times": ["08:00"] * 1000},
        {"every": 0},
        {"every": True},
        {"every": 10**30},
        {"every": 2},
        {"ends_on": 7},
        {"except_on": None},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    good = to_plain(Recurrence(rule=Daily(times=(EIGHT,)), zone="UTC"))
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it, it is one kind of refusal
        from_plain({**good, **change})


async def test_check_ins_come_back_whole_and_once(here: Company, clock: MovableClock) -> None:
    ana, ben = await here.member().agrees(), await here.member("ben").agrees()
    for taps in (("3", "Skip"), ("10", "0")):
        await ana.command("checkin short")
        for tap in taps:
            await ana.taps(tap)
        await ana.taps("Add a note")
        await ana.says(f"after {taps[0]}")
        clock.forward(days=1)
    records = await exported(here, ana, "checkins")
    assert [one["note"] for one in records] == ["after 3", "after 10"]
    assert [[answer["value"] for answer in one["answers"]] for one in records] == [[3, None], [10, 0]]
    assert await restored(here, ben, "checkins", records) == Restored(new=2)
    assert await exported(here, ben, "checkins") == records
    assert await restored(here, ben, "checkins", records) == Restored(known=2)


async def test_check_ins_do_not_come_back_without_a_yes(here: Company, clock: MovableClock) -> None:
    ana = await here.member().agrees()
    await ana.command("checkin short")
    await ana.taps("3")
    records = await exported(here, ana, "checkins")
    with pytest.raises(ConsentMissing):
        await restored(here, here.member("ben"), "checkins", records)
    await agreed(here.bot.open_unit, here.member("ben").account, clock.now())
    assert (await restored(here, here.member("ben"), "checkins", records)).new == 1


@pytest.mark.parametrize(
    "change",
    [
        {"date": "yesterday"},
        {"opened_at": "2026-03-02T09:00:00"},
        {"opened_at": "2999-01-01T09:00:00+00:00"},
        {"answers": [{"measure": "pain", "value": 11, "at": None}]},
        {"answers": [{"measure": "pain", "value": True, "at": None}]},
        {"answers": [{"measure": "", "value": 1, "at": None}]},
        {"answers": [{"measure": "pain", "value": 1, "at": None}] * 2},
        {"answers": 7},
        {"note": "n" * 1001},
        {"note": None},
        {"set": 5},
    ],
    ids=str,
)
async def test_a_check_in_that_cannot_be_is_left_out(here: Company, change: dict[str, Any]) -> None:
    ana, ben = await here.member().agrees(), await here.member("ben").agrees()
    await ana.command("checkin short")
    await ana.taps("3")
    [record] = await exported(here, ana, "checkins")
    assert await restored(here, ben, "checkins", [{**record, **change}, record]) == Restored(new=1, unfit=1)


async def test_reminders_come_back_with_their_words_rule_and_place_and_once(here: Company) -> None:
    ana, ben = here.member(), here.member("ben")
    await ana.command("timezone Leeds")
    await ana.command("remind drink some water every day at 9 am")
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.taps("Every day at 12:00 pm")
    records = await exported(here, ana, "reminders")
    assert [one["what"] for one in records] == ["drink some water", "Daily check-in"]
    assert records[0]["when"] == "every day at 9:00 am"
    assert records[0]["rrule"] == "RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0"
    await ben.command("start")
    assert await restored(here, ben, "reminders", records) == Restored(new=2)
    assert await exported(here, ben, "reminders") == records
    assert await restored(here, ben, "reminders", records) == Restored(known=2)
    here.clock.forward(hours=3)
    assert len(await here.due()) == 2


async def test_a_reminder_that_is_over_or_strange_does_not_fit(here: Company) -> None:
    ana = here.member()
    await ana.command("timezone Leeds")
    await ana.command("remind drink some water every day at 9 am")
    [record] = await exported(here, ana, "reminders")
    over = to_plain(replace(from_plain(record["rule"]), rule=Once(at=datetime(2020, 1, 1, 9, 0))))  # noqa: DTZ001 - wall time
    strange = [
        {**record, "rule": over},
        {**record, "kind": "care.no_such"},
        {**record, "words": "w" * 999},
        {},
        {"rule": 3},
    ]
    assert await restored(here, ana, "reminders", strange) == Restored(unfit=len(strange))


async def test_nobody_gets_more_reminders_by_a_file_than_by_hand(here: Company) -> None:
    ana = here.member()
    await ana.command("timezone Leeds")
    await ana.command("remind drink some water every day at 9 am")
    [record] = await exported(here, ana, "reminders")
    many = [{**record, "words": f"number {number}"} for number in range(100)]
    assert await restored(here, ana, "reminders", many) == Restored(new=49, unfit=51)


async def test_who_somebody_is_and_what_they_agreed_to_is_told_whole(here: Company) -> None:
    ana = await here.member().agrees()
    await ana.command("timezone Leeds")
    await ana.command("privacy consent off")
    [you] = await exported(here, ana, "you")
    assert you["zone"] == "Europe/London"
    assert you["accounts"] == [{"platform": "telegram", "user_id": "ana"}]
    [yes] = await exported(here, ana, "consents")
    assert yes["purpose"] == "checkins"
    assert datetime.fromisoformat(yes["withdrawn_at"]) - datetime.fromisoformat(yes["given_at"]) == timedelta()
    assert await exported(here, ana, "waiting") == []
    await ana.command("remind water")
    assert await exported(here, ana, "waiting") == [{"messages": 0, "open_forms": 1}]


async def test_own_questions_come_back_in_their_order_once_and_overwrite_nothing(here: Company) -> None:
    ana, ben = await here.member().agrees(), await here.member("ben").agrees()
    await ana.command("checkin set")
    for tap in ("Add a question", "Brain fog", "One of my own", "A number"):
        await ana.taps(tap)
    await ana.says("Cups of tea")
    await ana.taps("My own set")
    records, habits = await exported(here, ana, "tracked"), await exported(here, ana, "habits")
    assert [(one["measure"][:4], one["label"], one["place"]) for one in records] == [
        ("fog", "", 0),
        ("own-", "Cups of tea", 1),
    ]
    assert await restored(here, ben, "tracked", records) == Restored(new=2)
    assert await restored(here, ben, "habits", habits) == Restored(new=1)
    assert await exported(here, ben, "tracked") == records
    assert await restored(here, ben, "tracked", records) == Restored(known=2)
    assert await restored(here, ben, "habits", [{"opens": "daily", "all_at_once": True}]) == Restored(known=1)
    assert await exported(here, ben, "habits") == habits == [{"opens": "own", "all_at_once": False}]


async def test_own_questions_that_cannot_be_are_left_out(here: Company) -> None:
    ana = await here.member().agrees()
    own = {"measure": "own-abc123", "kind": "count", "label": "Tea", "place": 0, "used_at": None, "retired": False}
    strange = [
        {**own, "measure": "own-ABC"},
        {**own, "measure": "pain"},
        {**own, "label": "w" * 29},
        {**own, "kind": "no_such"},
        {**own, "used_at": "2999-01-01T09:00:00+00:00"},
        {},
    ]
    assert await restored(here, ana, "tracked", [*strange, {**own, "place": 77}]) == Restored(new=1, unfit=6)
    assert [one["place"] for one in await exported(here, ana, "tracked")] == [None]
    assert await restored(here, ana, "habits", [{"opens": "no_such", "all_at_once": True}]) == Restored(unfit=1)


async def test_counts_and_ticks_come_back_within_their_bounds(here: Company) -> None:
    ana = await here.member().agrees()
    record = {"date": "2026-03-01", "set": "own", "opened_at": "2026-03-01T09:00:00+00:00", "closed_at": None}

    def with_answer(measure: str, value: int, minute: int) -> Record:
        answers = [{"measure": measure, "value": value, "at": None}]
        return {**record, "opened_at": f"2026-03-01T09:{minute:02}:00+00:00", "answers": answers, "note": ""}

    fits = [("own-abc123", 99), ("hours_slept", 99), ("stress", 1), ("rested", 0), ("pain", 10)]
    unfits = [("own-abc123", 100), ("stress", 2), ("rested", 3), ("pain", 11)]
    records = [with_answer(measure, value, minute) for minute, (measure, value) in enumerate([*fits, *unfits])]
    assert await restored(here, ana, "checkins", records) == Restored(new=5, unfit=4)
