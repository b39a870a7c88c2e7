"""How bringing an export back looks: asking for the file, what is in it, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.dispatch.form_walk import CANCEL
from core.features.belongings.routes import BRING, FILE, agree_button, page_button
from core.model.action import action
from core.model.message import (
    AnyButton,
    Block,
    Button,
    Emphasis,
    Form,
    Outbound,
    TextField,
    message,
    note,
    plain,
    title,
)
from core.ports import Phrasebook, Restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a file brings, kind by kind. `left_out`: records of kinds that are not brought back; `strange`: unknown.

    `outlived`: check-ins that are older than the `kept_days` that this member's answers are kept.
    """

    sections: Mapping[str, Restored]
    left_out: int = 0
    strange: int = 0
    outlived: int = 0
    kept_days: int | None = None

    @property
    def new(self) -> int:
        return sum(one.new for one in self.sections.values())


def file_form(words: Phrasebook) -> Form:
    """What waits; words that are typed meanwhile come in as its one field."""
    field = TextField(
        name="file", label=words("belongings.import_field"), hint=words("belongings.import_ask"), max_length=4000
    )
    return Form(action=action(FILE), title=words("belongings.import_title"), fields=(field,))


def ask_page(form_id: int, words: Phrasebook, *, key: str = "import_ask") -> Outbound:
    """Asks for the file, or once more, saying why. `key` is the last part of the sentence's key."""
    return message(
        title(words("belongings.import_title")), words(f"belongings.{key}"), buttons=((_cancel(form_id, words),),)
    )


def preview_page(outcome: Outcome, form_id: int, words: Phrasebook) -> Outbound:
    """What is in the file. Nothing of it is kept yet."""
    bring = Button(label=words("belongings.button_bring"), action=action(BRING, form_id), emphasis=Emphasis.PRIMARY)
    said = [title(words("belongings.preview_title")), *_lines(outcome, words)]
    rows: list[tuple[AnyButton, ...]] = [(bring, _cancel(form_id, words))]
    if outcome.outlived:
        said.append(plain(words("belongings.import_old", days=outcome.kept_days, count=outcome.outlived)))
        rows.append((Button(label=words("belongings.button_keep"), action=action("keep.page")),))
    return message(*said, note(words("belongings.preview_note")), buttons=tuple(rows))


def nothing_new_page(outcome: Outcome, words: Phrasebook) -> Outbound:
    """All of it is here already, or none of it can be read."""
    said = [title(words("belongings.preview_title")), *_lines(outcome, words)]
    return message(*said, words("belongings.import_nothing"), buttons=((page_button(words),),))


def agree_page(form_id: int, words: Phrasebook) -> Outbound:
    """The file holds check-ins, and nobody agreed to keep those yet. The file waits."""
    return message(words("belongings.import_agree"), buttons=((agree_button(words), _cancel(form_id, words)),))


def brought_page(outcome: Outcome, words: Phrasebook) -> Outbound:
    """What is here again."""
    said = [title(words("belongings.brought_title")), *_lines(outcome, words)]
    return message(*said, buttons=((page_button(words),),))


def _lines(outcome: Outcome, words: Phrasebook) -> list[Block]:
    shown: list[Block] = [
        plain(
            words(
                "belongings.import_line",
                what=words(f"belongings.holds_{name}"),
                new=one.new,
                known=one.known,
            )
        )
        for name, one in outcome.sections.items()
        if one.new or one.known
    ]
    shown += [
        plain(words("belongings.import_unfit", what=words(f"belongings.holds_{name}"), count=one.unfit))
        for name, one in outcome.sections.items()
        if one.unfit
    ]
    if outcome.left_out:
        shown.append(note(words("belongings.import_left_out")))
    if outcome.strange:
        shown.append(note(words("belongings.import_strange", count=outcome.strange)))
    return shown


def _cancel(form_id: int, words: Phrasebook) -> Button:
    return Button(label=words("belongings.button_cancel"), action=action(CANCEL, form_id))
