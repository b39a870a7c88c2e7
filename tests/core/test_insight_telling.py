"""What is said of a diary, word by word."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.insight.daybook import Daybook, daybook
from core.insight.patterns import findings
from core.insight.peg import peg_means
from core.insight.telling import chart_alt, flare_line, lines, pattern_lines, peg_line, sentences, week_table
from core.library.words import Words
from core.model.checkin import Checkin
from core.model.flare import Flare
from tests.insight_kit import FIRST, MEASURES, NAMES, checkin, on_days


def book(checkins: Sequence[Checkin], days: int = 30, flares: Sequence[Flare] = ()) -> Daybook:
    return daybook(checkins, flares, NAMES, first=FIRST, last=FIRST + timedelta(days=days - 1))


def flare(first: int, last: int) -> Flare:
    return Flare(id=1, member_id=1, began_on=FIRST + timedelta(days=first), until=FIRST + timedelta(days=last))


EIGHTEEN = [*on_days(range(9), pain=5), *on_days(range(16, 25), pain=7)]


def test_two_sentences_say_days_recorded_level_and_change(words: Words) -> None:
    assert sentences(book(EIGHTEEN), words) == (
        "Recorded on 18 of 30 days: pain 6 on average, where 10 is the worst.",
        "In the second half, pain was higher (7 against 5).",
    )


def test_a_measure_from_fewer_days_says_how_many(words: Words) -> None:
    told = sentences(book([*EIGHTEEN, checkin(0, mood=3), *on_days(range(3), sleep=4)]), words)
    assert told == (
        "Recorded on 18 of 30 days: pain 6, sleep last night 4 (from 3 days) and low mood 3 (from 1 day) on average,"
        " where 10 is the worst.",
        "In the second half, pain was higher (7 against 5).",
    )


def test_what_stayed_the_same_is_gathered(words: Words) -> None:
    days = [*on_days(range(10), pain=5, sleep=6, mood=2), *on_days(range(15, 25), pain=3, sleep=6, mood=2)]
    assert (
        sentences(book(days), words)[1]
        == "In the second half, pain was lower (3 against 5). The rest was about the same."
    )
    still = [*on_days(range(10), pain=5, mood=2), *on_days(range(15, 25), pain=5, mood=2)]
    assert sentences(book(still), words)[1] == "The second half was about the same as the first half."


def test_what_cannot_be_compared_is_not_said_to_be_the_same(words: Words) -> None:
    days = [*on_days(range(10), pain=5, sleep=6), *on_days(range(15, 25), pain=5, sleep=9), checkin(0, mood=2)]
    assert sentences(book(days), words)[1] == (
        "In the second half, pain was about the same and sleep last night was higher (9 against 6)."
    )


def test_few_days_say_so_and_one_day_is_no_average(words: Words) -> None:
    assert sentences(book([checkin(0, pain=4), checkin(1, pain=5)], days=14), words) == (
        "Recorded on 2 of 14 days: pain 4.5 on average, where 10 is the worst.",
        "There are not enough days yet to compare the first half with the second.",
    )
    assert (
        sentences(book([checkin(0, pain=4)], days=7), words)[0]
        == "Recorded on 1 of 7 days: pain 4, where 10 is the worst."
    )
    assert sentences(book([], days=7), words) == ("Recorded on 0 of 7 days.",)


def test_a_members_own_words_keep_their_letters(words: Words) -> None:
    assert "Jaw 4" in sentences(book(on_days(range(2), **{"own-k3f9qa": 4})), words)[0]


def test_every_kind_has_its_line(words: Words) -> None:
    days = book([checkin(0, pain=4, walked=1, cups=3, stood=1), checkin(1, walked=0, cups=4, headache=1)], days=7)
    assert lines(days, words) == (
        "Pain: 4 on average (1 of 7 days)",
        "Cups of coffee: 3.5 a day on average (2 of 7 days)",
        "Walked: yes on 1 of 2 days",
        "Headache: ticked on 1 of 2 days",
        "Stood a lot: ticked on 1 of 2 days",
    )


def test_peg_and_flares_have_a_line_when_there_are_any(words: Words) -> None:
    days = book([], flares=[flare(2, 5)])
    filled = [
        checkin(3, peg_pain=7, peg_enjoyment=5, peg_activity=4),
        checkin(10, peg_pain=4, peg_enjoyment=4, peg_activity=4),
    ]
    means = peg_means(filled, first=days.first, last=days.last)
    assert peg_line(means, days, words) == "Weekly PEG: 4.7 of 10 on average. Filled 2 of 5 weeks."
    assert flare_line(days, words) == "Flare days in this time: 4."
    assert (peg_line([], days, words), flare_line(book([]), words)) == (None, None)


def test_a_pattern_is_told_with_its_numbers_and_a_caution(words: Words) -> None:
    poor = [checkin(day, sleep=8, pain=7) for day in range(12)]
    other = [checkin(day, sleep=3, pain=5) for day in range(12, 28)]
    assert pattern_lines(findings(book([*poor, *other])), words) == (
        "On days after poor sleep, pain was higher: 7 against 5, from 12 and 16 days.",
        "This is not proof of a cause.",
    )


@pytest.mark.parametrize(
    ("tick", "said"),
    [("stood", "On days after “Stood a lot”, pain was lower"), ("headache", "On days with “Headache”")],
)
def test_ticks_are_named_as_they_are_ticked(tick: str, said: str, words: Words) -> None:
    later = 1 if tick == "stood" else 0
    days = [
        checkin(day, pain=2 if (day - later) % 3 == 0 else 6, **({tick: 1} if day % 3 == 0 else {}))
        for day in range(60)
    ]
    assert pattern_lines(findings(book(days, days=60)), words)[0].startswith(said)


def test_too_few_days_and_nothing_found_are_told_apart(words: Words) -> None:
    assert "at least 10 days of each kind" in pattern_lines(findings(book(EIGHTEEN)), words)[0]
    same = [*on_days(range(12), sleep=8, pain=5), *on_days(range(12, 28), sleep=2, pain=5)]
    assert pattern_lines(findings(book(same)), words) == ("Nothing stands out in these days. That is common.",)


def test_weeks_become_a_table_that_says_what_is_not_there(words: Words) -> None:
    head, rows = week_table(book([checkin(0, pain=2, sleep=3), checkin(5, sleep=7)], days=14), words)
    assert head == ("Week", "Days recorded", "Sleep last night", "Pain")
    assert rows == (
        ("4 March to 8 March", "1 of 5", "3", "2"),
        ("9 March to 15 March", "1 of 7", "7", "none"),
        ("16 March to 17 March", "0 of 2", "none", "none"),
    )


def test_the_picture_is_told_with_its_levels_gaps_and_flares(words: Words) -> None:
    days = book([checkin(0, pain=2), checkin(5, pain=7), checkin(0, mood=3)], flares=[flare(4, 4), flare(8, 11)])
    assert chart_alt(days, words) == (
        "Line chart of 30 days, 4 March to 2 April."
        "\nPain: between 2 and 7, 4.5 on average, on 2 days.\nLow mood: 3 on 1 day."
        "\nDays without a value are gaps in the line."
        "\nFlare days are marked: 8 March and 12 March to 15 March."
    )
    assert chart_alt(days, words, [MEASURES["mood"]]).count(":") == 2


def test_a_picture_without_gaps_does_not_speak_of_gaps_and_many_flares_are_counted(words: Words) -> None:
    full = book(on_days(range(30), pain=5), flares=[flare(day, day) for day in range(0, 20, 4)])
    assert chart_alt(full, words) == (
        "Line chart of 30 days, 4 March to 2 April.\nPain: 5 on each of 30 days.\nFlare days are marked in 5 places."
    )
    assert chart_alt(book([]), words).endswith("Nothing is recorded in these days.")


def test_a_period_over_new_year_says_the_years(words: Words) -> None:
    assert chart_alt(book([], days=365), words).startswith("Line chart of 365 days, 4 March 2026 to 3 March 2027.")


def test_where_days_share_a_point_the_points_lowest_and_highest_are_told(words: Words) -> None:
    days = book([checkin(0, pain=0), checkin(1, pain=4), checkin(3, pain=9), checkin(4, pain=1)], days=6)
    said = chart_alt(
        days, words, step=3, drawn=lambda line: [sum(filter(None, line[at : at + 3])) / 2 for at in (0, 3)]
    )
    assert said.splitlines()[1:3] == [
        "Each point is the mean of 3 days.",
        "Pain: between 2 and 5, 3.5 on average, on 4 days.",
    ]
    flat = chart_alt(days, words, step=3, drawn=lambda _: [3.5, 3.5])
    assert "Pain: about 3.5 all along, on 4 days." in flat


def test_a_week_is_too_short_for_halves_and_nobody_is_told_to_wait(words: Words) -> None:
    said = " ".join(sentences(book(on_days(range(7), pain=5), days=7), words))
    assert "too short to compare" in said
    assert "yet" not in said
