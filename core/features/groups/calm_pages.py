"""How a group's quiet days look to its moderators: a pause of all posts, and a hard day."""

from datetime import datetime
from typing import Final

from core.dispatch.homeward import home_button
from core.features.groups.posts import CALM, PANEL, calm_lines
from core.model.action import action
from core.model.identity import Group
from core.model.message import AnyButton, Button, Emphasis, Form, Outbound, TextField, message, note, title
from core.ports import Phrasebook
from core.scheduling.saying import said_place

PAUSE, RESUME, HARD, SOFT = "group.pause", "group.resume", "group.hard", "group.soft"
UNTIL: Final = "group.until"
"""Routes; the first argument is always the group's id. The second of a pause: its days, or "date" for the form."""

DATE: Final = "date"


def calm_page(group: Group, now: datetime, words: Phrasebook, *, lead: str = "") -> Outbound:
    """What is held back now, what can be, and the way out of it. `lead`: what was just done."""
    calm = group.calm
    paused = calm.paused_until is not None and calm.paused_until > now
    hard = calm.hard_until is not None and calm.hard_until > now
    lines = calm_lines(group, now, words)

    def button(key: str, route: str, *args: str, emphasis: Emphasis = Emphasis.NORMAL) -> AnyButton:
        return Button(label=words(f"groups.{key}"), action=action(route, group.id, *args), emphasis=emphasis)

    resume = (button("button_resume", RESUME, emphasis=Emphasis.PRIMARY),)
    day = button("button_soft", SOFT) if hard else button("button_hard", HARD)
    return message(
        title(words("groups.calm_title")),
        *([lead] if lead else []),
        *(lines or [words("groups.calm_none")]),
        *([] if paused else [words("groups.calm_pause")]),
        *([] if hard else [words("groups.calm_hard")]),
        *([note(words("groups.zone", zone=said_place(group.zone)))] if group.zone and lines else []),
        buttons=(
            *([resume] if paused else []),
            (button("button_day", PAUSE, "1"), button("button_week", PAUSE, "7")),
            (button("button_date", PAUSE, DATE), day),
            (button("button_back", PANEL), home_button(group.id, words)),
        ),
    )


def unclear_until_page(group_id: int, words: Phrasebook) -> Outbound:
    """Asks for the day again."""
    again = Button(label=words("groups.button_date"), action=action(PAUSE, group_id, DATE))
    back = Button(label=words("groups.button_calm"), action=action(CALM, group_id))
    return message(words("groups.unclear_until"), buttons=((again, back),))


def until_form(group_id: str, words: Phrasebook) -> Form:
    """Until when all posts should rest."""
    field = TextField(name="until", label=words("groups.field_until"), hint=words("groups.hint_until"), max_length=60)
    return Form(action=action(UNTIL, group_id), title=words("groups.until_title"), fields=(field,))
