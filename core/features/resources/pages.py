"""How a resource looks in the group, to a moderator at each stage of its life, and what is answered to a tap."""

from dataclasses import dataclass
from typing import Final, assert_never

from core.model.action import action
from core.model.message import AnyButton, Block, Button, Emphasis, Link, Outbound, message, note, plain, spoiler, title
from core.model.resource import Resource, ResourceState
from core.model.schedule import DueSlot, Once, Recurrence
from core.ports import Phrasebook
from core.scheduling.saying import said_day, said_moment, said_place, said_rule

NEW, POST, LATER, KEEP, CANCEL, SHOW, STOP, OPEN, LIST = (
    "resource.new",
    "resource.post",
    "resource.later",
    "resource.keep",
    "resource.cancel",
    "resource.show",
    "resource.stop",
    "resource.open",
    "resource.list",
)
EDIT, FIELD, SPEAKS, REVIEW, ASK, DECLINE, BACK, LIBRARY, LOOK, SAVE, SAVED, TAGS = (
    "resource.edit",
    "resource.field",
    "resource.speaks",
    "resource.review",
    "resource.ask",
    "resource.decline",
    "resource.back",
    "resource.library",
    "resource.look",
    "resource.save",
    "resource.saved",
    "resource.tags",
)
ADD, WHEN = "resource.add", "resource.when"
"""The forms: the resource itself, and when it should be posted. FIELD is the form of one part alone."""

LANGUAGES: Final = ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "uk", "ar")
"""Offered as buttons; each has a sentence `resources.language_<tag>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A resource as one moderator meets it. `mine`: its words are theirs, so that another one must let it through."""

    resource: Resource
    second_look: bool = False
    mine: bool = False
    planned: bool = False


def post(resource: Resource, words: Phrasebook) -> Outbound:
    """Exactly what the group will see."""
    save = Button(label=words("resources.button_save"), action=action(SAVE, resource.group_id, resource.id))
    return Outbound(blocks=post_blocks(resource, words), buttons=((save,),))


def post_blocks(resource: Resource, words: Phrasebook) -> tuple[Block, ...]:
    """Its text alone."""
    blocks: list[Block] = [title(resource.title)]
    if resource.content_warning:
        blocks += [note(words("resources.warning", warning=resource.content_warning)), spoiler(resource.why)]
    else:
        blocks.append(plain(resource.why))
    if resource.link:
        blocks.append(plain(Link(label=resource.link, url=resource.link)))
    if resource.tags:
        blocks.append(note(words("resources.tags", tags=", ".join(resource.tags))))
    if resource.language:
        blocks.append(note(words("resources.language", language=language_name(resource.language, words))))
    return (*blocks, note(words("resources.from_moderators")))


def card(standing: Standing, words: Phrasebook, *, lead: str = "") -> Outbound:
    """The resource with all that this moderator can do with it now."""
    one = standing.resource
    above: list[Block] = [plain(lead)] if lead else []
    below: list[Block] = []
    if one.review_by is not None:
        day = said_day(one.review_by, words)
        below.append(note(words("resources.review_by", day=day, year=one.review_by.year)))
    return Outbound(
        blocks=(*above, note(_where_it_stands(standing, words)), *post_blocks(one, words), *below),
        buttons=_rows(standing, words),
    )


def _where_it_stands(standing: Standing, words: Phrasebook) -> str:
    match standing.resource.state:
        case ResourceState.DRAFT:
            return words("resources.preview")
        case ResourceState.WAITING:
            return words("resources.waits_mine" if standing.mine else "resources.waits_for_you")
        case ResourceState.KEPT:
            return words("resources.stands_planned" if standing.planned else "resources.stands_kept")
        case ResourceState.WITHDRAWN:
            return words("resources.stands_withdrawn")
        case unknown:
            assert_never(unknown)


def _rows(standing: Standing, words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    one = standing.resource

    def button(key: str, route: str, *more: str | int, emphasis: Emphasis = Emphasis.NORMAL) -> Button:
        wanted = action(route, one.group_id, one.id, one.version, *more)
        return Button(label=words(f"resources.button_{key}"), action=wanted, emphasis=emphasis)

    edit = button("edit", EDIT)
    gone = button("cancel", CANCEL, emphasis=Emphasis.DANGER)
    ways = (
        (button("post", POST, emphasis=Emphasis.PRIMARY), button("later", LATER)),
        (button("keep", KEEP), edit),
    )
    match one.state:
        case ResourceState.DRAFT if standing.second_look:
            return ((button("ask", ASK, emphasis=Emphasis.PRIMARY),), (edit, gone))
        case ResourceState.DRAFT:
            return (*ways, (gone,))
        case ResourceState.WAITING if standing.mine and standing.second_look:
            return ((edit, gone),)
        case ResourceState.WAITING:
            return (*ways, (button("decline", DECLINE),))
        case ResourceState.KEPT:
            stop = (button("stop", STOP),) if standing.planned else ()
            withdraw = button("withdraw", CANCEL, emphasis=Emphasis.DANGER)
            every = Button(label=words("resources.button_library"), action=action(LIBRARY, one.group_id, 0))
            return (*ways[:1], (edit, withdraw), (*stop, every))
        case ResourceState.WITHDRAWN:
            return ((Button(label=words("resources.button_library"), action=action(LIBRARY, one.group_id, 0)),),)
        case unknown:
            assert_never(unknown)


def done(key: str, resource: Resource, words: Phrasebook, **fields: object) -> Outbound:
    """What became of it, in one line under its title, with the way back to it."""
    back = Button(label=words("resources.button_show"), action=action(SHOW, resource.group_id, resource.id))
    return message(title(resource.title), words(f"resources.{key}", **fields), buttons=((back,),))


def gone(key: str, resource: Resource, before: ResourceState, words: Phrasebook, **fields: object) -> Outbound:
    """What was taken back, and the way to undo it."""
    undo = action(BACK, resource.group_id, resource.id, resource.version, before.value)
    every = Button(label=words("resources.button_library"), action=action(LIBRARY, resource.group_id, 0))
    rows = ((Button(label=words("resources.button_undo"), action=undo), every),)
    return message(title(resource.title), words(f"resources.{key}", **fields), buttons=rows)


def scheduled(resource: Resource, recurrence: Recurrence, slot: DueSlot | None, words: Phrasebook) -> Outbound:
    """Names the rule, the next day and time, the clock, and how to take it back."""
    following = said_moment(slot.at, recurrence.zone, words) if slot else ""
    key = "resources.scheduled_once" if isinstance(recurrence.rule, Once) else "resources.scheduled"
    stop = Button(label=words("resources.button_stop"), action=action(STOP, resource.group_id, resource.id))
    back = Button(label=words("resources.button_show"), action=action(SHOW, resource.group_id, resource.id))
    return message(
        title(resource.title),
        words(key, rule=said_rule(recurrence, words), next=following),
        note(words("resources.zone", zone=said_place(recurrence.zone))),
        buttons=((stop, back),),
    )


def link_wanted(resource: Resource, typed: str, words: Phrasebook) -> Outbound:
    """Shows the link that was no link, so that it can be mended; all else is kept."""
    mend = Button(
        label=words("resources.button_mend"),
        action=action(FIELD, resource.group_id, resource.id, resource.version, "link"),
        emphasis=Emphasis.PRIMARY,
    )
    without = Button(label=words("resources.button_without"), action=action(SHOW, resource.group_id, resource.id))
    return message(title(resource.title), words("resources.bad_link", typed=typed), buttons=((mend,), (without,)))


def zone_wanted(resource: Resource, words: Phrasebook) -> Outbound:
    """The group's clock first; then the same preview's button works."""
    place = Button(label=words("resources.button_zone"), action=action("group.type", resource.group_id, "where"))
    return message(title(resource.title), words("resources.no_zone"), buttons=((place, later_button(resource, words)),))


def later_button(resource: Resource, words: Phrasebook) -> Button:
    """Asks for a time (again)."""
    wanted = action(LATER, resource.group_id, resource.id, resource.version)
    return Button(label=words("resources.button_later"), action=wanted)


def language_name(tag: str, words: Phrasebook) -> str:
    """In words where we have some; the bare tag for any other."""
    return words(f"resources.language_{tag}") if tag in LANGUAGES else tag
