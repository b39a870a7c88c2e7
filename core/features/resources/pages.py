"""How a resource looks: to its author before it is posted, in the group, and in the list that members browse."""

from collections.abc import Sequence

from core.model.action import action
from core.model.message import (
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
    spoiler,
    title,
)
from core.model.resource import Resource, ResourceState
from core.model.schedule import DueSlot, Once, Recurrence
from core.ports import Phrasebook
from core.scheduling.saying import said_moment, said_place, said_rule

NEW, POST, LATER, KEEP, CANCEL, SHOW, STOP, MEND, OPEN, LIST = (
    "resource.new",
    "resource.post",
    "resource.later",
    "resource.keep",
    "resource.cancel",
    "resource.show",
    "resource.stop",
    "resource.mend",
    "resource.open",
    "resource.list",
)
ADD, WHEN, LINK = "resource.add", "resource.when", "resource.link"
"""The forms: the resource itself, when it should be posted, and its link alone."""

ON_A_PAGE = 6


def post(resource: Resource, words: Phrasebook) -> Outbound:
    """Exactly what the group will see."""
    blocks: list[Block] = [title(resource.title)]
    if resource.content_warning:
        blocks += [note(words("resources.warning", warning=resource.content_warning)), spoiler(resource.why)]
    else:
        blocks.append(plain(resource.why))
    if resource.link:
        blocks.append(plain(Link(label=resource.link, url=resource.link)))
    if resource.tags:
        blocks.append(note(words("resources.tags", tags=", ".join(resource.tags))))
    return message(*blocks, note(words("resources.from_moderators")))


def preview(resource: Resource, words: Phrasebook) -> Outbound:
    """The post, for its author alone, with what can be done with it."""
    whole = post(resource, words)

    def button(key: str, route: str, emphasis: Emphasis = Emphasis.NORMAL) -> Button:
        wanted = action(route, resource.group_id, resource.id)
        return Button(label=words(f"resources.{key}"), action=wanted, emphasis=emphasis)

    return Outbound(
        blocks=(note(words("resources.preview")), *whole.blocks),
        buttons=(
            (button("button_post", POST, Emphasis.PRIMARY), button("button_later", LATER)),
            (button("button_keep", KEEP), button("button_cancel", CANCEL, Emphasis.DANGER)),
        ),
    )


def list_page(kept: Sequence[Resource], group_id: int, page: int, words: Phrasebook) -> Outbound:
    """Titles as buttons. `kept` holds one more than fits when there is a next page."""
    if not kept:
        return message(words("resources.none"))
    buttons = [(Button(label=one.title[:60], action=action(OPEN, group_id, one.id)),) for one in kept[:ON_A_PAGE]]
    turns = []
    if page > 0:
        turns.append(Button(label=words("resources.button_earlier"), action=action(LIST, group_id, page - 1)))
    if len(kept) > ON_A_PAGE:
        turns.append(Button(label=words("resources.button_more"), action=action(LIST, group_id, page + 1)))
    return message(title(words("resources.list_title")), buttons=(*buttons, *((tuple(turns),) if turns else ())))


def opened(resource: Resource, words: Phrasebook) -> Outbound:
    """One resource, read in private."""
    back = Button(label=words("resources.button_all"), action=action(LIST, resource.group_id, 0))
    return Outbound(blocks=post(resource, words).blocks, buttons=((back,),))


def done(key: str, resource: Resource, words: Phrasebook, **fields: object) -> Outbound:
    """What became of it, in one line under its title."""
    return message(title(resource.title), words(f"resources.{key}", **fields))


def scheduled(resource: Resource, recurrence: Recurrence, slot: DueSlot | None, words: Phrasebook) -> Outbound:
    """Names the rule, the next day and time, the clock, and how to take it back."""
    following = said_moment(slot.at, recurrence.zone, words) if slot else ""
    key = "resources.scheduled_once" if isinstance(recurrence.rule, Once) else "resources.scheduled"
    stop = Button(label=words("resources.button_stop"), action=action(STOP, resource.group_id, resource.id))
    return message(
        title(resource.title),
        words(key, rule=said_rule(recurrence, words), next=following),
        note(words("resources.zone", zone=said_place(recurrence.zone))),
        buttons=((stop,),),
    )


def link_wanted(resource: Resource, typed: str, words: Phrasebook) -> Outbound:
    """Shows the link that was no link, so that it can be mended; all else is kept."""
    mend = Button(
        label=words("resources.button_mend"),
        action=action(MEND, resource.group_id, resource.id),
        emphasis=Emphasis.PRIMARY,
    )
    without = Button(label=words("resources.button_without"), action=action(SHOW, resource.group_id, resource.id))
    return message(title(resource.title), words("resources.bad_link", typed=typed), buttons=((mend,), (without,)))


def zone_wanted(resource: Resource, words: Phrasebook) -> Outbound:
    """The group's clock first; then the same preview's button works."""
    place = Button(label=words("resources.button_zone"), action=action("group.type", resource.group_id, "where"))
    again = Button(label=words("resources.button_later"), action=action(LATER, resource.group_id, resource.id))
    return message(title(resource.title), words("resources.no_zone"), buttons=((place, again),))


def add_form(group_id: str, words: Phrasebook) -> Form:
    """A resource, in five fields at most (a modal holds no more)."""

    def field(name: str, length: int, *, required: bool = False, multiline: bool = False) -> TextField:
        return TextField(
            name=name,
            label=words(f"resources.field_{name}"),
            hint=words(f"resources.hint_{name}"),
            required=required,
            max_length=length,
            multiline=multiline,
        )

    return Form(
        action=action(ADD, group_id),
        title=words("resources.form_title"),
        fields=(
            field("title", 100, required=True),
            field("link", 300),
            field("why", 600, required=True, multiline=True),
            field("tags", 100),
            field("warning", 60),
        ),
    )


def when_form(group_id: str, resource_id: str, words: Phrasebook) -> Form:
    """When it should be posted."""
    field = TextField(
        name="when", label=words("resources.field_when"), hint=words("resources.hint_when"), max_length=100
    )
    return Form(action=action(WHEN, group_id, resource_id), title=words("resources.when_title"), fields=(field,))


def link_form(group_id: int, resource_id: int, words: Phrasebook) -> Form:
    """The link alone, when the first one was none."""
    field = TextField(
        name="link", label=words("resources.link_title"), hint=words("resources.hint_link"), max_length=300
    )
    return Form(action=action(LINK, group_id, resource_id), title=words("resources.link_title"), fields=(field,))


def is_open(resource: Resource) -> bool:
    """Whether it can still be posted."""
    return resource.state is not ResourceState.WITHDRAWN
