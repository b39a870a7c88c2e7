"""How those who moderate a group look: who is named, who would like to help, and how that is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.dispatch.homeward import homeward
from core.features.moderators.pages import RECORD
from core.features.moderators.who import SOMEBODY, with_them
from core.model.action import Action, action
from core.model.message import (
    AnyButton,
    Block,
    Button,
    Emphasis,
    Outbound,
    Span,
    message,
    note,
    plain,
    title,
)
from core.model.naming import RankThere
from core.ports import Phrasebook
from core.scheduling.saying import said_moment

PEOPLE, CALL, YES, NO = "moderators.people", "moderators.call", "moderators.yes", "moderators.no"
ROLES, ROLE, UNROLE = "moderators.roles", "moderators.role", "moderators.unrole"
OFF, UNNAME, LEAVE = "moderators.off", "moderators.unname", "moderators.leave"
ASK, HELP, DESK = "moderators.ask", "moderators.help", "moderators.desk"
"""The first argument is always the group's id."""

MOST_SHOWN: Final = 10
MOST_ASKS: Final = 3
ROLES_ON_A_PAGE: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person as a page shows them. `since`: aware UTC."""

    member_id: int
    who: Span
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRole:
    """A role by its number; `name` is None where its platform is another one."""

    rank_id: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What there is to be shown. `zone` (IANA): the group's clock. `runs`: whoever looks may change it; `named`: they
    moderate because they were named. `has_roles`: their platform has roles to name."""

    group_id: int
    zone: str
    persons: tuple[Somebody, ...]
    roles: tuple[NamedRole, ...]
    asks: tuple[Somebody, ...]
    calling: bool
    runs: bool
    named: bool
    has_roles: bool


def people_page(people: People, words: Phrasebook) -> Outbound:
    """The panel of /group moderators."""
    lines: list[Block] = [plain(words("moderators.people_admins"))]
    named = [*_persons(people.persons, people.zone, words), *(plain(_role(one, words)) for one in people.roles)]
    lines += [plain(words("moderators.people_named")), *named] if named else [plain(words("moderators.people_nobody"))]
    asks = people.asks[:MOST_ASKS]
    if asks:
        lines += [plain(words("moderators.asks")), *_persons(asks, people.zone, words)]
    elif people.calling:
        lines.append(note(words("moderators.calling")))
    if not people.runs:
        lines.append(note(words("moderators.only_admins")))
    shown = message(title(words("moderators.people_title")), *lines, buttons=_panel_buttons(people, asks, words))
    return homeward(shown, people.group_id, words)


def called_page(group_id: int, words: Phrasebook) -> Outbound:
    """Members can say now that they would like to help."""
    said = words("moderators.called")
    return message(title(words("moderators.called_title")), said, buttons=((people_button(group_id, words),),))


def roles_page(group_id: int, there: Sequence[RankThere], page: int, words: Phrasebook) -> Outbound:
    """The roles of the server, highest first."""
    if not there:
        return message(words("moderators.roles_none"), buttons=((people_button(group_id, words),),))
    start = page * ROLES_ON_A_PAGE
    shown = there[start : start + ROLES_ON_A_PAGE]
    buttons: list[AnyButton] = [Button(label=one.name, action=action(ROLE, group_id, one.rank.id)) for one in shown]
    rows = [tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5)]
    last: list[AnyButton] = []
    if len(there) > start + ROLES_ON_A_PAGE:
        last.append(Button(label=words("moderators.button_more"), action=action(ROLES, group_id, page + 1)))
    return message(
        title(words("moderators.roles_title")),
        words("moderators.roles"),
        buttons=(*rows, (*last, people_button(group_id, words))),
    )


def role_page(group_id: int, role: NamedRole, words: Phrasebook, *, on: bool) -> Outbound:
    """What became of a role, and its undo."""
    back = Button(label=words("moderators.button_undo"), action=action(UNROLE if on else ROLE, group_id, role.rank_id))
    name = role.name or words("moderators.role_elsewhere")
    blocks = [plain(words("moderators.role_named" if on else "moderators.role_off", role=name))]
    if on:
        blocks.append(note(words("moderators.role_hint")))
    return message(*blocks, buttons=((back, people_button(group_id, words)),))


def off_page(people: People, words: Phrasebook) -> Outbound:
    """Whom to take off."""
    persons = people.persons[:MOST_SHOWN]
    buttons: list[AnyButton] = [
        Button(
            label=words("moderators.button_unname", number=number),
            action=action(UNNAME, people.group_id, one.member_id),
        )
        for number, one in enumerate(persons, start=1)
    ]
    buttons += [
        Button(
            label=words("moderators.button_unrole", role=one.name or words("moderators.role_elsewhere")),
            action=action(UNROLE, people.group_id, one.rank_id),
        )
        for one in people.roles[:MOST_SHOWN]
    ]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    return message(
        title(words("moderators.off_title")),
        *_persons(persons, people.zone, words),
        buttons=(*rows, (people_button(people.group_id, words),)),
    )


def left_page(words: Phrasebook) -> Outbound:
    """For somebody who moderates no more: nothing here is theirs to tap."""
    return message(words("moderators.left"))


def done_page(group_id: int, key: str, words: Phrasebook, *, undo: Action | None = None) -> Outbound:
    """One sentence; `key` is the last part of its key."""
    buttons: list[AnyButton] = [people_button(group_id, words)]
    if undo is not None:
        buttons.insert(0, Button(label=words("moderators.button_undo"), action=undo))
    return message(words(f"moderators.{key}"), buttons=(tuple(buttons),))


def people_button(group_id: int, words: Phrasebook) -> Button:
    """Leads to the panel."""
    return Button(label=words("moderators.button_people"), action=action(PEOPLE, group_id))


def _panel_buttons(people: People, asks: Sequence[Somebody], words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    group_id = people.group_id
    rows: list[tuple[AnyButton, ...]] = []
    if people.runs:
        rows += [_answers(group_id, one, number, words) for number, one in enumerate(asks, start=1)]
    change: list[AnyButton] = []
    if people.runs:
        change.append(Button(label=words("moderators.button_call"), action=action(CALL, group_id)))
        if people.has_roles:
            change.append(Button(label=words("moderators.button_roles"), action=action(ROLES, group_id, 0)))
        if people.persons or people.roles:
            change.append(Button(label=words("moderators.button_off"), action=action(OFF, group_id)))
    if people.named:
        change.append(Button(label=words("moderators.button_leave"), action=action(LEAVE, group_id)))
    if change:
        rows.append(tuple(change))
    desk = Button(label=words("moderators.button_desk"), action=action(DESK, group_id))
    record = Button(label=words("moderators.button_record"), action=action(RECORD, group_id, 0))
    return (*rows, (desk, record))


def _answers(group_id: int, one: Somebody, number: int, words: Phrasebook) -> tuple[AnyButton, ...]:
    yes = Button(
        label=words("moderators.button_yes", number=number),
        action=action(YES, group_id, one.member_id),
        emphasis=Emphasis.PRIMARY,
    )
    return yes, Button(label=words("moderators.button_no", number=number), action=action(NO, group_id, one.member_id))


def _persons(persons: Sequence[Somebody], zone: str, words: Phrasebook) -> list[Block]:
    return [
        with_them(
            words("moderators.person", number=number, who=SOMEBODY, when=said_moment(one.since, zone, words)), one.who
        )
        for number, one in enumerate(persons[:MOST_SHOWN], start=1)
    ]


def _role(one: NamedRole, words: Phrasebook) -> str:
    return words("moderators.rank", role=one.name or words("moderators.role_elsewhere"))
