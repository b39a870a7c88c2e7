"""The pages of group totals, with the largest numbers and the most groups."""

from collections.abc import Iterator

from core.features.totals import pages
from core.features.totals.adding import DAYS, MEASURES, Week
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.totals import Counted
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge


def totals_pages() -> Iterator[Page]:
    words, questions = knowledge().words, knowledge().content.checkins.questions
    for number in (0, 5, 10):
        week = Week(days=DAYS, numbers=dict.fromkeys(MEASURES, number))
        yield Page("totals/week", pages.week_page(week, LARGEST_ID, questions, words))
    yield Page("totals/door", pages.door_page(LARGEST_ID, words))
    for purpose in (ConsentPurpose.CHECKINS, ConsentPurpose.GROUP_TOTALS):
        yield Page(f"totals/agree/{purpose}", pages.agree_page(purpose, LARGEST_ID, words))
    for platform in Platform:
        one = Counted(group_id=LARGEST_ID, platform=platform, since=NOW)
        yield Page("totals/joined", pages.joined_page(one, LONGEST_ZONE, words))
        yield Page("totals/already", pages.already_page(one, LONGEST_ZONE, words))
        yield Page("totals/stopped", pages.stopped_page(one, LONGEST_ZONE, words))
        for many in (0, 1, pages.MOST_SHOWN + 1):
            yield Page(f"totals/list/{many}", pages.list_page([one] * many, LONGEST_ZONE, words), None)
    yield Page("totals/not_counted", pages.not_counted_page(words))
    yield Page("totals/stranger", pages.stranger_page(words))
    yield Page("totals/closed", pages.closed_page(words))
