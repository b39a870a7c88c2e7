"""How joining two accounts looks: asking, the code, what would be joined, and what is joined. Never shown to others."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.codes import shown
from core.features.linking.preview import Preview
from core.model.action import action
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.linking import APART_FOR, CODE_GOOD_FOR
from core.model.message import (
    AnyButton,
    Button,
    CopyButton,
    DoorButton,
    Emphasis,
    Form,
    Outbound,
    TextField,
    message,
    note,
    title,
)
from core.ports import Phrasebook

PAGE, MAKE, TYPE, TYPED = "link.page", "link.make", "link.type", "link.typed"
JOIN, NO = "link.join", "link.no"
MINE, THEIRS = "mine", "theirs"
_LONGEST: Final = 40


def on(platform: Platform, words: Phrasebook) -> str:
    """The name of a platform, as people say it."""
    return words(f"linking.on_{platform.value}")


def door_page(words: Phrasebook) -> Outbound:
    """In a group: leads to the private chat."""
    door: AnyButton = DoorButton(label=words("linking.button_door"), action=action(PAGE))
    return message(words("linking.only_private"), buttons=((door,),))


def agree_page(words: Phrasebook) -> Outbound:
    """What it is; it needs a yes first, and comes back here after it."""
    wanted = action("agree.words", ConsentPurpose.LINKING, "link")
    read = Button(label=words("linking.button_agree"), action=wanted, emphasis=Emphasis.PRIMARY)
    return message(title(words("linking.title")), words("linking.what"), buttons=((read,), (settings_button(words),)))


def start_page(words: Phrasebook) -> Outbound:
    """Two ways: make a code here, or type one that was made there."""
    make = Button(label=words("linking.button_make"), action=action(MAKE), emphasis=Emphasis.PRIMARY)
    return message(
        title(words("linking.title")),
        words("linking.how"),
        buttons=((make, type_button(words)), (settings_button(words),)),
    )


def code_page(code: str, words: Phrasebook) -> Outbound:
    """The code, and what to do with it."""
    copy: AnyButton = CopyButton(label=words("linking.button_copy"), text=f"/link {shown(code)}")
    return message(
        title(words("linking.code_title", code=shown(code))),
        words("linking.code_how", code=shown(code), minutes=int(CODE_GOOD_FOR.total_seconds()) // 60),
        note(words("linking.code_secret")),
        buttons=((copy,),),
    )


def code_form(words: Phrasebook) -> Form:
    """One field."""
    field = TextField(name="code", label=words("linking.field"), hint=words("linking.field_hint"), max_length=_LONGEST)
    return Form(action=action(TYPED), title=words("linking.title"), fields=(field,))


def said_page(key: str, words: Phrasebook) -> Outbound:
    """Why nothing is joined now; `key` is the last part of the sentence's key."""
    return message(words(f"linking.{key}"), buttons=((type_button(words),),))


def ending_page(platform: Platform, words: Phrasebook) -> Outbound:
    """Check-ins there wait for their end, because their yes was taken back."""
    agreed = Button(label=words("linking.button_agreed"), action=action("agree.list"))
    return message(words("linking.ending", platform=on(platform, words)), buttons=((agreed,),))


def preview_page(found: Preview, code_id: int, here: Platform, there: Platform, words: Phrasebook) -> Outbound:
    """What each side has. Nothing is joined yet."""
    names = {"here": on(here, words), "there": on(there, words)}
    lines = [
        words("linking.kind", what=words(f"belongings.holds_{kind.name}"), a=kind.here, b=kind.there, **names)
        for kind in found.kinds
    ] or [words("linking.empty")]
    if found.twice:
        lines.append(words("linking.twice", count=found.twice))
    if found.kept_days is not None:
        lines.append(
            words("linking.kept_days", days=found.kept_days) if found.kept_days else words("linking.kept_always")
        )
    if found.clocks_differ:
        lines.append(words("linking.clocks"))
    return message(
        title(words("linking.preview_title", **names)),
        *lines,
        note(words("linking.nothing_lost", days=APART_FOR.days)),
        buttons=(*_yes(found, code_id, names, words), (Button(label=words("linking.button_no"), action=action(NO)),)),
    )


def no_page(words: Phrasebook) -> Outbound:
    """Nothing was joined."""
    return message(words("linking.declined"))


def done_page(here: Platform, there: Platform, words: Phrasebook) -> Outbound:
    """They are one now."""
    return message(
        title(words("linking.done_title")),
        words("linking.done", here=on(here, words), there=on(there, words), days=APART_FOR.days),
        buttons=((page_button(words),),),
    )


def told_page(other: Platform, words: Phrasebook) -> Outbound:
    """Told to the account where the code was made: if it was not them, one tap undoes it."""
    return message(
        words("linking.told", platform=on(other, words)),
        buttons=((Button(label=words("linking.button_apart"), action=action("link.apart")), page_button(words)),),
    )


def type_button(words: Phrasebook) -> Button:
    """Opens the form for a code."""
    return Button(label=words("linking.button_type"), action=action(TYPE))


def settings_button(words: Phrasebook) -> Button:
    """Back to where /link is found among all else."""
    return Button(label=words("linking.button_settings"), action=action("settings.page"))


def page_button(words: Phrasebook) -> Button:
    """Leads to /link."""
    return Button(label=words("linking.button_page"), action=action(PAGE))


def _yes(found: Preview, code_id: int, names: dict[str, str], words: Phrasebook) -> Sequence[tuple[AnyButton, ...]]:
    """One yes; or one for each clock, when they differ."""
    if not found.clocks_differ:
        yes = Button(label=words("linking.button_yes"), action=action(JOIN, code_id, MINE), emphasis=Emphasis.PRIMARY)
        return ((yes,),)
    return tuple(
        (Button(label=words("linking.button_yes_clock", platform=name), action=action(JOIN, code_id, side)),)
        for side, name in ((MINE, names["here"]), (THEIRS, names["there"]))
    )
