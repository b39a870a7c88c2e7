"""What members see of a group's resources: the list, its tags, one of them, and those that they saved."""

from collections.abc import Sequence
from typing import Final

from core.features.resources.finding import tag_key
from core.features.resources.pages import LIST, OPEN, SAVE, SAVED, TAGS, post_blocks
from core.model.action import Action, action
from core.model.message import AnyButton, Block, Button, Outbound, message, note, plain, title
from core.model.resource import Resource
from core.ports import Phrasebook

ON_A_PAGE: Final = 6
SUGGEST: Final = "suggest.new"
"""Another feature's way to put something forward; a house test holds it against the table."""
MOST_TAGS: Final = 9
NO_TAG: Final = ""


def list_page(kept: Sequence[Resource], group_id: int, page: int, words: Phrasebook, *, tag: str = NO_TAG) -> Outbound:
    """Titles as buttons. `kept` holds one more than fits when there is a next page; `tag` is the key of one."""
    suggest = Button(label=words("resources.button_suggest"), action=action(SUGGEST, group_id))
    if not kept:
        return message(words("resources.none"), buttons=((suggest,),))
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("resources.button_earlier"), action=_list(group_id, page - 1, tag)))
    if len(kept) > ON_A_PAGE:
        turns.append(Button(label=words("resources.button_more"), action=_list(group_id, page + 1, tag)))
    if tag:
        turns.append(Button(label=words("resources.button_all"), action=_list(group_id, 0, NO_TAG)))
    else:
        turns.append(Button(label=words("resources.button_tags"), action=action(TAGS, group_id)))
        turns.append(Button(label=words("resources.button_saved"), action=action(SAVED, 0)))
    return message(title(words("resources.list_title")), buttons=(*titles(kept[:ON_A_PAGE]), tuple(turns), (suggest,)))


def found_page(typed: str, hits: Sequence[Resource], group_id: int, words: Phrasebook) -> Outbound:
    """What fits the words that were typed."""
    every = Button(label=words("resources.button_all"), action=_list(group_id, 0, NO_TAG))
    shown = " ".join(typed.split())[:60]
    key = "resources.found" if hits else "resources.found_nothing"
    return message(words(key, typed=shown), buttons=(*titles(hits), (every,)))


def tags_page(tags: Sequence[tuple[str, int]], group_id: int, words: Phrasebook) -> Outbound:
    """The most used tags, three a row."""
    buttons = [
        Button(label=words("resources.tag_count", tag=tag[:30], count=count), action=_list(group_id, 0, tag_key(tag)))
        for tag, count in tags[:MOST_TAGS]
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    every = Button(label=words("resources.button_all"), action=_list(group_id, 0, NO_TAG))
    text = words("resources.which_tag" if tags else "resources.no_tags")
    return message(text, buttons=(*rows, (every,)))


def opened(resource: Resource, words: Phrasebook, *, saved: bool = False, lead: str = "") -> Outbound:
    """One resource, read in private."""
    above: list[Block] = [plain(lead)] if lead else []
    label = words("resources.button_unsave" if saved else "resources.button_save")
    keep = action(SAVE, resource.group_id, resource.id, "off" if saved else "on")
    back = Button(label=words("resources.button_all"), action=_list(resource.group_id, 0, NO_TAG))
    return Outbound(
        blocks=(*above, *post_blocks(resource, words)),
        buttons=((Button(label=label, action=keep), back),),
    )


def saved_page(kept: Sequence[Resource], page: int, gone: int, words: Phrasebook) -> Outbound:
    """What they saved, newest first; `kept` are all. `gone`: how many were taken back since."""
    if not kept:
        return message(words("resources.saved_none"))
    start = page * ON_A_PAGE
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("resources.button_earlier"), action=action(SAVED, page - 1)))
    if start + ON_A_PAGE < len(kept):
        turns.append(Button(label=words("resources.button_more"), action=action(SAVED, page + 1)))
    lines: list[Block] = [title(words("resources.saved_title"))]
    if gone:
        lines.append(note(words("resources.saved_gone", count=gone)))
    return message(*lines, buttons=(*titles(kept[start : start + ON_A_PAGE]), *((tuple(turns),) if turns else ())))


def groups_page(groups: Sequence[Resource], any_saved: bool, words: Phrasebook) -> Outbound:
    """In a private chat: their groups, each by its newest resource (`groups`), and what they saved."""
    rows = [
        (
            Button(
                label=words("resources.button_group", title=newest.title[:40]),
                action=_list(newest.group_id, 0, NO_TAG),
            ),
        )
        for newest in groups
    ]
    saved = [(Button(label=words("resources.button_saved"), action=action(SAVED, 0)),)] if any_saved else []
    return message(words("resources.which_group" if groups else "resources.no_group"), buttons=(*rows, *saved))


def titles(found: Sequence[Resource]) -> list[tuple[Button, ...]]:
    """A row for each."""
    return [(Button(label=one.title[:60], action=action(OPEN, one.group_id, one.id)),) for one in found]


def _list(group_id: int, page: int, tag: str) -> Action:
    return action(LIST, group_id, page, *([tag] if tag else []))
