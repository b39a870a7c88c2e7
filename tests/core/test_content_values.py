"""What the content folder hands out: check-ins, small talk, lines and topics, ready to be shown."""

from functools import cache
from pathlib import Path

from core.library.content import Content, load_content

DATA = Path(__file__).parents[2] / "data"


@cache
def content() -> Content:
    return load_content(DATA)


def test_the_daily_set_asks_five_things_and_the_short_one_two() -> None:
    sets = content().checkins.questionnaires
    assert [question.id for question in sets["daily"].questions] == ["pain", "tiredness", "sleep", "mood", "fog"]
    assert [question.id for question in sets["short"].questions] == ["pain", "tiredness"]


def test_an_answer_is_reflected_by_its_band_at_both_edges() -> None:
    pain = content().checkins.questions["pain"]
    assert [pain.follow_up(value).lowest for value in (0, 3, 4, 6, 7, 10)] == [0, 0, 4, 4, 7, 7]
    assert pain.follow_up(8).say[0].format(value=8) == "Pain 8, noted. Sorry it is that high today."


def test_the_end_of_a_check_in_looks_at_the_highest_answer_and_never_at_a_skipped_one() -> None:
    checkins = content().checkins
    assert checkins.closing([None, 2, 8]).lowest == 7
    assert checkins.closing([0, None]).lowest == 0
    assert checkins.closing([None, None]) is checkins.all_skipped


def test_a_very_low_mood_comes_with_a_door_to_a_person() -> None:
    doors = content().checkins.questions["mood"].follow_up(9).doors
    assert [door.opens for door in doors] == ["people"]


def test_a_country_is_found_in_any_letter_case_and_never_guessed() -> None:
    helplines = content().helplines
    newzealand = helplines.of("nz")
    assert newzealand is not None
    assert newzealand.emergency == ("111",)
    assert helplines.of("XX") is None
    assert helplines.of(None) is None
    assert "111" not in [main.line.call for main in helplines.anywhere.main_lines]


def test_lines_of_a_pair_give_one_to_call_and_one_to_text() -> None:
    britain = content().helplines.of("GB")
    assert britain is not None
    pair = [line for line in britain.lines if line.pair == "gb"]
    assert [(line.call, line.text) for line in pair] == [("116 123", None), (None, "SHOUT to 85258")]


def test_a_line_that_nobody_checked_has_no_day() -> None:
    days = {line.id: line.verified_on for line in content().helplines.lines()}
    assert days["us-988"] is not None
    assert days["za-sadag"] is None


def test_topics_keep_the_order_of_their_file_and_hold_their_snippets() -> None:
    assert next(iter(content().topics)) == "urgent"
    assert {snippet.topic for snippet in content().in_topic("flares")} == {"flares"}
    assert sum(len(content().in_topic(topic)) for topic in content().topics) == len(content().snippets)
