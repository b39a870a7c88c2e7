"""The self-care catalogue: kinds, small ideas, and the group's daily one."""

from core.library.selfcare import Reminder, SelfCare
from core.model.action import action
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, note, title
from core.ports import Phrasebook
from core.scheduling.saying import said_time

KINDS, KIND, ITEM = "care.kinds", "care.kind", "care.item"


def kinds_page(care: SelfCare, words: Phrasebook) -> Outbound:
    """All kinds as buttons, two a row."""
    buttons = [Button(label=label, action=action(KIND, kind)) for kind, label in care.kinds.items()]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return message(words("reminders.which_kind"), buttons=rows)


def kind_page(care: SelfCare, kind: str, words: Phrasebook) -> Outbound:
    """One kind's ideas as buttons."""
    rows: list[tuple[AnyButton, ...]] = [
        (Button(label=item.title, action=action(ITEM, item.id)),) for item in care.of_kind(kind)
    ]
    rows.append((Button(label=words("reminders.button_kinds"), action=action(KINDS)),))
    return message(title(care.kinds[kind]), words("reminders.which_idea"), buttons=tuple(rows))


def item_page(item: Reminder, words: Phrasebook) -> Outbound:
    """One idea, and the offer to be reminded of it."""
    time = said_time(item.suggested_time, words)
    return message(
        title(item.title),
        item.text,
        buttons=(
            (
                Button(
                    label=words("reminders.button_remind_me", time=time),
                    action=action("remind.care", item.id, f"{item.suggested_time:%H%M}"),
                    emphasis=Emphasis.PRIMARY,
                ),
            ),
            (
                Button(label=words("reminders.button_other_time"), action=action("remind.care", item.id)),
                Button(label=words("reminders.button_kinds"), action=action(KINDS)),
            ),
        ),
    )


def group_page(item: Reminder, words: Phrasebook) -> Outbound:
    """The group's idea of the day; its button leads to the member's own reminders, in private."""
    door = DoorButton(label=words("reminders.button_mine"), action=action(ITEM, item.id))
    return message(note(words("reminders.group_heading")), title(item.title), item.text, buttons=((door,),))
