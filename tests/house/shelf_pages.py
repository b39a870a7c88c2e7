"""The pages of suggestions and of the shelf, with the longest words and the largest ids."""

from collections.abc import Iterator
from dataclasses import replace

from core.features.shelf import pages as shelf
from core.features.suggestions import pages as suggestions
from core.model.link_check import LinkTrouble, ShelfItem
from core.model.message import Form
from core.model.resource import Resource, ResourceState
from core.model.suggestion import Suggestion, SuggestionState
from tests.house.page_kit import LARGEST_ID, NOW, Page, knowledge

LINK = f"https://example.org/{'l' * 280}"


def suggestion_pages() -> Iterator[Page]:
    words = knowledge().words
    for state in SuggestionState:
        one = _suggestion(state)
        yield Page(f"suggest/decided/{state}", suggestions.decided_page(one, words))
        for reason in suggestions.REASONS:
            yield Page(f"suggest/told/{state}/{reason}", suggestions.answer(one, state, words, reason=reason))
    one = _suggestion(SuggestionState.WAITING)
    for beside in (True, False):
        yield Page("suggest/sent", suggestions.sent_page(one, words, kept_beside=beside))
        yield Page("suggest/judge", suggestions.judge_page(one, words, waiting=60, more=beside), None)
    for key in ("too_many", "only_members", "gone", "taken_back", "nothing", "faster_gone"):
        yield Page(f"suggest/{key}", suggestions.simple_page(key, words))
    yield Page("suggest/full", suggestions.full_page(words))
    yield Page("suggest/line", suggestions.desk_line(LARGEST_ID, words))
    yield Page("suggest/reasons", suggestions.reasons_page(one, words))
    yield Page("suggest/told/soon", suggestions.answer(one, SuggestionState.APPROVED, words, waits=True))
    for resource in (_resource(), replace(_resource(), state=ResourceState.WAITING)):
        yield Page(f"suggest/approved/{resource.state}", suggestions.approved_page(one, resource, words))
        yield Page("suggest/second_look", suggestions.second_look_line(resource, words))
    for made in (suggestions.declined_page, suggestions.own_page):
        yield Page(f"suggest/{made.__name__}", made(one, words))
    yield Page("suggest/link", suggestions.unreadable_page(one, "x" * 300, words), None)


def shelf_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("shelf/line", shelf.desk_line(LARGEST_ID, words))
    items = [_item(None, number) for number in range(shelf.ON_A_PAGE * 2 + 1)]
    yield Page("shelf/none", shelf.list_page(LARGEST_ID, [], 0, words))
    for page in range(3):
        yield Page(f"shelf/list/{page}", shelf.list_page(LARGEST_ID, items, page, words))
    for trouble in (None, *LinkTrouble):
        yield Page(f"shelf/one/{trouble}", shelf.item_page(_item(trouble), words))
    well = ShelfItem(resource=_resource(), trouble=None, stale_since=None)
    yield Page("shelf/one/well", shelf.item_page(well, words))
    yield Page("shelf/fine", shelf.fine_page(well, NOW.date(), words))
    yield Page("shelf/gone", shelf.gone_page(LARGEST_ID, words))


def suggestion_forms() -> list[Form]:
    words, largest = knowledge().words, str(LARGEST_ID)
    return [suggestions.write_form(largest, words), suggestions.rewrite_form(largest, largest, words)]


def _item(trouble: LinkTrouble | None, number: int = 0) -> ShelfItem:
    return ShelfItem(resource=_resource(number), trouble=trouble, stale_since=NOW.date())


def _resource(number: int = 0) -> Resource:
    """Titles differ at their beginning, as those of a library do."""
    return Resource(
        id=LARGEST_ID - number,
        group_id=LARGEST_ID,
        title=f"{number} {'t' * 97}",
        link=LINK,
        why="w" * 600,
        state=ResourceState.KEPT,
    )


def _suggestion(state: SuggestionState) -> Suggestion:
    return Suggestion(
        id=LARGEST_ID,
        group_id=LARGEST_ID,
        member_id=LARGEST_ID,
        title="t" * 100,
        link=LINK,
        why="w" * 900,
        state=state,
        sent_at=NOW,
        decided_at=NOW,
    )
