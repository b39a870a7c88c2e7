"""How the list of what somebody should look at is shown to moderators, and one resource of it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from core.dispatch.homeward import homeward
from core.model.action import action
from core.model.link_check import ShelfItem
from core.model.message import AnyButton, Block, Button, Emphasis, Link, Outbound, message, note, plain, title
from core.ports import Phrasebook
from core.scheduling.saying import said_day

LIST, ONE, FINE = "shelf.list", "shelf.one", "shelf.fine"
"""Routes; the first argument is the group's id."""

ON_A_PAGE: Final = 6
_OPEN: Final = "resource.show"
"""The library's page of one resource for moderators: it is changed or taken away from there."""


def desk_line(group_id: int, words: Phrasebook) -> Outbound:
    """That there is something to look at; neither what nor how much."""
    look = Button(label=words("shelf.button_look"), action=action(LIST, group_id, 0))
    return message(words("shelf.line"), buttons=((look,),))


def list_page(group_id: int, items: Sequence[ShelfItem], page: int, words: Phrasebook) -> Outbound:
    """Titles as buttons, under a line that says what they are."""
    if not items:
        return homeward(message(words("shelf.nothing")), group_id, words)
    shown = items[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    rows: list[tuple[AnyButton, ...]] = [
        (Button(label=one.resource.title[:60], action=action(ONE, group_id, one.resource.id)),) for one in shown
    ]
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("shelf.button_earlier"), action=action(LIST, group_id, page - 1)))
    if len(items) > (page + 1) * ON_A_PAGE:
        turns.append(Button(label=words("shelf.button_more"), action=action(LIST, group_id, page + 1)))
    listed = message(
        title(words("shelf.title")),
        words("shelf.count", count=len(items)),
        note(words("shelf.private")),
        buttons=(*rows, *((tuple(turns),) if turns else ())),
    )
    return homeward(listed, group_id, words)


def item_page(item: ShelfItem, words: Phrasebook) -> Outbound:
    """What is the matter with it, and what can be done."""
    resource = item.resource
    fine = Button(
        label=words("shelf.button_fine"),
        action=action(FINE, resource.group_id, resource.id),
        emphasis=Emphasis.PRIMARY,
    )
    look = Button(label=words("shelf.button_open"), action=action(_OPEN, resource.group_id, resource.id))
    link: list[Block] = [plain(Link(label=resource.link, url=resource.link))] if resource.link else []
    return message(
        title(resource.title),
        *_matters(item, words),
        *link,
        buttons=((fine, look), (_all(resource.group_id, words),)),
    )


def fine_page(item: ShelfItem, until: date, words: Phrasebook) -> Outbound:
    """Says until when nobody is asked again."""
    day = f"{said_day(until, words)} {until.year}"
    shown = words("shelf.fine", day=day)
    return message(title(item.resource.title), shown, buttons=((_all(item.resource.group_id, words),),))


def gone_page(group_id: int, words: Phrasebook) -> Outbound:
    """It is not in the library any more."""
    return message(words("shelf.gone"), buttons=((_all(group_id, words),),))


def _matters(item: ShelfItem, words: Phrasebook) -> list[Block]:
    lines = [words(f"shelf.trouble_{item.trouble}")] if item.trouble is not None else []
    if item.stale_since is not None:
        lines.append(words("shelf.stale", day=f"{said_day(item.stale_since, words)} {item.stale_since.year}"))
    return [plain(line) for line in lines or [words("shelf.well")]]


def _all(group_id: int, words: Phrasebook) -> Button:
    return Button(label=words("shelf.button_all"), action=action(LIST, group_id, 0))
