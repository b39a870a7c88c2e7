"""The questions on the way to a reminder: where, when, which one. Each has its buttons, and a way out."""

from collections.abc import Sequence
from datetime import time

from core.dispatch.form_walk import CANCEL
from core.dispatch.scene import Scene
from core.features.reminders.once_a_week import usual_weeks
from core.features.reminders.wish import CARE, PEG, Wish
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, title
from core.scheduling.phrases import Choice
from core.scheduling.saying import said_moment, said_time
from core.scheduling.zones import ZoneChoice, well_known_times

USUAL = ("every day at 09:00", "every day at 12:00", "every day at 18:00", "every day at 20:00")

_LABELS = {
    "in 1 hour": "reminders.choice_hour",
    "this evening": "reminders.choice_evening",
    "tomorrow morning": "reminders.choice_morning",
    "every day at 9am": "reminders.choice_daily",
}
"""What stands on the button of a phrase that the reading itself offers; any other is the member's own words."""

Rows = tuple[tuple[AnyButton, ...], ...]


def where_page(key: str, form_id: int, scene: Scene) -> Outbound:
    """Asks for a city or a country."""
    clock = Button(label=scene.words("rhythm.button_clock"), action=action("remind.times"))
    return message(scene.words(key), buttons=((clock,), *_ways("where", form_id, scene)))


def clock_page(form_id: int, scene: Scene) -> Outbound:
    """What time it is for them now: one of the times that it is somewhere, tapped or typed."""
    times = sorted({(local.hour, local.minute) for local in well_known_times(scene.now)[:16]})
    buttons = [
        Button(
            label=said_time(time(hour, minute), scene.words),
            action=action("remind.time", f"{hour:02d}{minute:02d}", int(scene.now.timestamp()) // 60),
        )
        for hour, minute in times
    ]
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    return message(scene.words("rhythm.which_clock"), buttons=(*rows, *_ways("where", form_id, scene)))


def which_place_page(places: Sequence[ZoneChoice], form_id: int, scene: Scene) -> Outbound:
    """Several places have that name: each with its clock now."""

    def label(place: ZoneChoice) -> str:
        return scene.words(
            "reminders.place_now", place=place.label, now=said_moment(scene.now, place.zone, scene.words)
        )

    rows = tuple((Button(label=label(place), action=action("remind.zone", place.zone)),) for place in places)
    return message(scene.words("reminders.which_place"), buttons=(*rows[:4], *_ways("where", form_id, scene)))


def when_page(wish: Wish, question: str, labels: Sequence[str], form_id: int, care: SelfCare, scene: Scene) -> Outbound:
    """Asks for the time; the buttons stand for `wish.offered`, in order."""
    buttons = [
        Button(
            label=label,
            action=action("remind.choose", form_id, index),
            emphasis=Emphasis.PRIMARY if len(labels) == 1 else Emphasis.NORMAL,
        )
        for index, label in enumerate(labels)
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return message(
        title(wish.label(care, scene.words)),
        scene.words(f"reminders.ask_{question}"),
        buttons=(*rows, *_ways("when", form_id, scene)),
    )


def offers(wish: Wish, choices: Sequence[Choice], care: SelfCare, scene: Scene) -> list[tuple[str, str]]:
    """Phrases to choose from, each with its label: what the unclear words may mean, else usual times."""
    if choices:
        return [(one.phrase, _choice_label(one, scene)) for one in choices]
    if wish.target == PEG:
        return usual_weeks(scene.words)
    item = care.reminders.get(wish.target.removeprefix(CARE)) if wish.target.startswith(CARE) else None
    phrases = (f"every day at {item.suggested_time.isoformat('minutes')}",) if item else USUAL
    return [(phrase, daily_label(phrase[-5:], scene)) for phrase in phrases]


def daily_label(clock: str, scene: Scene) -> str:
    """ "Every day at 9:00 am" for "09:00"."""
    hour, minute = clock.split(":")
    at = scene.now.replace(hour=int(hour), minute=int(minute)).time()
    return scene.words("reminders.every_day_at", time=said_time(at, scene.words))


def _choice_label(choice: Choice, scene: Scene) -> str:
    if choice.at is not None:
        return said_time(choice.at, scene.words)
    return scene.words(_LABELS[choice.phrase]) if choice.phrase in _LABELS else choice.phrase


def _ways(field: str, form_id: int, scene: Scene) -> Rows:
    """How the member can type (at once in private, by a form where there are forms), and how to leave it."""
    words = scene.words
    cancel = Button(label=words("reminders.button_cancel"), action=action(CANCEL, form_id))
    if scene.capabilities.forms:
        return ((Button(label=words("reminders.button_type"), action=action("remind.type", field)), cancel),)
    if scene.origin.address.private:
        return ((cancel,),)
    return ((DoorButton(label=words("reminders.button_private"), action=action("remind.resume")), cancel),)
