"""Patterns: which days are compared, when a difference is told, and how seldom chance alone would be told."""

import random
from collections.abc import Sequence
from datetime import timedelta

from core.insight.daybook import Daybook, daybook
from core.insight.patterns import Findings, Pattern, Timing, findings
from core.model.checkin import Checkin
from tests.insight_kit import FIRST, MEASURES, NAMES, checkin, on_days


def book(checkins: Sequence[Checkin], days: int = 90) -> Daybook:
    return daybook(checkins, (), NAMES, first=FIRST, last=FIRST + timedelta(days=days - 1))


def found_in(checkins: Sequence[Checkin]) -> Findings:
    return findings(book(checkins))


def test_poor_sleep_is_held_against_the_other_nights_of_the_same_dates() -> None:
    poor = [checkin(day, sleep=8, pain=7 + day % 2) for day in range(12)]
    other = [checkin(day, sleep=3, pain=5 + day % 2) for day in range(20, 36)]
    assert found_in([*poor, *other]) == Findings(
        patterns=(
            Pattern(
                cue=MEASURES["sleep"],
                timing=Timing.AFTER_NIGHT,
                measure=MEASURES["pain"],
                mean=7.5,
                days=12,
                other_mean=5.5,
                other_days=16,
            ),
        ),
        compared=True,
    )


def test_a_night_of_six_is_poor_and_one_of_five_and_a_half_is_not() -> None:
    poor = on_days(range(10), sleep=6, pain=8)
    other = [one for day in range(20, 30) for one in (checkin(day, sleep=5, pain=4), checkin(day, sleep=6, pain=4))]
    (told,) = found_in([*poor, *other]).patterns
    assert (told.days, told.other_days) == (10, 10)


def test_nine_days_on_either_side_are_too_few_and_that_can_be_said() -> None:
    for poor, other in ((9, 40), (40, 9)):
        days = [*on_days(range(poor), sleep=9, pain=9), *on_days(range(poor, poor + other), sleep=1, pain=1)]
        assert found_in(days) == Findings(patterns=(), compared=False)


def test_days_without_the_measure_itself_do_not_count_on_either_side() -> None:
    poor = [*on_days(range(9), sleep=9, pain=9), *on_days(range(9, 20), sleep=9)]
    other = on_days(range(30, 45), sleep=1, pain=1)
    assert not found_in([*poor, *other]).compared


def test_less_than_a_point_is_not_told() -> None:
    poor, other = on_days(range(40), sleep=9, pain=5), on_days(range(41, 80), sleep=1, pain=4)
    exactly_one = found_in([*poor, *other])
    assert [one.mean - one.other_mean for one in exactly_one.patterns] == [1.0]
    a_little_less = found_in([*poor, *other, *on_days(range(80, 83), sleep=1, pain=5)])  # 4.07
    assert a_little_less == Findings(patterns=(), compared=True)


def test_a_difference_that_the_days_ups_and_downs_may_explain_is_not_told() -> None:
    """Both sides swing between 0 and 10: means of 6 and 4 from ten days each say nothing."""
    poor = [checkin(day, sleep=9, pain=10 if day < 6 else 0) for day in range(10)]
    other = [checkin(20 + day, sleep=1, pain=10 if day < 4 else 0) for day in range(10)]
    assert found_in([*poor, *other]) == Findings(patterns=(), compared=True)


def test_a_trigger_is_held_against_the_day_after_it() -> None:
    """Stood a lot every third day; the pain is higher one day later, and on no other day."""
    days = [checkin(day, pain=8 if day % 3 == 1 else 4, **({"stood": 1} if day % 3 == 0 else {})) for day in range(60)]
    (told,) = found_in(days).patterns
    assert (told.cue.key, told.timing, told.mean, told.other_mean) == ("stood", Timing.AFTER, 8.0, 4.0)
    assert (told.days, told.other_days) == (20, 39)


def test_a_symptom_is_held_against_the_same_day() -> None:
    days = [
        checkin(day, pain=8 if day % 3 == 0 else 4, **({"headache": 1} if day % 3 == 0 else {})) for day in range(60)
    ]
    (told,) = found_in(days).patterns
    assert (told.cue.key, told.timing, told.mean, told.other_mean) == ("headache", Timing.WITH, 8.0, 4.0)


def test_days_before_the_first_tick_are_no_other_days() -> None:
    """Before that nobody may have been asked."""
    before = on_days(range(30), pain=0)
    since = [checkin(day, pain=6, **({"headache": 1} if day % 2 else {})) for day in range(31, 80)]
    assert found_in([*before, *since]) == Findings(patterns=(), compared=True)


def test_poor_nights_known_by_a_number_and_by_a_tick_are_told_once() -> None:
    poor = on_days(range(1, 20), sleep=9, poor_sleep=1, pain=8)
    other = on_days(range(20, 40), sleep=1, pain=3)
    assert [one.timing for one in found_in([*poor, *other]).patterns] == [Timing.AFTER_NIGHT]


def test_a_lower_number_is_told_as_well_and_at_most_three_are_told_the_clearest_first() -> None:
    poor = [checkin(day, sleep=9, pain=9, mood=2, **{"own-k3f9qa": 6}) for day in range(20)]
    other = [checkin(day, sleep=1, pain=3, mood=7, **{"own-k3f9qa": 4}) for day in range(20, 40)]
    with_tick = [checkin(day, headache=1) for day in range(40) if day % 2 == day // 20]
    found = found_in([*poor, *other, *with_tick])
    assert [one.measure.key for one in found.patterns] == ["pain", "mood", "own-k3f9qa"]
    assert found.patterns[1].mean < found.patterns[1].other_mean


def test_chance_alone_is_seldom_told_as_a_pattern() -> None:
    """A hundred made-up diaries of 90 days in which nothing has to do with anything."""
    chance = random.Random(5)

    def diary() -> list[Checkin]:
        ticks = ("stood", "poor_sleep", "headache")
        return [
            checkin(
                day,
                **{key: chance.randint(1, 9) for key in ("pain", "sleep", "mood")},
                **{key: 1 for key in ticks if chance.random() < 0.3},
            )
            for day in range(90)
            if chance.random() < 0.8
        ]

    told = sum(bool(found_in(diary()).patterns) for _ in range(100))
    assert told <= 5
