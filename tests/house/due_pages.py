"""The pages of a reminder that has come: alone and with many, before and after each answer, and the log of it."""

from collections.abc import Iterator
from dataclasses import replace

from core.features.reminders import cards, log, nudging
from core.features.reminders.own import NUDGE_AFTER, NUDGES
from core.features.reminders.setting import MOST_REMINDERS
from core.features.reminders.snoozing import Until
from core.features.reminders.wish import LONGEST_TEXT
from core.model.action import action
from core.model.message import Outbound
from core.model.occurrence import Occurrence, Outcome
from core.scheduling.saying import said_moment, said_rule
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge, schedule, slot

OUTCOMES = (None, *Outcome)


def due_pages() -> Iterator[Page]:
    words = knowledge().words
    when = said_moment(NOW, LONGEST_ZONE, words)
    for item in knowledge().content.selfcare.reminders.values():
        one = replace(_came(0), label=item.title)
        yield Page(f"due/{item.id}", cards.card(one, item.text, words, of_many=True, nudge=True))
    for outcome in OUTCOMES:
        one = replace(_came(0), outcome=outcome)
        yield Page(f"due/card/{outcome}", cards.card(one, None, words, of_many=True, nudge=True))
        yield Page(f"due/more/{outcome}", _more(one))
    for said in (words("due.done"), words("due.skipped"), words("due.snoozed", when=when)):
        yield Page("due/answered", cards.answered(_came(0), said, words))
    route, back = action(cards.ALL, LARGEST_ID), action(cards.BUNDLE, LARGEST_ID)
    yield Page("due/until", cards.until_page("w" * LONGEST_TEXT, list(Until), route, back, words))
    many = [_came(number) for number in range(MOST_REMINDERS)]
    for number in range(MOST_REMINDERS // cards.ON_A_PAGE + 2):
        lead = words("due.all_snoozed", when=when)
        yield Page(f"due/together/{number}", cards.bundle(many, words, lead=lead, page=number), None)
    yield from _log_pages(many)
    yield from _nudge_pages()


def _came(number: int) -> Occurrence:
    """Each label is another one, as long as it can be, and each second one in a script of many bytes."""
    label = f"{number} {'w' * LONGEST_TEXT if number % 2 else '🜁' * LONGEST_TEXT}"[:LONGEST_TEXT]
    return Occurrence(
        id=LARGEST_ID - number,
        member_id=LARGEST_ID,
        schedule_id=LARGEST_ID,
        bundle=LARGEST_ID,
        local_date=slot().local_date,
        slot=slot().slot,
        due_at=NOW,
        label=label,
        outcome=OUTCOMES[number % len(OUTCOMES)],
        answered_at=NOW,
    )


def _more(one: Occurrence) -> Outbound:
    words = knowledge().words
    rule = said_rule(schedule(1).recurrence, words)
    return cards.more(one, words, rule=rule, schedule_id=LARGEST_ID, ideas=True, nudges=True)


def _log_pages(many: list[Occurrence]) -> Iterator[Page]:
    words = knowledge().words
    told = [one for one in many if one.outcome in (Outcome.DONE, Outcome.SKIPPED)][: log.ON_A_PAGE]
    page = log.LogPage(entries=told, begins=LARGEST_ID, older=LARGEST_ID)
    yield Page("due/log", log.log_page(page, LONGEST_ZONE, words), None)
    yield Page("due/log/none", log.log_page(log.LogPage(entries=[], begins=0, older=None), LONGEST_ZONE, words))


def _nudge_pages() -> Iterator[Page]:
    words, label = knowledge().words, "w" * LONGEST_TEXT
    for count in range(nudging.MOST_NUDGES + 1):
        yield Page(f"due/nudge/{count}", nudging.asking_page(schedule(1), label, count, words))
        wish = {NUDGES: str(count), NUDGE_AFTER: str(nudging.AFTER_MINUTES[-1])}
        yield Page(f"due/nudged/{count}", nudging.kept_page(schedule(1, payload=wish), label, words))
