"""Quiet hours: when a member's reminders wait, to come together afterwards. Chosen by a tap, or typed."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, FormRoute
from core.errors import ButtonRefused
from core.features.reminders.quiet_times import quiet_hours_in
from core.model.action import action
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Block, Button, Form, Outbound, TextField, message, note, plain, title
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.rhythm import QuietHours
from core.ports import Phrasebook
from core.scheduling.saying import said_place, said_time

PAGE, SET, TYPE = "quiet.page", "quiet.set", "quiet.times"
OFF: Final = "off"
PRESETS: Final = (
    QuietHours(starts=time(21), ends=time(8)),
    QuietHours(starts=time(22), ends=time(7, 30)),
    QuietHours(starts=time(23), ends=time(7)),
)


async def quiet(given: CommandGiven, scene: Scene) -> Replies:
    """/quiet, or /quiet 10pm to 7."""
    typed = given.rest or given.options.get("hours", "")
    return await _typed(typed, scene) if typed else [Say(message=await _page(scene), private=True)]


async def shown(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=await _page(scene))]


async def chosen(tap: Tap, scene: Scene) -> Replies:
    """A preset, off, or what was before."""
    member = await scene.member()
    try:
        wanted = from_code(tap.action.args[0])
    except ValueError as error:
        raise ButtonRefused("no quiet hours") from error
    return [Edit(message=await _keep(wanted, member, scene))]


async def asked(tap: Tap, scene: Scene) -> Replies:
    return [OpenForm(form=times_form(scene.words), door=action(TYPE))]


async def submitted(form: Submission, scene: Scene) -> Replies:
    return await _typed(form.values["hours"], scene)


async def _typed(typed: str, scene: Scene) -> Replies:
    member = await scene.member()
    if typed.strip().lower() in ("off", "none", "never", "no"):
        return [Say(message=await _keep(None, member, scene), private=True)]
    wanted = quiet_hours_in(typed)
    if wanted is None:
        return [Say(message=unclear_page(scene.words), private=True)]
    return [Say(message=await _keep(wanted, member, scene), private=True)]


async def _page(scene: Scene) -> Outbound:
    member = await scene.member()
    return quiet_page(member.quiet, scene.words)


async def _keep(wanted: QuietHours | None, member: Member, scene: Scene) -> Outbound:
    await scene.uow.members.set_quiet(member.id, wanted)
    return kept_page(wanted, member, scene.words)


def quiet_page(now_kept: QuietHours | None, words: Phrasebook) -> Outbound:
    """What is kept quiet now, and the choices."""
    said = words("rhythm.quiet_now", **_hours(now_kept, words)) if now_kept else words("rhythm.quiet_never")
    presets = [
        Button(label=words("rhythm.button_hours", **_hours(one, words)), action=action(SET, to_code(one)))
        for one in PRESETS
        if one != now_kept
    ]
    own = Button(label=words("rhythm.button_own_hours"), action=action(TYPE))
    off = (Button(label=words("rhythm.button_quiet_off"), action=action(SET, OFF)),) if now_kept else ()
    listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
    rows = (*((one,) for one in presets), (own, *off), (listed,))
    return message(title(words("rhythm.quiet_title")), said, words("rhythm.quiet_how"), buttons=rows)


def kept_page(wanted: QuietHours | None, before: Member, words: Phrasebook) -> Outbound:
    """The exact hours, by whose clock, and the way back to the former ones."""
    if wanted is None:
        blocks: list[Block] = [plain(words("rhythm.quiet_off"))]
    else:
        blocks = [plain(words("rhythm.quiet_kept", **_hours(wanted, words)))]
        if before.zone is not None:
            blocks.append(note(words("mine.zone", zone=said_place(before.zone))))
    undo = Button(label=words("reminders.button_undo"), action=action(SET, to_code(before.quiet)))
    listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
    return message(*blocks, buttons=((undo, listed),))


def unclear_page(words: Phrasebook) -> Outbound:
    """Two times are needed."""
    own = Button(label=words("rhythm.button_own_hours"), action=action(TYPE))
    return message(words("rhythm.quiet_unclear"), buttons=((own,),))


def times_form(words: Phrasebook) -> Form:
    """From when to when, in one line."""
    field = TextField(name="hours", label=words("rhythm.field_hours"), hint=words("rhythm.hint_hours"), max_length=60)
    return Form(action=action(TYPE), title=words("rhythm.quiet_title"), fields=(field,))


def to_code(hours: QuietHours | None) -> str:
    """As a button carries them: "2200-0730", or "off"."""
    return OFF if hours is None else f"{hours.starts:%H%M}-{hours.ends:%H%M}"


def from_code(code: str) -> QuietHours | None:
    """Reads `to_code` back. Raises ValueError."""
    if code == OFF:
        return None
    starts, ends = code.split("-")
    return QuietHours(
        starts=time(int(starts[:2]), int(starts[2:])),
        ends=time(int(ends[:2]), int(ends[2:])),
    )


def _hours(hours: QuietHours, words: Phrasebook) -> dict[str, str]:
    return {"starts": said_time(hours.starts, words), "ends": said_time(hours.ends, words)}


ROUTES: Final[Mapping[str, ButtonRoute]] = {
    PAGE: ButtonRoute(handle=shown, door=True),
    SET: ButtonRoute(handle=chosen),
    TYPE: ButtonRoute(handle=asked, door=True),
}
FORMS: Final[Mapping[str, FormRoute]] = {
    TYPE: FormRoute(build=lambda _, words: times_form(words), handle=submitted),
}
