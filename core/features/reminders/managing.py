"""Joins the rooms in which a kept reminder is looked at and changed: its page, edits, pauses, quiet hours, travel."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from core.dispatch.table import ButtonRoute, CommandRoute, FormRoute
from core.features.reminders import pausing, quiet, travel
from core.features.reminders.editing import Editing
from core.features.reminders.one import OneReminder
from core.features.reminders.own import GONE
from core.features.reminders.setting import Setting
from core.model.command import Command, Option
from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.ports import Composition, Purpose

_HOWEVER_LATE: Final = timedelta(days=10_000)


def managing_routes(setting: Setting) -> Mapping[str, ButtonRoute]:
    """All that can be tapped to manage reminders."""
    return {
        **OneReminder(setting).buttons,
        **Editing(setting).buttons,
        **pausing.ROUTES,
        **quiet.ROUTES,
        **travel.ROUTES,
    }


def managing_forms(setting: Setting) -> Mapping[str, FormRoute]:
    """What is typed for it."""
    return {**Editing(setting).forms, **pausing.FORMS, **quiet.FORMS}


def quiet_command() -> CommandRoute:
    """/quiet."""
    hours = Option(name="hours", summary='From when to when? For example "10pm to 7"')
    command = Command(name="quiet", summary="Choose when I stay quiet", options=(hours,))
    return CommandRoute(command=command, handle=quiet.quiet)


def removal() -> Purpose:
    """A deleted reminder's last turn: nobody brought it back, so its row goes, and nothing is said."""
    return Purpose(name=GONE, compose=_remove, lane=Lane.DUE, promise=Promise.AT_MOST_ONCE, good_for=_HOWEVER_LATE)


async def _remove(due: Composition) -> Outbound | None:
    await due.uow.schedules.remove(due.schedule.id, member_id=due.schedule.member_id)
    return None
