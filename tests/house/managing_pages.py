"""Every page on which a reminder is looked at and changed, in its worst case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from core.dispatch.scene import Scene
from core.features.reminders import asking, confirming, editing, one, pausing, quiet, reach, travel
from core.features.reminders.setting import MOST_REMINDERS
from core.features.reminders.wish import LONGEST_TEXT, OWN, Wish
from core.model.identity import Member
from core.model.rhythm import USUAL_QUIET
from core.model.schedule import Once, Recurrence, Schedule
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge, scene, schedule

LONGEST = "w" * LONGEST_TEXT


def managing_pages() -> Iterator[Page]:
    words = knowledge().words
    for kept in _kinds():
        for snoozed in (None, kept):
            yield Page("remind/one", one.one_page(kept, LONGEST, words, NOW, LONGEST_ZONE, snoozed=snoozed), 80)
        yield Page("remind/rule", one.rule_page(kept, LONGEST, words))
        yield Page("remind/deleted", editing.deleted_page(kept, LONGEST, words))
    yield Page("remind/gone", one.gone_page(words))
    for which in ("all", str(LARGEST_ID)):
        yield Page(f"remind/pause/{which}", pausing.pause_page(which, words))
        for until in (NOW, datetime(2026, 9, 30, 3, 0, tzinfo=NOW.tzinfo)):
            yield Page(f"remind/paused/{which}", pausing.paused_page(which, until, LONGEST_ZONE, words))
    for hours in (None, *quiet.PRESETS):
        yield Page("quiet", quiet.quiet_page(hours, words))
        for wanted in (None, *quiet.PRESETS):
            yield Page("quiet/kept", quiet.kept_page(wanted, _member(), words))
    yield Page("quiet/unclear", quiet.unclear_page(words))
    for private in (True, False):
        yield from _confirmations(scene(private=private))
        yield Page("remind/clock", asking.clock_page(LARGEST_ID, scene(private=private)))
    for count in (0, 1, 2, 500):
        yield Page(f"reach/back/{count}", reach.welcome_back(count, scene()))
    many = [schedule(number) for number in range(MOST_REMINDERS)]
    for elsewhere in (many[:1], many):
        yield Page("travel", travel.question_page(elsewhere, LONGEST_ZONE, scene()))


def _confirmations(at: Scene) -> Iterator[Page]:
    for kept in _kinds():
        for changed in (True, False):
            yield Page("remind/kept", confirming.confirmation(kept, LONGEST, _member(), at, changed=changed), 70)
        yield Page("remind/put back", confirming.put_back_page(kept, LONGEST, at))
        for reachable in (True, False):
            shown = confirming.told_in_group(kept, LONGEST, _member(), at, reachable=reachable)
            yield Page("remind/kept in group", shown, 80)


def _kinds() -> Iterator[Schedule]:
    payload = Wish(target=OWN, what=LONGEST).known | {"nudges": "3"}
    plain = schedule(1, payload=payload)
    yield plain
    yield replace(plain, asleep=True, paused_until=NOW + timedelta(days=300))
    yield replace(plain, payload=payload | {"loud": "1", "nudges": ""})
    moment = datetime(2026, 9, 30, 22, 58, tzinfo=NOW.tzinfo).replace(tzinfo=None)
    yield replace(plain, recurrence=Recurrence(rule=Once(at=moment), zone=LONGEST_ZONE))


def _member() -> Member:
    return Member(id=LARGEST_ID, zone="UTC", quiet=USUAL_QUIET)
