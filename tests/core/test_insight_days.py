"""Days, levels, changes, weeks and the PEG, reckoned by hand; and what must hold for every diary."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.insight.daybook import Daybook, daybook
from core.insight.levels import Level, Way, level
from core.insight.peg import peg_means
from core.insight.weeks import weeks
from core.model.checkin import Checkin
from core.model.flare import Flare
from core.model.measure import Measure, MeasureKind
from tests.insight_kit import FIRST, MEASURES, NAMES, checkin, on_days

PAIN, SLEEP, WALKED, STOOD = (MEASURES[key] for key in ("pain", "sleep", "walked", "stood"))


def book(checkins: Sequence[Checkin], days: int = 30, flares: Sequence[Flare] = ()) -> Daybook:
    return daybook(checkins, flares, NAMES, first=FIRST, last=FIRST + timedelta(days=days - 1))


def known(found: Level | None) -> Level:
    assert found is not None
    return found


def test_a_day_with_several_check_ins_is_their_mean_and_a_skip_is_no_answer() -> None:
    days = book([checkin(0, pain=4), checkin(0, pain=7), checkin(0, pain=None), checkin(1, pain=None)], days=3)
    assert days.line("pain") == (5.5, None, None)
    assert days.recorded == {0}


def test_an_average_is_over_recorded_days_and_not_over_check_ins_or_gaps() -> None:
    told = known(level(book([checkin(0, pain=2), checkin(0, pain=4), checkin(9, pain=9)]), PAIN))
    assert (told.mean, told.lowest, told.highest, told.days) == (6.0, 3.0, 9.0, 2)


def test_a_zero_counts_and_a_gap_does_not() -> None:
    assert known(level(book([checkin(0, pain=0), checkin(5, pain=8)]), PAIN)).mean == 4.0


def test_ticks_are_days_and_have_no_level() -> None:
    days = book([checkin(0, stood=1), checkin(2, stood=1, pain=3)])
    assert days.ticks == {"stood": {0, 2}}
    assert level(days, STOOD) is None
    assert days.recorded == {0, 2}


def test_an_answer_whose_name_is_gone_still_makes_its_day_a_recorded_one() -> None:
    days = book([checkin(3, forgotten=5)])
    assert (set(days.recorded), list(days.measures)) == ({3}, [])


def test_what_lies_outside_the_period_is_left_out_and_flares_are_cut_to_it() -> None:
    before, inside, after = (Flare(id=n, member_id=1, began_on=FIRST, until=FIRST) for n in range(3))
    before = replace(before, began_on=FIRST - timedelta(days=9), until=FIRST + timedelta(days=1))
    inside = replace(inside, began_on=FIRST + timedelta(days=2), until=FIRST + timedelta(days=3))
    after = replace(after, began_on=FIRST + timedelta(days=6), until=FIRST + timedelta(days=40))
    gone = Flare(id=9, member_id=1, began_on=FIRST - timedelta(days=20), until=FIRST - timedelta(days=12))
    days = book([checkin(-1, pain=9), checkin(30, pain=9), checkin(0, pain=1)], flares=[after, inside, gone, before])
    assert days.line("pain")[0] == 1
    assert days.recorded == {0}
    assert days.flares == (
        (FIRST, FIRST + timedelta(days=3)),  # they touch, so they are one stretch
        (FIRST + timedelta(days=6), days.last),
    )


def test_the_most_recorded_measure_comes_first() -> None:
    days = book([checkin(0, pain=1, sleep=1), checkin(1, sleep=2), checkin(1, pain=None)])
    assert days.of_kind(MeasureKind.SCALE) == (SLEEP, PAIN)


@pytest.mark.parametrize(
    ("later", "way"), [(6, Way.HIGHER), (5, Way.SAME), (4, Way.LOWER), (10, Way.HIGHER), (0, Way.LOWER)]
)
def test_the_second_half_is_held_against_the_first(later: int, way: Way) -> None:
    days = book([*on_days(range(5), pain=5), *on_days(range(15, 20), pain=later)])
    change = known(level(days, PAIN)).change
    assert change is not None
    assert (change.earlier, change.later, change.way) == (5.0, later, way)


def test_a_change_is_said_only_when_both_halves_have_five_days() -> None:
    for half in (range(4), range(15, 19)):
        other = range(15, 30) if 0 in half else range(15)
        assert known(level(book([*on_days(half, pain=1), *on_days(other, pain=9)]), PAIN)).change is None


def test_the_middle_day_of_an_odd_period_is_in_neither_half() -> None:
    days = book([*on_days(range(5), pain=2), *on_days([5], pain=9), *on_days(range(6, 11), pain=4)], days=11)
    change = known(level(days, PAIN)).change
    assert change is not None
    assert (change.earlier, change.later) == (2.0, 4.0)


def test_what_is_said_of_a_change_fits_the_numbers_that_are_said_beside_it() -> None:
    """5.04 and 5.96 are told as 5 and 6: a point apart for everybody who reads them."""
    first = [*on_days(range(24), pain=5), *on_days([24], pain=6)]  # 126 / 25
    second = [*on_days(range(25, 49), pain=6), *on_days([49], pain=5)]  # 149 / 25
    change = known(level(book([*first, *second], days=50), PAIN)).change
    assert change is not None
    assert (change.earlier, change.later, change.way) == (5.0, 6.0, Way.HIGHER)


def test_weeks_begin_on_monday_and_are_cut_to_the_period() -> None:
    """FIRST is a Wednesday: five days, then a whole week, then two days with nothing in them."""
    found = weeks(book([checkin(0, pain=2), checkin(4, pain=5), checkin(5, sleep=7), checkin(11, pain=4)], days=14))
    assert [(one.first.day, one.last.day, one.days, one.recorded) for one in found] == [
        (4, 8, 5, 2),
        (9, 15, 7, 2),
        (16, 17, 2, 0),
    ]
    assert [dict(one.means) for one in found] == [{"pain": 3.5}, {"sleep": 7.0, "pain": 4.0}, {}]


def test_a_peg_is_the_mean_of_all_three_and_no_part_of_any_day() -> None:
    filled = checkin(3, peg_pain=7, peg_enjoyment=5, peg_activity=3)
    skipped = checkin(4, peg_pain=7, peg_enjoyment=None, peg_activity=3)
    assert [(one.day, one.mean) for one in peg_means([skipped, filled], first=FIRST, last=date(2026, 3, 30))] == [
        (date(2026, 3, 7), 5.0)
    ]
    days = book([filled, skipped])
    assert (days.recorded, days.measures) == (frozenset(), ())
    assert peg_means([filled], first=date(2026, 3, 8), last=date(2026, 3, 30)) == ()


VALUES = st.one_of(st.none(), st.integers(0, 10))
CHECKINS = st.lists(
    st.builds(
        lambda day, said: checkin(day, **said),
        st.integers(0, 29),
        st.dictionaries(st.sampled_from(["pain", "sleep", "walked"]), VALUES, max_size=3),
    ),
    max_size=40,
)


@given(CHECKINS, st.randoms())
def test_the_order_of_check_ins_does_not_matter(checkins: list[Checkin], chance: object) -> None:
    days = book(checkins)
    shuffled = list(checkins)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random under another name
    again = book(shuffled)
    assert (again.values, again.recorded) == (days.values, days.recorded)
    assert {one.key for one in again.measures} == {one.key for one in days.measures}


@given(CHECKINS, st.integers(0, 29))
def test_a_check_in_with_nothing_but_skips_changes_nothing(checkins: list[Checkin], day: int) -> None:
    days = book(checkins)
    again = book([*checkins, checkin(day, pain=None, sleep=None), checkin(day)])
    assert again == days


@given(CHECKINS)
def test_an_empty_day_more_changes_no_average_and_only_the_number_of_days(checkins: list[Checkin]) -> None:
    days, longer = book(checkins, days=30), book(checkins, days=31)
    assert longer == replace(days, days=31)
    for measure in days.measures:
        short, long = known(level(days, measure)), known(level(longer, measure))
        assert replace(long, change=None) == replace(short, change=None)


@given(CHECKINS)
def test_an_average_lies_between_the_answers_and_comes_from_as_many_days_as_have_one(checkins: list[Checkin]) -> None:
    for measure in (PAIN, SLEEP, WALKED):
        said = [
            (one.local_date, answer.value)
            for one in checkins
            for answer in one.answers
            if answer.measure == measure.key and answer.value is not None
        ]
        told = level(book(checkins), measure)
        if not said:
            assert told is None
            continue
        assert known(told).days == len({day for day, _ in said})
        values = [value for _, value in said]
        assert min(values) - 1e-9 <= known(told).mean <= max(values) + 1e-9


@given(CHECKINS)
def test_weeks_hold_every_recorded_day_once(checkins: list[Checkin]) -> None:
    days = book(checkins)
    found = weeks(days)
    assert sum(one.recorded for one in found) == len(days.recorded)
    assert sum(one.days for one in found) == days.days
    assert (found[0].first, found[-1].last) == (days.first, days.last)


def test_a_measure_that_is_not_recorded_has_no_line() -> None:
    assert book([], days=2).line("pain") == (None, None)
    assert level(book([]), Measure(key="other", kind=MeasureKind.SCALE, label="Other")) is None
