"""/group pause and /group hardday: moderators ask for quiet, and it ends by itself. The planner holds the posts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, FormRoute
from core.errors import ButtonRefused
from core.features.groups.calm_pages import (
    DATE,
    HARD,
    PAUSE,
    RESUME,
    SOFT,
    UNTIL,
    calm_page,
    unclear_until_page,
    until_form,
)
from core.features.groups.posts import CALM, calm_lines
from core.model.calm import Calm
from core.model.command import Command, Option, Where, Who
from core.model.group_act import ActKind
from core.model.identity import Group
from core.model.inbound import CommandGiven
from core.model.message import Block, plain
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.schedule import Once
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.saying import said_moment

HARD_DAY: Final = timedelta(hours=24)
LONGEST_PAUSE: Final = timedelta(days=180)
_SHORT: Final = {"day": 1, "a day": 1, "week": 7, "a week": 7}


async def pause_asked(given: CommandGiven, scene: Scene) -> Replies:
    """/group pause: the page; with "a day", "a week" or a date behind it, the pause itself."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    typed = given.rest or given.options.get("until", "")
    if not typed:
        return [Say(message=calm_page(group, scene.now, scene.words), private=True)]
    return await _pause_typed(group, typed, scene)


async def hard_day_asked(given: CommandGiven, scene: Scene) -> Replies:
    """/group hardday marks it; the page says how to end it."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    group = await _mark_hard_day(group, scene)
    return [Say(message=calm_page(group, scene.now, scene.words), private=True)]


async def shown(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=calm_page(await _group(tap, scene), scene.now, scene.words))]


async def paused(tap: Tap, scene: Scene) -> Replies:
    """For a day or a week from now; or the form for a date."""
    group_id, length = tap.action.args
    if length == DATE:
        return [OpenForm(form=until_form(group_id, scene.words), door=tap.action)]
    group = await _pause(await _group(tap, scene), scene.now + timedelta(days=int(length)), scene)
    return [Edit(message=calm_page(group, scene.now, scene.words))]


async def resumed(tap: Tap, scene: Scene) -> Replies:
    group = await _group(tap, scene)
    if _lasts(group.calm.paused_until, scene.now):
        calm, until = replace(group.calm, paused_until=None), group.calm.paused_until
        group = await _keep(group, calm, ActKind.POSTS_RESUMED, scene, until=until)
    return [Edit(message=calm_page(group, scene.now, scene.words, lead=scene.words("groups.resumed")))]


async def hard(tap: Tap, scene: Scene) -> Replies:
    group = await _mark_hard_day(await _group(tap, scene), scene)
    return [Edit(message=calm_page(group, scene.now, scene.words))]


async def soft(tap: Tap, scene: Scene) -> Replies:
    group = await _group(tap, scene)
    if _lasts(group.calm.hard_until, scene.now):
        calm, until = replace(group.calm, hard_until=None), group.calm.hard_until
        group = await _keep(group, calm, ActKind.HARD_DAY_OVER, scene, until=until)
    return [Edit(message=calm_page(group, scene.now, scene.words, lead=scene.words("groups.soft_again")))]


async def until_given(form: Submission, scene: Scene) -> Replies:
    group = await scene.uow.groups.get(int(form.action.args[0]))
    if group is None:
        raise ButtonRefused("the group is gone")
    return await _pause_typed(group, form.values["until"], scene)


async def calm_news(scene: Scene, group_id: int) -> Sequence[Block]:
    """What the group's panel tells of it: what is held back now, and until when."""
    group = await scene.uow.groups.get(group_id)
    return [] if group is None else [plain(line) for line in calm_lines(group, scene.now, scene.words)]


def calm_commands() -> tuple[CommandRoute, ...]:
    """For moderators, in their group."""
    until = Option(name="until", summary='A day, a week, or a date such as "12 December"')
    pause = Command(
        name="group pause",
        summary="Let all posts rest for a while",
        options=(until,),
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    hard_day = Command(
        name="group hardday",
        summary="Hold cheerful posts for 24 hours",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return (CommandRoute(command=pause, handle=pause_asked), CommandRoute(command=hard_day, handle=hard_day_asked))


def calm_buttons() -> dict[str, ButtonRoute]:
    """Rights are asked at each tap."""
    handlers = {CALM: shown, RESUME: resumed, HARD: hard, SOFT: soft}
    routes = {route: ButtonRoute(handle=handle, who=Who.MODERATORS) for route, handle in handlers.items()}
    return {**routes, PAUSE: ButtonRoute(handle=paused, who=Who.MODERATORS, door=True)}


def calm_forms() -> dict[str, FormRoute]:
    """The date of a pause."""
    return {
        UNTIL: FormRoute(
            build=lambda wanted, words: until_form(wanted.args[0], words), handle=until_given, who=Who.MODERATORS
        )
    }


async def _pause_typed(group: Group, typed: str, scene: Scene) -> Replies:
    days = _SHORT.get(typed.lower().strip())
    until = scene.now + timedelta(days=days) if days else _moment(typed, group.zone or "UTC", scene.now)
    if until is None:
        return [Say(message=unclear_until_page(group.id, scene.words), private=True)]
    group = await _pause(group, until, scene)
    return [Say(message=calm_page(group, scene.now, scene.words), private=True)]


async def _pause(group: Group, until: datetime, scene: Scene) -> Group:
    calm = replace(group.calm, paused_until=until)
    return await _keep(group, calm, ActKind.POSTS_PAUSED, scene, until=until)


async def _mark_hard_day(group: Group, scene: Scene) -> Group:
    until = scene.now + HARD_DAY
    return await _keep(group, replace(group.calm, hard_until=until), ActKind.HARD_DAY, scene, until=until)


async def _keep(group: Group, calm: Calm, kind: ActKind, scene: Scene, *, until: datetime | None) -> Group:
    await scene.uow.posts.set_calm(group.id, calm)
    about = said_moment(until, group.zone or "UTC", scene.words) if until is not None else ""
    await note_act(scene, group.id, kind, about)
    return replace(group, calm=calm)


def _moment(typed: str, zone: str, now: datetime) -> datetime | None:
    """A date alone means its morning. None for what is no moment soon enough."""
    for phrase in (typed, f"{typed} at 9:00"):
        found = understand(phrase, now=now, zone=zone)
        if isinstance(found, WhenFound) and isinstance(found.recurrence.rule, Once):
            at = found.recurrence.rule.at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            if now < at <= now + LONGEST_PAUSE:
                return at
    return None


def _lasts(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


async def _group(tap: Tap, scene: Scene) -> Group:
    group = await scene.uow.groups.get(int(tap.action.args[0]))
    if group is None:
        raise ButtonRefused("the group is gone")
    return group
