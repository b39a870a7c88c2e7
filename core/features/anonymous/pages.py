"""How writing without a name looks to the one who writes."""

from typing import assert_never

from core.model.action import Action, action
from core.model.anonymous import AnonymousKind, AnonymousNote, AnonymousState
from core.model.message import Button, DoorButton, Emphasis, Form, Outbound, TextField, message, note, plain, title
from core.ports import Phrasebook

BEGIN, FORM, SEND, AWAY, LOOK, BACK = (
    "anon.begin",
    "anon.form",
    "anon.send",
    "anon.away",
    "anon.look",
    "anon.back",
)
"""What writers tap. BEGIN and FORM carry the kind and the group, SEND and AWAY a draft's name, the others a ticket."""

LONGEST = 800
"""Characters of a note."""


def form_of(wanted: Action, words: Phrasebook) -> Form:
    """Asked in a modal, where there are modals."""
    kind = AnonymousKind(wanted.args[0])
    field = TextField(
        name="words",
        label=words(f"anonymous.field_{kind}"),
        hint=words(f"anonymous.hint_{kind}"),
        max_length=LONGEST,
        multiline=True,
    )
    return Form(action=wanted, title=words(f"anonymous.form_{kind}"), fields=(field,))


def room_page(kind: AnonymousKind, words: Phrasebook) -> Outbound:
    """Where there are no modals: the next message is taken."""
    return message(
        title(words(f"anonymous.form_{kind}")),
        words(f"anonymous.field_{kind}"),
        words("anonymous.write"),
        note(words("anonymous.write_note")),
        buttons=((Button(label=words("anonymous.button_away"), action=action(AWAY, "")),),),
    )


def line_page(key: str, words: Phrasebook, **fields: str | int) -> Outbound:
    """One sentence: why it cannot go on."""
    return message(words(f"anonymous.{key}", **fields))


def preview_page(kind: AnonymousKind, group_id: int, said: str, name: str, words: Phrasebook) -> Outbound:
    """What will be handed in, and what it does not hide."""
    return message(
        title(words("anonymous.preview")),
        said,
        note(words(f"anonymous.goes_{kind}")),
        note(words("anonymous.can_be_known")),
        buttons=(
            (
                Button(label=words("anonymous.button_send"), action=action(SEND, name), emphasis=Emphasis.PRIMARY),
                Button(label=words("anonymous.button_again"), action=action(BEGIN, kind, group_id)),
            ),
            (Button(label=words("anonymous.button_away"), action=action(AWAY, name)),),
        ),
    )


def handed_in_page(kind: AnonymousKind, ticket: str, words: Phrasebook) -> Outbound:
    """It holds the ticket: who deletes this message cannot look any more."""
    return message(
        title(words("anonymous.handed_in")),
        words(f"anonymous.after_{kind}"),
        note(words("anonymous.ticket")),
        buttons=(
            (Button(label=words(f"anonymous.button_look_{kind}"), action=action(LOOK, ticket)),),
            (Button(label=words("anonymous.button_back"), action=action(BACK, ticket)),),
        ),
    )


def look_page(found: AnonymousNote | None, ticket: str, words: Phrasebook) -> Outbound:
    """How it stands with one note."""
    if found is None:
        return message(words("anonymous.not_there"))
    look = Button(label=words(f"anonymous.button_look_{found.kind}"), action=action(LOOK, ticket))
    match found.state:
        case AnonymousState.WAITING:
            back = Button(label=words("anonymous.button_back"), action=action(BACK, ticket))
            return message(words(f"anonymous.waits_{found.kind}"), buttons=((look,), (back,)))
        case AnonymousState.ANSWERED:
            more = Button(label=words("anonymous.button_more"), action=action(BEGIN, found.kind, found.group_id))
            return message(
                title(words("anonymous.answer")),
                found.answer,
                note(words("anonymous.you_wrote")),
                plain(found.words),
                note(words("anonymous.kept")),
                buttons=((more,),),
            )
        case AnonymousState.DECLINED:
            return message(words(f"anonymous.declined_{found.kind}"))
        case AnonymousState.POSTED | AnonymousState.TAKEN_BACK | AnonymousState.WITHDRAWN:
            return message(words(f"anonymous.{found.state}"))
        case _:
            assert_never(found.state)


def invitation(kinds: frozenset[AnonymousKind], group_id: int, words: Phrasebook) -> Outbound:
    """Stands in the group, for everybody to use."""
    doors = [
        (DoorButton(label=words(f"anonymous.door_{kind}"), action=action(BEGIN, kind, group_id)),)
        for kind in AnonymousKind
        if kind in kinds
    ]
    return message(title(words("anonymous.invitation")), words("anonymous.invitation_how"), buttons=tuple(doors))


def posted(found: AnonymousNote, words: Phrasebook) -> Outbound:
    """What the group sees."""
    return message(title(words("anonymous.post")), found.words, note(words("anonymous.post_note")))
