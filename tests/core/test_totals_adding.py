"""A week of several people becomes a few rounded numbers, or nothing: no day with too few, no made-up zero."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.totals.adding import MIN_PEOPLE, Sum, Week
from core.model.checkin import Answer, Checkin

MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def checkin(day: int = 0, **values: int | None) -> Checkin:
    answers = tuple(Answer(measure=name, value=value) for name, value in values.items())
    return Checkin(
        id=1,
        member_id=1,
        questionnaire="daily",
        local_date=MONDAY + timedelta(days=day),
        opened_at=NINE,
        closed_at=NINE,
        answers=answers,
    )


def week(*people: list[Checkin]) -> Week | None:
    total = Sum()
    for one in people:
        total.add(one)
    return total.week()


def test_four_people_are_too_few_and_five_are_enough() -> None:
    one = [checkin(pain=6)]
    assert MIN_PEOPLE == 5
    assert week(*[one] * 4) is None
    assert week(*[one] * 5) == Week(days=1, numbers={"pain": 6})


def test_skipped_and_missing_numbers_are_no_zero_and_no_person() -> None:
    given_six, skipped, empty = [checkin(pain=6)], [checkin(pain=None)], [checkin()]
    assert week(*[given_six] * 4, skipped, empty, []) is None
    assert week(*[given_six] * 5, skipped, empty, []) == Week(days=1, numbers={"pain": 6})


def test_five_check_ins_of_one_person_are_one_person() -> None:
    assert week([checkin(pain=6)] * 5) is None


def test_a_day_of_somebody_is_the_mean_of_its_check_ins() -> None:
    twice = [checkin(pain=2), checkin(pain=8)]
    assert week(*[twice] * 5) == Week(days=1, numbers={"pain": 5})


def test_days_with_too_few_people_change_nothing() -> None:
    people = [[checkin(pain=4)] for _ in range(5)]
    people[0].append(checkin(3, pain=10))
    assert week(*people) == Week(days=1, numbers={"pain": 4})


def test_each_day_weighs_the_same_and_a_half_is_rounded_up() -> None:
    people = [[checkin(0, pain=2), checkin(1, pain=5)] for _ in range(5)] + [[checkin(1, pain=5)]] * 20
    assert week(*people) == Week(days=2, numbers={"pain": 4})


def test_a_measure_that_too_few_gave_is_not_told_and_others_are_never_added_up() -> None:
    people = [[checkin(pain=3, tiredness=7, mood=9)] for _ in range(4)] + [[checkin(pain=3, mood=9)]]
    assert week(*people) == Week(days=1, numbers={"pain": 3})


@given(st.lists(st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 10))), max_size=9))
def test_whatever_they_gave_nothing_is_told_of_fewer_than_five_and_it_stays_on_the_scale(
    people: list[list[tuple[int, int | None]]],
) -> None:
    told = week(*([checkin(day, pain=value) for day, value in one] for one in people))
    by_day = [sum(any(day == on and value is not None for on, value in one) for one in people) for day in range(7)]
    enough = sum(many >= MIN_PEOPLE for many in by_day)
    assert (told.days if told else 0) == enough
    if told is not None:
        assert 0 <= told.numbers["pain"] <= 10


@pytest.mark.parametrize("value", [0, 10])
def test_the_ends_of_the_scale_are_reached_by_the_sum_alone(value: int) -> None:
    told = week(*[[checkin(pain=value)]] * 5)
    assert told is not None
    assert told.numbers == {"pain": value}
