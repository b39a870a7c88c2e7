"""How notes without a name look to a group's moderators."""

from core.dispatch.homeward import homeward
from core.model.action import action
from core.model.anonymous import AnonymousKind, AnonymousNote
from core.model.message import Button, Emphasis, Form, Outbound, TextField, message, note, plain, title
from core.ports import Phrasebook

PANEL, TURN, QUEUE, YES, UNDO, NO, BLOCK, REPLY, UNBLOCK, SHOW = (
    "asked.panel",
    "asked.turn",
    "asked.queue",
    "asked.yes",
    "asked.undo",
    "asked.no",
    "asked.block",
    "asked.reply",
    "asked.unblock",
    "asked.show",
)
"""What moderators tap; the first argument is the group's id."""

ANSWER = "asked.answer"
LONGEST_ANSWER = 1_000


def panel_page(
    group_id: int,
    kinds: frozenset[AnonymousKind],
    words: Phrasebook,
    *,
    waiting: int,
    heard: bool,
    blocked: bool,
    said: str = "",
) -> Outbound:
    """What is on, what waits. `heard`: somebody is told when something waits."""
    lines = [plain(words(f"anonymous.{'on' if kind in kinds else 'off'}_{kind}")) for kind in AnonymousKind]
    rows = [
        (
            Button(
                label=words(f"anonymous.button_{'off' if kind in kinds else 'on'}_{kind}"),
                action=action(TURN, group_id, kind, 0 if kind in kinds else 1),
            ),
        )
        for kind in AnonymousKind
    ]
    if waiting:
        rows.insert(0, (queue_button(group_id, words, waiting),))
    if kinds:
        rows.append((Button(label=words("anonymous.button_show"), action=action(SHOW, group_id)),))
    if blocked:
        rows.append((Button(label=words("anonymous.button_unblock"), action=action(UNBLOCK, group_id)),))
    shown = message(
        title(words("anonymous.panel")),
        *([plain(said)] if said else []),
        *lines,
        *([] if heard or not kinds else [plain(words("anonymous.nobody_hears"))]),
        note(words("anonymous.panel_note")),
        buttons=tuple(rows),
    )
    return homeward(shown, group_id, words)


def queue_button(group_id: int, words: Phrasebook, count: int) -> Button:
    """Leads to what waits."""
    return Button(label=words("anonymous.button_queue", count=count), action=action(QUEUE, group_id, 0))


def desk_line(group_id: int, words: Phrasebook, count: int) -> Outbound:
    """What moderators are told: no word of anybody."""
    key = "anonymous.desk_one" if count == 1 else "anonymous.desk_more"
    return message(words(key, count=count), buttons=((queue_button(group_id, words, count),),))


def note_page(
    found: AnonymousNote, words: Phrasebook, *, at: int, count: int, can_block: bool, said: str = "", undo: int = 0
) -> Outbound:
    """One note that waits. Its words can be let through or not, and never changed."""
    yes = (
        Button(label=words("anonymous.button_yes"), action=action(YES, found.group_id, found.id))
        if found.kind is AnonymousKind.QUESTION
        else Button(label=words("anonymous.button_reply"), action=action(REPLY, found.group_id, found.id))
    )
    no = Button(
        label=words(f"anonymous.button_no_{found.kind}"),
        action=action(NO, found.group_id, found.id),
        emphasis=Emphasis.DANGER,
    )
    rows = [(yes, no)]
    last = []
    if can_block:
        last.append(Button(label=words("anonymous.button_block"), action=action(BLOCK, found.group_id, found.id)))
    if count > 1:
        last.append(Button(label=words("anonymous.button_next"), action=action(QUEUE, found.group_id, at + 1)))
    shown = message(
        *([note(said)] if said else []),
        title(words(f"anonymous.one_{found.kind}", at=at + 1, count=count)),
        found.words,
        note(words(f"anonymous.choose_{found.kind}")),
        *([] if can_block else [note(words("anonymous.cannot_block"))]),
        buttons=(*_undo(found.group_id, undo, words), *rows, *((tuple(last),) if last else ())),
    )
    return homeward(shown, found.group_id, words)


def empty_page(group_id: int, words: Phrasebook, said: str = "", undo: int = 0) -> Outbound:
    """Nothing waits any more. `undo`: the note that was just posted."""
    back = Button(label=words("anonymous.button_panel"), action=action(PANEL, group_id))
    return message(
        *([said] if said else []), words("anonymous.nothing_waits"), buttons=(*_undo(group_id, undo, words), (back,))
    )


def _undo(group_id: int, note_id: int, words: Phrasebook) -> tuple[tuple[Button, ...], ...]:
    button = Button(label=words("anonymous.button_withdraw"), action=action(UNDO, group_id, note_id))
    return ((button,),) if note_id else ()


def answer_form(group_id: str, note_id: str, words: Phrasebook) -> Form:
    """What the moderators write back."""
    field = TextField(
        name="back",
        label=words("anonymous.field_answer"),
        hint=words("anonymous.hint_answer"),
        max_length=LONGEST_ANSWER,
        multiline=True,
    )
    return Form(action=action(ANSWER, group_id, note_id), title=words("anonymous.form_answer"), fields=(field,))
