"""What is typed in a walk: by the owner such words as nobody else may read, by others something harmless."""

from collections.abc import Iterator

from core.model.message import ChoiceField, Field, Form
from tests.house.matrix_acts import Fills
from tests.house.matrix_world import OWNER, Actor

PLACE, CLOCK = "Kathmandu", "7:13"
WORD, WAITING_WORD = "zebrafinch", "quokkaberry"
_OF_THE_OWNER, _OF_A_MODERATOR = (PLACE, WORD), ("Lisbon", "noticeboard")
_TYPED = {"when": ("every day at 10", "often"), "link": ("example.org", "no link")}
"""What is typed into a field, by a part of its name: something that fits, and something that raises a question."""


def filled(form: Form, walker: Actor) -> Iterator[Fills]:
    """The whole form: once as it should be, and once with an answer that raises a question."""
    for at in (0, -1):
        yield Fills(action=form.action, values={one.name: values_of(one, walker)[at] for one in form.fields})


def values_of(field: Field, walker: Actor) -> tuple[str, ...]:
    """The owner's own words and place are such as nobody else may read."""
    if isinstance(field, ChoiceField):
        return (field.choices[0].value,)
    place, word = _OF_THE_OWNER if walker.name == OWNER else _OF_A_MODERATOR
    if "where" in field.name or "place" in field.name:
        return place, "Australia"
    return next((typed for part, typed in _TYPED.items() if part in field.name), (word,))
