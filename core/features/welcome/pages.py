"""What people who are new in a group read, and how its moderators set that up."""

from typing import Final

from core.dispatch.homeward import homeward
from core.model.action import Action, action
from core.model.message import (
    Block,
    Button,
    DoorButton,
    Emphasis,
    Form,
    Outbound,
    TextField,
    message,
    note,
    plain,
    title,
)
from core.model.welcome import Welcome
from core.ports import Phrasebook

PANEL, ON, OFF = "welcome.panel", "welcome.on", "welcome.off"
WRITE, RULES, BUILT_IN = "welcome.write", "welcome.rules", "welcome.builtin"
"""Routes; the first argument is the group's id. RULES is the form."""

LONGEST_RULES: Final = 600


def greeting_page(kept: Welcome, door: Action, words: Phrasebook) -> Outbound:
    """Seen by the whole group, so it names nobody and counts nobody."""
    button = DoorButton(label=words("welcome.button_private"), action=door)
    return message(
        title(words("welcome.hello")), *_said(kept, words), note(words("welcome.program")), buttons=((button,),)
    )


def panel(group_id: int, kept: Welcome, words: Phrasebook, *, hears_joins: bool) -> Outbound:
    """How it stands, what it says, and the buttons. `hears_joins`: whether this platform tells us who comes in."""
    own, changes = bool(kept.rules), "welcome.button_change" if kept.rules else "welcome.button_write"
    turn = (
        Button(label=words("welcome.button_off"), action=action(OFF, group_id), emphasis=Emphasis.DANGER)
        if kept.on
        else Button(label=words("welcome.button_on"), action=action(ON, group_id), emphasis=Emphasis.PRIMARY)
    )
    write = Button(label=words(changes), action=action(WRITE, group_id))
    built_in = Button(label=words("welcome.button_built_in"), action=action(BUILT_IN, group_id))
    shown = message(
        title(words("welcome.panel_title")),
        words("welcome.is_on" if kept.on else "welcome.is_off"),
        note(words("welcome.how")),
        *(() if hears_joins else (note(words("welcome.deaf")),)),
        words("welcome.says_own" if own else "welcome.says_built_in"),
        *_said(kept, words),
        buttons=((turn,), (write, built_in) if own else (write,)),
    )
    return homeward(shown, group_id, words)


def rules_form(group_id: str, rules: str, words: Phrasebook) -> Form:
    """The moderators' own words, beginning with what they are now."""
    field = TextField(
        name="rules",
        label=words("welcome.field_rules"),
        hint=words("welcome.hint_rules"),
        max_length=LONGEST_RULES,
        multiline=True,
        value=rules,
    )
    return Form(action=action(RULES, group_id), title=words("welcome.rules_title"), fields=(field,))


def _said(kept: Welcome, words: Phrasebook) -> list[Block]:
    if not kept.rules:
        return [plain(words("welcome.built_in"))]
    return [plain(line) for line in kept.rules.splitlines() if line.strip()]
