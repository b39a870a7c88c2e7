"""Lets one reminder rest, or all of them, for some days or until a date. They go on by themselves.

The argument of each route is a reminder's id, or "all".
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, FormRoute
from core.features.reminders.one import gone_page, is_paused
from core.features.reminders.own import drop_helpers, own_reminders
from core.features.reminders.reckoning import paused, resumed
from core.model.action import action
from core.model.identity import Member
from core.model.message import Button, Form, Outbound, TextField, message
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.schedule import Once, Schedule
from core.ports import Phrasebook
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.recurrence import instant
from core.scheduling.saying import said_day, said_moment

PAUSE, HOLD, UNTIL, RESUME = "remind.pause", "remind.hold", "remind.until", "remind.resume_one"
ALL: Final = "all"
DAYS: Final = ("1", "3", "7")
LONGEST_PAUSE: Final = timedelta(days=366)


async def ask(tap: Tap, scene: Scene) -> Replies:
    which = tap.action.args[0]
    if not await _chosen(which, scene):
        return [Edit(message=gone_page(scene.words))]
    return [Edit(message=pause_page(which, scene.words))]


async def hold(tap: Tap, scene: Scene) -> Replies:
    """For so many days, to the same time of the day."""
    which, days = tap.action.args
    member = await scene.member()
    place = ZoneInfo(member.zone or "UTC")
    there = scene.now.astimezone(place).replace(tzinfo=None, second=0, microsecond=0)
    until = instant(there + timedelta(days=min(int(days), LONGEST_PAUSE.days)), place)
    return [Edit(message=await _pause(which, until, member, scene))]


async def ask_date(tap: Tap, scene: Scene) -> Replies:
    form = until_form(tap.action.args[0], scene.words)
    return [OpenForm(form=form, door=action(UNTIL, tap.action.args[0]))]


async def date_typed(form: Submission, scene: Scene) -> Replies:
    """Until the beginning of that day."""
    which, member = form.action.args[0], await scene.member()
    zone = member.zone or "UTC"
    day = day_in(form.values["until"], scene.now, zone)
    until = instant(datetime.combine(day, time()), ZoneInfo(zone)) if day is not None else None
    if until is None or not scene.now < until <= scene.now + LONGEST_PAUSE:
        again = Button(label=scene.words("mine.button_date"), action=action(UNTIL, which))
        return [Say(message=message(scene.words("mine.no_such_day"), buttons=((again,),)), private=True)]
    return [Say(message=await _pause(which, until, member, scene), private=True)]


async def resume(tap: Tap, scene: Scene) -> Replies:
    """Now, before the pause is over."""
    member = await scene.member()
    resting = [one for one in await _chosen(tap.action.args[0], scene) if is_paused(one, scene.now)]
    for one in resting:
        await scene.uow.schedules.change(resumed(one, scene.now), member_id=member.id)
    key = "mine.resumed" if resting else "mine.resumed_before"
    return [Edit(message=message(scene.words(key), buttons=((_listed(scene.words),),)))]


async def _pause(which: str, until: datetime, member: Member, scene: Scene) -> Outbound:
    chosen = await _chosen(which, scene)
    if not chosen:
        return gone_page(scene.words)
    await drop_helpers(scene.uow, member.id, [one.id for one in chosen])
    for one in chosen:
        await scene.uow.schedules.change(paused(one, until), member_id=member.id)
    return paused_page(which, until, member.zone or "UTC", scene.words)


def pause_page(which: str, words: Phrasebook) -> Outbound:
    """For how long."""
    buttons = [Button(label=words(f"mine.button_days_{days}"), action=action(HOLD, which, days)) for days in DAYS]
    date_button = Button(label=words("mine.button_date"), action=action(UNTIL, which))
    back = (
        _listed(words) if which == ALL else Button(label=words("mine.button_back"), action=action("remind.one", which))
    )
    key = "mine.pause_all" if which == ALL else "mine.pause_one"
    return message(words(key), buttons=(tuple(buttons), (date_button, back)))


def paused_page(which: str, until: datetime, zone: str, words: Phrasebook) -> Outbound:
    """Until when, exactly, and the way back."""
    undo = Button(label=words("reminders.button_undo"), action=action(RESUME, which))
    local = until.astimezone(ZoneInfo(zone))
    when = said_moment(until, zone, words) if local.time() != time() else said_day(local.date(), words)
    key = "mine.paused_all" if which == ALL else "mine.paused_one"
    return message(words(key, until=when), buttons=((undo, _listed(words)),))


def until_form(which: str, words: Phrasebook) -> Form:
    """The day on which they go on."""
    field = TextField(name="until", label=words("mine.field_until"), hint=words("mine.hint_until"), max_length=60)
    return Form(action=action(UNTIL, which), title=words("mine.until_title"), fields=(field,))


def day_in(typed: str, now: datetime, zone: str) -> date | None:
    """The day that somebody means by "friday", "until 5 december", "2 weeks". None when it is not clear."""
    words = typed.strip().lower()
    for lead in ("until ", "till ", "til ", "for "):
        words = words.removeprefix(lead)
    for phrase in (words, f"in {words}", f"on {words}"):
        found = understand(phrase, now=now, zone=zone)
        if isinstance(found, WhenFound) and isinstance(found.recurrence.rule, Once):
            return found.recurrence.rule.at.date()
    return None


async def _chosen(which: str, scene: Scene) -> Sequence[Schedule]:
    member = await scene.member()
    kept = await own_reminders(scene.uow, member.id)
    return [one for one in kept if which in (ALL, str(one.id))]


def _listed(words: Phrasebook) -> Button:
    return Button(label=words("reminders.button_list"), action=action("remind.list"))


ROUTES: Final[Mapping[str, ButtonRoute]] = {
    PAUSE: ButtonRoute(handle=ask),
    HOLD: ButtonRoute(handle=hold),
    UNTIL: ButtonRoute(handle=ask_date, door=True),
    RESUME: ButtonRoute(handle=resume),
}
FORMS: Final[Mapping[str, FormRoute]] = {
    UNTIL: FormRoute(build=lambda wanted, words: until_form(wanted.args[0], words), handle=date_typed),
}
