"""Joins the ways of a resource into one feature: from its form through its posts to the members who look for it."""

from typing import Final

from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.resources import adding, library, looking
from core.features.resources import pages as at
from core.features.resources.browsing import Browsing
from core.features.resources.editing import Editing
from core.features.resources.forms import add_form, part_form, when_form
from core.features.resources.holdings import HOLDINGS
from core.features.resources.publishing import GOOD_FOR, Publishing
from core.features.resources.rotating import Rotating
from core.features.resources.standing import RESOURCE_POST
from core.model.command import Command, Option, Where, Who
from core.model.delivery import Lane, Promise
from core.model.schedule import Schedule
from core.ports import Phrasebook, Purpose

_MODERATORS: Final = Who.MODERATORS


def resources(words: Phrasebook) -> Feature:
    """The feature, whole. `words` write what groups see."""
    publishing, editing, browsing = Publishing(words), Editing(words), Browsing(words)
    return Feature(
        name="resources",
        commands=_commands(browsing),
        buttons={
            at.NEW: ButtonRoute(handle=library.new, who=_MODERATORS, door=True),
            at.SHOW: ButtonRoute(handle=library.show, who=_MODERATORS),
            at.LIBRARY: ButtonRoute(handle=library.turned, who=_MODERATORS),
            **_publishing(publishing),
            **_editing(editing),
            **_looking(),
            **_browsing(browsing),
        },
        forms=_forms(publishing, editing),
        purposes=(_posts(publishing), Rotating(words, RESOURCE_POST).purpose),
        holdings=HOLDINGS,
    )


def _commands(browsing: Browsing) -> tuple[CommandRoute, ...]:
    add = Command(name="resource add", summary="Share a resource with this group", who=_MODERATORS, where=Where.GROUP)
    every = Command(
        name="resource list",
        summary="All resources of this group, to edit or take back",
        who=_MODERATORS,
        where=Where.GROUP,
    )
    query = Option(name="query", summary='What are you looking for? Or "saved" for your own list.', suggests=True)
    browse = Command(name="resources", summary="What this group's moderators have shared", options=(query,))
    return (
        CommandRoute(command=add, handle=adding.add),
        CommandRoute(command=every, handle=library.listed),
        CommandRoute(command=browse, handle=browsing.listed, suggest_here=browsing.suggest),
    )


def _publishing(publishing: Publishing) -> dict[str, ButtonRoute]:
    return {
        at.POST: ButtonRoute(handle=publishing.post_now, who=_MODERATORS),
        at.LATER: ButtonRoute(handle=publishing.later, who=_MODERATORS, door=True),
        at.KEEP: ButtonRoute(handle=publishing.keep, who=_MODERATORS),
        at.STOP: ButtonRoute(handle=publishing.stop, who=_MODERATORS),
    }


def _editing(editing: Editing) -> dict[str, ButtonRoute]:
    return {
        at.EDIT: ButtonRoute(handle=editing.page, who=_MODERATORS),
        at.FIELD: ButtonRoute(handle=editing.part, who=_MODERATORS, door=True),
        at.SPEAKS: ButtonRoute(handle=editing.speaks, who=_MODERATORS),
        at.REVIEW: ButtonRoute(handle=editing.review, who=_MODERATORS),
        at.CANCEL: ButtonRoute(handle=editing.withdraw, who=_MODERATORS),
        at.BACK: ButtonRoute(handle=editing.back, who=_MODERATORS),
    }


def _looking() -> dict[str, ButtonRoute]:
    return {
        at.ASK: ButtonRoute(handle=looking.ask, who=_MODERATORS),
        at.DECLINE: ButtonRoute(handle=looking.decline, who=_MODERATORS),
        at.LOOK: ButtonRoute(handle=looking.choose, who=_MODERATORS),
    }


def _browsing(browsing: Browsing) -> dict[str, ButtonRoute]:
    return {
        at.LIST: ButtonRoute(handle=browsing.page),
        at.TAGS: ButtonRoute(handle=browsing.tags),
        at.OPEN: ButtonRoute(handle=browsing.open),
        at.SAVE: ButtonRoute(handle=browsing.save),
        at.SAVED: ButtonRoute(handle=browsing.saved),
    }


def _forms(publishing: Publishing, editing: Editing) -> dict[str, FormRoute]:
    return {
        at.ADD: FormRoute(
            build=lambda wanted, said: add_form(wanted.args[0], said), handle=adding.added, who=_MODERATORS
        ),
        at.WHEN: FormRoute(
            build=lambda wanted, said: when_form(wanted.args, said), handle=publishing.timed, who=_MODERATORS
        ),
        at.FIELD: FormRoute(
            build=lambda wanted, said: part_form(wanted.args, said), handle=editing.typed, who=_MODERATORS
        ),
    }


def _posts(publishing: Publishing) -> Purpose:
    return Purpose(
        name=RESOURCE_POST,
        compose=publishing.due,
        lane=Lane.BROADCAST,
        promise=Promise.AT_MOST_ONCE,
        good_for=GOOD_FOR,
        post_of=_resource_of,
    )


def _resource_of(schedule: Schedule) -> int:
    return int(schedule.payload["resource"])
