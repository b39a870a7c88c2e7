"""The pages on which a moderator chooses what to change: which part, which language, which day to look again."""

from core.features.resources.pages import EDIT, FIELD, LANGUAGES, REVIEW, SHOW, SPEAKS, language_name
from core.model.action import Action, action
from core.model.message import Button, Outbound, message, note, title
from core.model.resource import Resource
from core.ports import Phrasebook
from core.scheduling.saying import said_day

_PARTS = (("title", "link"), ("why", "tags", "warning"))
_MONTHS = (3, 6, 12)


def edit_page(resource: Resource, words: Phrasebook) -> Outbound:
    """Its parts as buttons."""
    rows = [tuple(_part(resource, name, words) for name in names) for names in _PARTS]
    more = (
        Button(label=words("resources.button_language"), action=_on(resource, SPEAKS)),
        Button(label=words("resources.button_review"), action=_on(resource, REVIEW)),
    )
    back = Button(label=words("resources.button_done"), action=action(SHOW, resource.group_id, resource.id))
    return message(title(resource.title), words("resources.which_part"), buttons=(*rows, more, (back,)))


def language_page(resource: Resource, words: Phrasebook) -> Outbound:
    """The languages that have a name here."""
    choices = [Button(label=language_name(tag, words), action=_on(resource, SPEAKS, tag)) for tag in LANGUAGES]
    rows = tuple(tuple(choices[at : at + 3]) for at in range(0, len(choices), 3))
    none = Button(label=words("resources.button_no_language"), action=_on(resource, SPEAKS, "none"))
    return message(
        title(resource.title), words("resources.which_language"), buttons=(*rows, (none, _back(resource, words)))
    )


def review_page(resource: Resource, words: Phrasebook) -> Outbound:
    """When to look again whether it is still right."""
    choices = [
        Button(label=words("resources.button_months", count=count), action=_on(resource, REVIEW, count))
        for count in _MONTHS
    ]
    never = Button(label=words("resources.button_never"), action=_on(resource, REVIEW, 0))
    typed = Button(label=words("resources.button_day"), action=_on(resource, FIELD, "review"))
    lines = [title(resource.title)]
    if resource.review_by is not None:
        day = said_day(resource.review_by, words)
        lines.append(note(words("resources.review_by", day=day, year=resource.review_by.year)))
    rows = (tuple(choices), (typed, never), (_back(resource, words),))
    return message(*lines, words("resources.which_review"), buttons=rows)


def _part(resource: Resource, name: str, words: Phrasebook) -> Button:
    return Button(label=words(f"resources.part_{name}"), action=_on(resource, FIELD, name))


def _back(resource: Resource, words: Phrasebook) -> Button:
    return Button(label=words("resources.button_other_part"), action=_on(resource, EDIT))


def _on(resource: Resource, route: str, *more: str | int) -> Action:
    return action(route, resource.group_id, resource.id, resource.version, *more)
