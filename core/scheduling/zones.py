"""Finds time zones from what a person types: a city, a country, a state, an abbreviation, or their clock now.

It offers at most five choices and never decides. The names come from the places table and from zoneinfo itself.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from itertools import pairwise
from zoneinfo import available_timezones

from core.scheduling.places import CITIES, REGIONS
from core.scheduling.zone import zone

_MOST = 5
_ALIKE = 82  # of 100: below this a typo is another word
_SHORTEST_TYPO = 4
_SAME_CLOCK = 10 * 60  # seconds; people read their clock to within some minutes
_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
_COMMON = (
    "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/Paris",
    "Australia/Sydney", "Asia/Kolkata", "Asia/Manila", "Africa/Johannesburg", "Pacific/Auckland", "America/Sao_Paulo",
    "Africa/Lagos", "Asia/Dubai", "Asia/Singapore", "Asia/Tokyo", "Europe/Athens", "America/Halifax",
    "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "America/St_Johns", "Australia/Adelaide",
    "Australia/Brisbane", "Australia/Perth", "Asia/Karachi", "Asia/Dhaka", "Asia/Kathmandu", "Asia/Tehran",
    "Europe/Moscow", "Asia/Jakarta", "Africa/Nairobi", "Asia/Kabul", "Asia/Yangon", "Atlantic/Azores",
    "Pacific/Fiji", "Pacific/Tongatapu", "Pacific/Chatham", "Pacific/Pago_Pago", "Asia/Almaty", "Asia/Vladivostok",
    "Pacific/Guadalcanal", "Atlantic/Cape_Verde", "America/Noronha", "Pacific/Marquesas", "Pacific/Kiritimati",
    "Europe/Berlin", "Europe/Madrid", "America/Toronto", "America/Mexico_City", "Europe/Helsinki", "Asia/Shanghai",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChoice:
    """One button: the IANA name, and the place in the words that people use for it."""

    zone: str
    label: str


def find_zones(text: str, *, now: datetime | None = None) -> list[ZoneChoice]:
    """At most five zones for a place as it was typed, best first; none when nothing is near.

    With `now` (aware), a clock time like "3:40pm" finds the common zones where it is that time now.
    """
    wanted = _plain(text)
    if not wanted:
        return []
    if (clock := _clock(wanted)) is not None:
        return _by_clock(clock, now) if now is not None else []
    known = _places()
    for candidate in (wanted, *_pieces(wanted)):
        if candidate in known:
            return list(known[candidate][:_MOST])
    return _near(wanted)


def city_names(begun: str, *, most: int) -> list[str]:
    """Cities whose name begins so, for somebody who is typing; each of them is found by its name. Well-known first."""
    wanted = _plain(begun)
    return [name for name in _cities() if _plain(name).startswith(wanted)][:most]


def zones_at(wall: time, now: datetime) -> list[ZoneChoice]:
    """Well-known places where a clock shows that time now (aware), to within some minutes; at most five."""
    return _by_clock((wall.hour, wall.minute, "exactly"), now)


def well_known_times(now: datetime) -> list[datetime]:
    """What the clocks of the twenty best-known places show now, each time once, best known first."""
    shown: dict[tuple[int, int], datetime] = {}
    for name in _COMMON[:20]:
        local = now.astimezone(zone(name))
        shown.setdefault((local.hour, local.minute), local)
    return list(shown.values())


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text[:80]).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.sub(r"[^a-z0-9:+]+", " ", bare).split())


def _pieces(wanted: str) -> list[str]:
    """ "i live in paris france" -> its words and pairs of words, longest first."""
    parts = wanted.split()
    pairs = [f"{first} {second}" for first, second in pairwise(parts)]
    return [*pairs, *(part for part in parts if len(part) >= _SHORTEST_TYPO)]


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[ZoneChoice, ...]]:
    """Every known name in plain form. Written places come before the cities in the zone names themselves."""
    known: dict[str, tuple[ZoneChoice, ...]] = {}
    for name in sorted(available_timezones()):
        continent, _, city = name.partition("/")
        known[_plain(name)] = (ZoneChoice(zone=name, label=name),)
        if city and continent in _CONTINENTS:
            label = city.rpartition("/")[2].replace("_", " ")
            known.setdefault(_plain(label), (ZoneChoice(zone=name, label=label),))
    for names, zone_name in CITIES:
        for each in names.split(", "):
            known[_plain(each)] = (ZoneChoice(zone=zone_name, label=each),)
    for names, zone_names in REGIONS:
        choices = tuple(ZoneChoice(zone=each, label=_label(each)) for each in zone_names.split())
        known |= {_plain(each): choices for each in names.split(", ")}
    return known


@lru_cache(maxsize=1)
def _cities() -> tuple[str, ...]:
    """Every city once: the best known, then those of the places table, then zoneinfo's own."""
    tables = [[_label(name) for name in _COMMON], *(names.split(", ") for names, _ in CITIES)]
    own = (choices[0].label for key, choices in _places().items() if _plain(choices[0].label) == key)
    every = [*(name for names in tables for name in names), *sorted(name for name in own if "/" not in name)]
    return tuple(dict.fromkeys(name for name in every if len(find_zones(name)) == 1))


def _label(zone_name: str) -> str:
    return zone_name.rpartition("/")[2].replace("_", " ")


def _near(wanted: str) -> list[ZoneChoice]:
    if len(wanted) < _SHORTEST_TYPO:
        return []
    from rapidfuzz import fuzz, process  # imported here: no start waits for it

    known = _places()
    names = [name for name in known if len(name) >= _SHORTEST_TYPO]
    found: dict[str, ZoneChoice] = {}
    for name, _, _ in process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST):
        for choice in known[name]:
            found.setdefault(choice.zone, choice)
    return list(found.values())[:_MOST]


def _clock(wanted: str) -> tuple[int, int, str] | None:
    match = re.fullmatch(r"(?:it s |its |it is |now )?(\d{1,2})(?:[: ]?(\d{2}))?\s?([ap]m?)?(?: now)?", wanted)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    return (hour % 12 + (12 if half.startswith("p") else 0) if half else hour), minute, half


def _by_clock(clock: tuple[int, int, str], now: datetime) -> list[ZoneChoice]:
    """The common zones where a clock shows that time; without am or pm, in either half of the day."""
    hour, minute, half = clock
    wanted = hour * 3600 + minute * 60
    cycle = 24 * 3600 if half or hour > 12 or hour == 0 else 12 * 3600
    near: list[ZoneChoice] = []
    for name in _COMMON:
        local = now.astimezone(zone(name))
        apart = abs(local.hour * 3600 + local.minute * 60 + local.second - wanted) % cycle
        apart = min(apart, cycle - apart)
        if apart <= _SAME_CLOCK:
            near.append(ZoneChoice(zone=name, label=_label(name)))
    return near[:_MOST]
