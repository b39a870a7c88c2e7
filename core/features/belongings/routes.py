"""The names of the buttons and of the one form, and the buttons that several pages have."""

from typing import Final

from core.model.action import action
from core.model.consent import ConsentPurpose
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message
from core.ports import Phrasebook

PAGE: Final = "mine.page"
EXPORT: Final = "mine.export"
IMPORT: Final = "mine.import"
BRING: Final = "mine.bring"
FORGET: Final = "mine.forget"
SURE: Final = "mine.sure"
GONE: Final = "mine.gone"
STAY: Final = "mine.stay"

FILE: Final = "mine.file"
"""The form that waits for a file."""


def export_button(words: Phrasebook, *, first: bool = False) -> Button:
    """`first`: before everything else goes."""
    key = "belongings.button_export_first" if first else "belongings.button_export"
    return Button(label=words(key), action=action(EXPORT))


def import_button(words: Phrasebook) -> Button:
    """Leads to what was taken along earlier coming back."""
    return Button(label=words("belongings.button_import"), action=action(IMPORT))


def forget_button(words: Phrasebook) -> Button:
    """Leads to the first page of forgetting; nothing goes yet."""
    return Button(label=words("belongings.button_forget"), action=action(FORGET))


def privacy_button(words: Phrasebook) -> Button:
    """What is kept, where, and who sees it."""
    return Button(label=words("belongings.button_privacy"), action=action("privacy.page"))


def page_button(words: Phrasebook) -> Button:
    """What there is now."""
    return Button(label=words("belongings.button_page"), action=action(PAGE))


def agree_button(words: Phrasebook) -> Button:
    """Asks for consent to check-ins, and comes back to the import after a yes."""
    wanted = action("agree.words", ConsentPurpose.CHECKINS, "import")
    return Button(label=words("belongings.button_agree"), action=wanted, emphasis=Emphasis.PRIMARY)


def door_page(route: str, words: Phrasebook) -> Outbound:
    """In a group: leads to the private chat, without a word of what is in there."""
    door: AnyButton = DoorButton(label=words("belongings.button_door"), action=action(route))
    return message(words("belongings.only_private"), buttons=((door,),))
