"""One reminder's page: its rule in words, when it comes next, and everything that can be changed about it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute
from core.errors import ButtonRefused
from core.features.reminders.own import LOUD, NUDGES, own_reminder, snoozes
from core.features.reminders.setting import REMINDER, Setting
from core.model.action import action
from core.model.identity import Platform
from core.model.message import AnyButton, Block, Button, Emphasis, Outbound, message, note, plain, title
from core.model.reply import Edit, Replies
from core.model.schedule import Once, Schedule
from core.ports import Phrasebook
from core.scheduling.recurrence import to_rrule
from core.scheduling.saying import said_moment, said_place, said_rule

ONE, RULE, WHERE = "remind.one", "remind.rule", "remind.where"


class OneReminder:
    """Shows one kept reminder."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    @property
    def buttons(self) -> dict[str, ButtonRoute]:
        """Its routes."""
        return {
            ONE: ButtonRoute(handle=self.show, door=True),
            RULE: ButtonRoute(handle=self.rule),
            WHERE: ButtonRoute(handle=self.send_elsewhere),
        }

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._page(int(tap.action.args[0]), scene))]

    async def send_elsewhere(self, tap: Tap, scene: Scene) -> Replies:
        """It comes to another app of theirs from now on; the page that answers has the way back."""
        schedule_id, name = tap.action.args
        if name not in set(Platform):
            raise ButtonRefused("not a platform")
        member = await scene.member()
        if await own_reminder(scene.uow, int(schedule_id), member.id) is None:
            return [Edit(message=gone_page(scene.words))]
        await scene.uow.links.deliver_one(member.id, int(schedule_id), Platform(name))
        return [Edit(message=await self._page(int(schedule_id), scene))]

    async def _page(self, schedule_id: int, scene: Scene) -> Outbound:
        member = await scene.member()
        kept = await own_reminder(scene.uow, schedule_id, member.id)
        if kept is None:
            return gone_page(scene.words)
        snoozed = (await snoozes(scene.uow, member.id)).get(kept.id)
        label = self._setting.label(kept, words_of=scene)
        zone = member.zone or kept.recurrence.zone
        accounts = await scene.uow.members.accounts_of(member.id)
        apps = [one.platform for one in accounts]
        return one_page(kept, label, scene.words, scene.now, zone, snoozed=snoozed, apps=apps)

    async def rule(self, tap: Tap, scene: Scene) -> Replies:
        """The rule as calendars write it."""
        member = await scene.member()
        kept = await own_reminder(scene.uow, int(tap.action.args[0]), member.id)
        if kept is None:
            return [Edit(message=gone_page(scene.words))]
        return [Edit(message=rule_page(kept, self._setting.label(kept, words_of=scene), scene.words))]


def one_page(
    kept: Schedule,
    label: str,
    words: Phrasebook,
    now: datetime,
    zone: str,
    *,
    snoozed: Schedule | None = None,
    apps: Sequence[Platform] = (),
) -> Outbound:
    """`zone`: the member's, for moments that are not the rule's own. `apps`: where they can be written to."""
    own_zone = kept.recurrence.zone
    rests = is_paused(kept, now)
    blocks: list[Block] = [title(label), plain(words("mine.rule", rule=said_rule(kept.recurrence, words)))]
    if rests and kept.paused_until is not None:
        blocks.append(plain(words("mine.paused_until", until=said_moment(kept.paused_until, zone, words))))
    if kept.next_slot is not None and not isinstance(kept.recurrence.rule, Once):
        blocks.append(plain(words("mine.next", next=said_moment(kept.next_slot.at, own_zone, words))))
    if snoozed is not None and snoozed.next_slot is not None:
        blocks.append(plain(words("mine.snoozed", next=said_moment(snoozed.next_slot.at, zone, words))))
    if kept.asleep:
        blocks.append(plain(words("mine.asleep")))
    if kept.payload.get(LOUD):
        blocks.append(note(words("mine.loud")))
    blocks.append(note(words("mine.zone", zone=said_place(own_zone))))
    others = [one for one in apps if one is not kept.address.platform]
    if others:
        blocks.append(note(words("mine.where", platform=_app(kept.address.platform, words))))
    return message(*blocks, buttons=(*_ways(kept, rests, words), *_elsewhere(kept, others, words)))


def is_paused(schedule: Schedule, now: datetime) -> bool:
    """Whether its pause still lasts."""
    return schedule.paused_until is not None and schedule.paused_until > now


def rule_page(kept: Schedule, label: str, words: Phrasebook) -> Outbound:
    """More about it: the calendar rule where there is one."""
    back = Button(label=words("mine.button_back"), action=action(ONE, kept.id))
    lines: Sequence[str] = ()
    with suppress(ValueError):  # a single moment has no repeating rule
        lines = to_rrule(kept.recurrence).splitlines()
    if not lines:
        return message(title(label), words("mine.no_rule"), buttons=((back,),))
    return message(title(label), words("mine.calendar_rule"), *(note(line) for line in lines), buttons=((back,),))


def gone_page(words: Phrasebook) -> Outbound:
    """It is over, deleted, or never was theirs."""
    listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
    return message(words("mine.gone_before"), buttons=((listed,),))


def _elsewhere(kept: Schedule, others: Sequence[Platform], words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    buttons = tuple(
        Button(label=words("mine.button_where", platform=_app(one, words)), action=action(WHERE, kept.id, one.value))
        for one in others
    )
    return (buttons,) if buttons else ()


def _app(platform: Platform, words: Phrasebook) -> str:
    return words(f"linking.on_{platform.value}")


def _ways(kept: Schedule, rests: bool, words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    def way(key: str, route: str, emphasis: Emphasis = Emphasis.NORMAL) -> Button:
        return Button(label=words(key), action=action(route, kept.id), emphasis=emphasis)

    changes: list[AnyButton] = [way("mine.button_time", "remind.retime")]
    if kept.purpose == REMINDER and kept.payload.get("target") == "own":
        changes.append(way("mine.button_words", "remind.reword"))
    pause = way("mine.button_resume", "remind.resume_one") if rests else way("mine.button_pause", "remind.pause")
    helps: list[AnyButton] = [pause]
    if kept.purpose == REMINDER:
        count = kept.payload.get(NUDGES, "")
        label = words("mine.button_nudges", count=count) if count not in ("", "0") else words("mine.button_no_nudges")
        helps.append(Button(label=label, action=action("remind.nudge", kept.id)))
    listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
    last = (way("mine.button_delete", "remind.delete", Emphasis.DANGER), way("mine.button_rule", RULE), listed)
    return (tuple(changes), tuple(helps), last)
