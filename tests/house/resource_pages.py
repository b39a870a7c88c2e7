"""Every page that resources show, in its worst case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from core.features.resources import browse_pages, edit_pages
from core.features.resources import pages as resources
from core.model.resource import Resource, ResourceState
from core.model.schedule import Recurrence
from tests.house.page_kit import LARGEST_ID, LONG_RULE, LONGEST_ZONE, Page, knowledge, slot

LONGEST = Resource(
    id=LARGEST_ID,
    group_id=LARGEST_ID,
    title="t" * 100,
    link=f"https://example.org/{'l' * 280}",
    why="w" * 600,
    tags=("tag" * 33,),
    content_warning="c" * 60,
    state=ResourceState.DRAFT,
    version=99_999,
    language="es",
    review_by=date(2027, 9, 29),
)


def resource_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("resource/post", resources.post(LONGEST, words), None)
    for state in ResourceState:
        for mine in (True, False):
            one = resources.Standing(resource=replace(LONGEST, state=state), second_look=True, mine=mine, planned=mine)
            yield Page(f"resource/card/{state}", resources.card(one, words, lead=words("resources.faster")), None)
    yield Page("resource/draft", resources.card(resources.Standing(resource=LONGEST), words), None)
    yield Page("resource/link", resources.link_wanted(LONGEST, "x" * 300, words), None)
    yield Page("resource/zone", resources.zone_wanted(LONGEST, words))
    recurrence = Recurrence(rule=LONG_RULE, zone=LONGEST_ZONE)
    yield Page("resource/scheduled", resources.scheduled(LONGEST, recurrence, slot(), words), None)
    for key in ("posted", "posted_in_all", "kept", "stopped", "asked", "declined_done"):
        yield Page(f"resource/{key}", resources.done(key, LONGEST, words, count=9))
    for key in ("cancelled", "withdrawn", "withdrawn_one", "withdrawn_in"):
        yield Page(f"resource/{key}", resources.gone(key, LONGEST, ResourceState.WITHDRAWN, words, count=9))
    yield Page("resource/edit", edit_pages.edit_page(LONGEST, words))
    yield Page("resource/language", edit_pages.language_page(LONGEST, words))
    yield Page("resource/review", edit_pages.review_page(LONGEST, words))
    yield from _browse_pages()


def _browse_pages() -> Iterator[Page]:
    words = knowledge().words
    seven = [LONGEST] * 7
    for number in (0, 1, LARGEST_ID):
        yield Page("resource/list", browse_pages.list_page(seven, LARGEST_ID, number, words))
        yield Page("resource/list", browse_pages.list_page(seven, LARGEST_ID, number, words, tag="a" * 8))
    for hits in (seven[:6], []):
        yield Page("resource/list/found", browse_pages.found_page("f" * 300, hits, LARGEST_ID, words))
    for tags in ([("t" * 100, 99)] * 12, []):
        yield Page("resource/list/tags", browse_pages.tags_page(tags, LARGEST_ID, words))
    for saved in (True, False):
        lead = words("resources.saved")
        yield Page("resource/opened", browse_pages.opened(LONGEST, words, saved=saved, lead=lead), None)
    for number in (0, 1):
        yield Page("resource/list/saved", browse_pages.saved_page([LONGEST] * 13, number, 3, words))
    yield Page("resource/list/none", browse_pages.saved_page([], 0, 0, words))
    for groups in ([LONGEST] * 4, []):
        yield Page("resource/list/groups", browse_pages.groups_page(groups, True, words))
