"""Zones from what people type about where they live."""

from datetime import UTC, datetime

import pytest

from core.errors import UnknownZone
from core.scheduling.places import CITIES, REGIONS
from core.scheduling.zone import zone
from core.scheduling.zones import city_names, find_zones


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("londn", "Europe/London"),
        ("sydney", "Australia/Sydney"),
        ("uk", "Europe/London"),
        ("EST", "America/New_York"),
        ("california", "America/Los_Angeles"),
        ("i live in Paris, France", "Europe/Paris"),
        ("são paulo", "America/Sao_Paulo"),
        ("germny", "Europe/Berlin"),
        ("melborne", "Australia/Melbourne"),
        ("Europe/Rome", "Europe/Rome"),
    ],
)
def test_a_place_is_found_as_it_was_typed(typed: str, first: str) -> None:
    assert find_zones(typed)[0].zone == first


@pytest.mark.parametrize("typed", ["", "xyzzy", "?", "🙂", "a" * 5000])
def test_what_is_no_place_finds_nothing(typed: str) -> None:
    assert find_zones(typed) == []


def test_a_wide_country_offers_at_most_five_zones() -> None:
    assert 1 < len(find_zones("usa")) <= 5


def test_the_time_that_it_is_now_finds_the_zones_where_it_is_that_time() -> None:
    now = datetime(2026, 11, 24, 15, 42, tzinfo=UTC)
    assert [choice.zone for choice in find_zones("3:40pm", now=now)] == ["Europe/London"]
    assert "America/New_York" in [choice.zone for choice in find_zones("10:40", now=now)]


def test_every_zone_of_the_table_exists() -> None:
    for _, names in (*CITIES, *REGIONS):
        for name in names.split():
            zone(name)


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "America", "posix/UTC", "/etc/localtime"])
def test_a_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_cities_are_completed_while_they_are_typed_and_each_is_found_by_its_name() -> None:
    assert city_names("sâo p", most=5) == ["Sao Paulo"]
    assert city_names("", most=3) == ["London", "New York", "Chicago"]
    assert {"Leeds", "Leipzig"} <= set(city_names("LE", most=25))
    assert [name for name in city_names("", most=10_000) if len(find_zones(name)) != 1] == []
    assert city_names("3pm", most=5) == []
