"""The forms of resources: the whole at first, one part of it later, and when it should be posted."""

from typing import Final

from core.features.resources.pages import ADD, FIELD, WHEN
from core.model.action import action
from core.model.message import Form, TextField
from core.ports import Phrasebook

LONGEST: Final = {"title": 100, "link": 300, "why": 600, "tags": 100, "warning": 60, "review": 60}
"""The parts that are typed, and how long each may be."""


def add_form(group_id: str, words: Phrasebook) -> Form:
    """A resource, in five fields at most (a modal holds no more); the rest can be added from the preview."""

    def field(name: str, *, required: bool = False, multiline: bool = False) -> TextField:
        return TextField(
            name=name,
            label=words(f"resources.field_{name}"),
            hint=words(f"resources.hint_{name}"),
            required=required,
            max_length=LONGEST[name],
            multiline=multiline,
        )

    return Form(
        action=action(ADD, group_id),
        title=words("resources.form_title"),
        fields=(
            field("title", required=True),
            field("link"),
            field("why", required=True, multiline=True),
            field("tags"),
            field("warning"),
        ),
    )


def part_form(target: tuple[str, ...], words: Phrasebook, *, value: str = "") -> Form:
    """One part of a resource: `target` is its group, its id, the version that was seen, and the part's name."""
    name = target[-1]
    field = TextField(
        name=name,
        label=words(f"resources.new_{name}"),
        hint=words("resources.hint_part" if name not in ("title", "why", "review") else f"resources.hint_{name}"),
        max_length=LONGEST[name],
        multiline=name == "why",
        value=value,
    )
    return Form(action=action(FIELD, *target), title=words("resources.edit_title"), fields=(field,))


def when_form(target: tuple[str, ...], words: Phrasebook) -> Form:
    """When it should be posted: `target` is its group, its id and the version that was seen."""
    field = TextField(
        name="when", label=words("resources.field_when"), hint=words("resources.hint_when"), max_length=100
    )
    return Form(action=action(WHEN, *target), title=words("resources.when_title"), fields=(field,))
