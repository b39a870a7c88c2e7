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
from core.ports import Phrasebook

NEW, POST, LATER, KEEP, CANCEL, OPEN, LIST = (
    "resource.new",
    "resource.post",
    "resource.later",
    "resource.keep",
    "resource.cancel",
    "resource.open",
    "resource.list",
)
ADD, WHEN = "resource.add", "resource.when"
"""The two forms: the resource itself, and when it should be posted."""

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


def is_open(resource: Resource) -> bool:
    """Whether it can still be posted."""
    return resource.state is not ResourceState.WITHDRAWN
