"""How a suggestion looks: to the member who writes it, and to the moderators who decide."""

from typing import Final

from core.model.action import action
from core.model.message import (
    AnyButton,
    Block,
    Button,
    Emphasis,
    Form,
    Link,
    Outbound,
    TextField,
    message,
    note,
    plain,
    title,
)
from core.model.resource import Resource, ResourceState
from core.model.suggestion import MOST_WAITING, Suggestion, SuggestionState
from core.ports import Phrasebook

NEW, BACK = "suggest.new", "suggest.back"
QUEUE, YES, EDIT, NO, BECAUSE = "suggest.queue", "suggest.yes", "suggest.edit", "suggest.no", "suggest.because"
WRITE, REWRITE = "suggest.write", "suggest.rewrite"
"""Routes of buttons, and of the two forms; the first argument is the group's id (for BACK the suggestion's)."""

REASONS: Final = ("have", "fit", "check", "none")
"""Why something is not added, as the member is told; each has a label and a sentence."""

_LONGEST: Final = {"title": 100, "link": 300, "why": 600}
_LOOK: Final = "resource.show"
"""The library's page of one resource for moderators."""


def write_form(group_id: str, words: Phrasebook) -> Form:
    """What a member fills in."""
    return Form(
        action=action(WRITE, group_id),
        title=words("suggestions.form_title"),
        fields=tuple(
            TextField(
                name=name,
                label=words(f"suggestions.field_{name}"),
                hint=words(f"suggestions.hint_{name}"),
                required=name != "link",
                max_length=length,
                multiline=name == "why",
            )
            for name, length in _LONGEST.items()
        ),
    )


def rewrite_form(group_id: str, suggestion_id: str, words: Phrasebook, one: Suggestion | None = None) -> Form:
    """The same fields for a moderator; what is left empty stays as it was. `one`: what they hold, where that shows."""
    return Form(
        action=action(REWRITE, group_id, suggestion_id),
        title=words("suggestions.edit_title"),
        fields=tuple(
            TextField(
                name=name,
                label=words(f"suggestions.field_{name}"),
                hint=words("suggestions.hint_edit"),
                required=False,
                max_length=length,
                multiline=name == "why",
                value=getattr(one, name) if one is not None else "",
            )
            for name, length in _LONGEST.items()
        ),
    )


def sent_page(one: Suggestion, words: Phrasebook, *, kept_beside: bool) -> Outbound:
    """What happens next, and how to take it back. `kept_beside`: the link was none, and stands among the words."""
    beside = [words("suggestions.link_beside")] if kept_beside else []
    back = Button(label=words("suggestions.button_back"), action=action(BACK, one.id))
    return message(
        title(one.title), words("suggestions.sent"), *beside, note(words("suggestions.no_name")), buttons=((back,),)
    )


def simple_page(key: str, words: Phrasebook) -> Outbound:
    """One sentence of this feature."""
    return message(words(f"suggestions.{key}"))


def full_page(words: Phrasebook) -> Outbound:
    """No more of this member's for now."""
    return message(words("suggestions.full", most=MOST_WAITING))


def desk_line(group_id: int, words: Phrasebook) -> Outbound:
    """That something waits; never what it says."""
    look = Button(label=words("suggestions.button_look"), action=action(QUEUE, group_id, 0))
    return message(words("suggestions.waits"), buttons=((look,),))


def judge_page(one: Suggestion, words: Phrasebook, *, waiting: int, more: bool) -> Outbound:
    """One suggestion with what can be done. Who wrote it is not said."""

    def button(key: str, route: str, emphasis: Emphasis = Emphasis.NORMAL) -> Button:
        return Button(label=words(f"suggestions.{key}"), action=action(route, one.group_id, one.id), emphasis=emphasis)

    rows: list[tuple[AnyButton, ...]] = [
        (button("button_yes", YES, Emphasis.PRIMARY), button("button_edit", EDIT)),
        (button("button_no", NO),),
    ]
    if more:
        rows.append((button("button_next", QUEUE),))
    return message(note(words("suggestions.waiting", count=waiting)), *_shown(one), buttons=tuple(rows))


def reasons_page(one: Suggestion, words: Phrasebook) -> Outbound:
    """What the member will read, for each reason; the tap on one sends it."""
    rows: list[tuple[AnyButton, ...]] = [
        (Button(label=words(f"suggestions.because_{reason}"), action=action(BECAUSE, one.group_id, one.id, reason)),)
        for reason in REASONS
    ]
    rows.append((Button(label=words("suggestions.button_keep"), action=action(QUEUE, one.group_id, one.id - 1)),))
    return message(title(one.title), words("suggestions.which_reason"), buttons=tuple(rows))


def approved_page(one: Suggestion, resource: Resource, words: Phrasebook) -> Outbound:
    """It is in the library, or waits for a second look; from there it can be posted like any other."""
    look = Button(label=words("suggestions.button_see"), action=action(_LOOK, resource.group_id, resource.id))
    key = "suggestions.approved_waits" if resource.state is ResourceState.WAITING else "suggestions.approved"
    return message(title(resource.title), words(key), buttons=((look, _onward(one, words)),))


def second_look_line(resource: Resource, words: Phrasebook) -> Outbound:
    """For the desk, where two moderators look at each resource; no word of it."""
    look = Button(label=words("suggestions.button_see"), action=action(_LOOK, resource.group_id, resource.id))
    return message(words("resources.desk_waits"), buttons=((look,),))


def declined_page(one: Suggestion, words: Phrasebook) -> Outbound:
    return message(title(one.title), words("suggestions.declined"), buttons=((_onward(one, words),),))


def decided_page(one: Suggestion, words: Phrasebook) -> Outbound:
    """Somebody was faster: says what they decided."""
    return message(title(one.title), words(f"suggestions.faster_{one.state}"), buttons=((_onward(one, words),),))


def unreadable_page(one: Suggestion, typed: str, words: Phrasebook) -> Outbound:
    """The link that a moderator typed was none."""
    again = Button(label=words("suggestions.button_edit"), action=action(EDIT, one.group_id, one.id))
    return message(title(one.title), words("suggestions.bad_link", typed=typed), buttons=((again,),))


def own_page(one: Suggestion, words: Phrasebook) -> Outbound:
    """Two people look at each suggestion."""
    return message(title(one.title), words("suggestions.own"), buttons=((_onward(one, words),),))


def answer(
    one: Suggestion, state: SuggestionState, words: Phrasebook, *, reason: str = "none", waits: bool = False
) -> Outbound:
    """What the member is told, in private. `waits`: a second moderator has to look at it first."""
    if waits:
        return message(title(words("suggestions.told_title")), words("suggestions.told_soon", title=one.title))
    if state is SuggestionState.APPROVED:
        look = Button(label=words("suggestions.button_open"), action=action("resource.list", one.group_id, 0))
        return message(
            title(words("suggestions.told_title")), words("suggestions.told_yes", title=one.title), buttons=((look,),)
        )
    why = [] if reason == "none" else [words(f"suggestions.told_{reason}")]
    return message(
        title(words("suggestions.told_title")),
        words("suggestions.told_no", title=one.title),
        *why,
        words("suggestions.told_thanks"),
    )


def _onward(one: Suggestion, words: Phrasebook) -> Button:
    return Button(label=words("suggestions.button_others"), action=action(QUEUE, one.group_id, 0))


def _shown(one: Suggestion) -> list[Block]:
    link: list[Block] = [plain(Link(label=one.link, url=one.link))] if one.link else []
    return [title(one.title), plain(one.why), *link]
