"""How /privacy looks: the first page, where things are, how long answers are kept, and what somebody who left reads."""

from collections.abc import Mapping
from typing import Final

from core.model.action import action
from core.model.identity import FORGET_AFTER
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, plain, title
from core.ports import Phrasebook

PAGE, WHERE_IT_IS = "privacy.page", "privacy.where"
KEEP, KEEP_FOR, KEEP_SURE = "keep.page", "keep.for", "keep.sure"
STAY: Final = "privacy.stay"

ALWAYS: Final = "always"
KEPT_FOR: Final[Mapping[str, int | None]] = {"quarter": 91, "half": 182, "year": 365, "three": 1095, ALWAYS: None}
"""What can be chosen, in days; None for as long as the member is here."""


def page(words: Phrasebook) -> Outbound:
    """The whole answer in short, with a door to each thing that can be done about it."""

    def door(key: str, route: str) -> Button:
        return Button(label=words(f"privacy.{key}"), action=action(route))

    return message(
        title(words("privacy.title")),
        words("privacy.kept"),
        words("privacy.seen"),
        words("privacy.not_kept"),
        buttons=(
            (door("button_mine", "mine.page"), door("button_agreed", "agree.list")),
            (door("button_keep", KEEP),),
            (door("button_where", WHERE_IT_IS),),
            (door("button_export", "mine.export"), door("button_forget", "mine.forget")),
            (door("button_menu", "onboarding.menu"),),
        ),
    )


def where_page(words: Phrasebook) -> Outbound:
    """Where it is, who can see it, and what happens when somebody leaves."""
    return message(
        title(words("privacy.where_title")),
        words("privacy.where_kept"),
        words("privacy.where_seen"),
        words("privacy.where_left", days=FORGET_AFTER.days),
        note(words("privacy.where_logs")),
        buttons=((back_button(words),),),
    )


def keep_page(days: int | None, words: Phrasebook, *, done: bool = False) -> Outbound:
    """How long answers are kept now, and what else can be chosen."""
    how_long = said_length(days, words)
    key = "privacy.keep_done" if done else "privacy.keep_now" if days is not None else "privacy.keep_always"
    choices: list[AnyButton] = [
        Button(label=said_length(other, words), action=action(KEEP_FOR, name))
        for name, other in KEPT_FOR.items()
        if other != days
    ]
    return message(
        title(words("privacy.keep_title")),
        words(key, how_long=how_long),
        buttons=(*(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)), (back_button(words),)),
    )


def shorter_page(name: str, count: int, words: Phrasebook) -> Outbound:
    """Asked once before answers would go: how many, and the way to take them along first."""
    sure = Button(
        label=words("privacy.button_keep_sure", how_long=said_length(KEPT_FOR[name], words)),
        action=action(KEEP_SURE, name),
        emphasis=Emphasis.DANGER,
    )
    return message(
        title(words("privacy.keep_title")),
        words("privacy.keep_fewer", count=count),
        buttons=(
            (sure, Button(label=words("privacy.button_keep_as_is"), action=action(KEEP))),
            (Button(label=words("privacy.button_export"), action=action("mine.export")),),
        ),
    )


def left_page(day: str, words: Phrasebook) -> Outbound:
    """The one line to somebody who left a group: nothing is lost yet, and three ways to go."""
    return message(
        title(words("privacy.left_title")),
        plain(words("privacy.left_text", day=day)),
        buttons=(
            (Button(label=words("privacy.button_stay"), action=action(STAY), emphasis=Emphasis.PRIMARY),),
            (
                Button(label=words("privacy.button_export"), action=action("mine.export")),
                Button(label=words("privacy.button_forget_now"), action=action("mine.forget")),
            ),
        ),
    )


def stayed_page(words: Phrasebook) -> Outbound:
    """They are back, and nothing was lost."""
    return message(words("privacy.stayed"), buttons=((back_button(words),),))


def said_length(days: int | None, words: Phrasebook) -> str:
    """ "1 year" for 365; any other number in days."""
    name = next((name for name, known in KEPT_FOR.items() if known == days), None)
    return words("privacy.long_days", days=days) if name is None else words(f"privacy.long_{name}")


def back_button(words: Phrasebook) -> Button:
    """Leads to the first page."""
    return Button(label=words("privacy.button_back"), action=action(PAGE))
