"""From a wish to a kept schedule: asks for the place and the time only when they are not clear, and never guesses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from core.dispatch.scene import Scene
from core.errors import NobodyBehind
from core.features.reminders.asking import clock_page, offers, when_page, where_page, which_place_page
from core.features.reminders.before import remembering
from core.features.reminders.confirming import confirmation, told_in_group
from core.features.reminders.once_a_week import is_once_a_week
from core.features.reminders.own import drop_helpers, own_reminder, own_reminders
from core.features.reminders.reach import to_private_chat
from core.features.reminders.travel import travel_question
from core.features.reminders.wish import CHECKIN, LONGEST_TEXT, PEG, WHEN, WHERE, Wish
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.identity import Member, Platform, private_address
from core.model.message import Button, Outbound, message, plain
from core.model.reply import Replies, Say
from core.model.schedule import NewSchedule, Schedule
from core.scheduling.phrases import Assumed, Choice, WhenFound, WhenUnclear, take_apart, understand
from core.scheduling.recurrence import next_due
from core.scheduling.saying import said_moment, said_place
from core.scheduling.zones import find_zones, zones_at

MOST_REMINDERS: Final = 50

PURPOSES: Final = {CHECKIN: "checkin_prompt", PEG: "peg_prompt"}
REMINDER: Final = "reminder"


class Setting:
    """Settles wishes. `care` is the catalogue that wishes may name; `reminders_only` platforms bring no check-in."""

    def __init__(self, care: SelfCare, reminders_only: frozenset[Platform] = frozenset()) -> None:
        self._care = care
        self._reminders_only = reminders_only

    async def settle(self, wish: Wish, scene: Scene) -> Replies:
        """Keeps the reminder and confirms it, or asks the one thing that is missing."""
        member = await scene.member()
        if not wish.changes and len(await own_reminders(scene.uow, member.id)) >= MOST_REMINDERS:
            listed = Button(label=scene.words("reminders.button_list"), action=action("remind.list"))
            return _say(message(scene.words("reminders.limit", most=MOST_REMINDERS), buttons=((listed,),)))
        if member.zone is None:
            return await self.ask_where(wish, scene)
        if wish.said:
            apart = take_apart(wish.said, now=scene.now, zone=member.zone)
            wish = replace(wish, what=apart.what, when=apart.when, said="")
        if wish.names_checkin and scene.origin.account.platform not in self._reminders_only:
            wish = replace(wish, target=CHECKIN, what="")
        if len(wish.what) > LONGEST_TEXT:
            return _say(message(scene.words("reminders.too_long", most=LONGEST_TEXT)))
        if not wish.when:
            return await self._ask_when(wish, None, scene)
        found = understand(wish.when, now=scene.now, zone=member.zone)
        if isinstance(found, WhenUnclear):
            return await self._ask_when(wish, found, scene)
        if wish.target == PEG and not is_once_a_week(found.recurrence.rule):
            return await self._ask_when(wish, None, scene, question="once_a_week")
        return await self._keep(wish, found, member, scene)

    async def answered(self, wish: Wish, typed: str, scene: Scene) -> Replies:
        """Takes a typed answer about time. "Evening" after "at 8" is eight in the evening, not any evening."""
        zone = (await scene.member()).zone
        if wish.when and zone is not None:
            alone = understand(typed, now=scene.now, zone=zone)
            both = f"{wish.when} {typed}"
            if not _is_exact(alone) and isinstance(understand(both, now=scene.now, zone=zone), WhenFound):
                return await self.settle(replace(wish, when=both), scene)
        return await self.settle(replace(wish, when=typed), scene)

    async def ask_where(self, wish: Wish | None, scene: Scene, *, lead: str = "reminders.ask_where") -> Replies:
        """Asks for a city or a country; the wish waits."""
        return _say(where_page(lead, await self._wait(WHERE, wish, scene), scene))

    async def ask_clock(self, wish: Wish | None, scene: Scene) -> Replies:
        """Asks what time it is for them now, instead of where they are; the wish waits."""
        return _say(clock_page(await self._wait(WHERE, wish, scene), scene))

    async def clock_told(self, wall: time, at: datetime, wish: Wish | None, scene: Scene) -> Replies:
        """Takes the time that a clock showed at that moment: the places where it did become buttons."""
        places = zones_at(wall, at)
        if not places:
            return await self.ask_where(wish, scene, lead="reminders.where_unknown")
        return _say(which_place_page(places, await self._wait(WHERE, wish, scene), scene))

    async def placed(self, typed: str, wish: Wish | None, scene: Scene) -> Replies:
        """Takes a typed place: one match settles it, several become buttons, none is asked again kindly."""
        places = find_zones(typed, now=scene.now)
        if not places:
            return await self.ask_where(wish, scene, lead="reminders.where_unknown")
        if len(places) == 1:
            return await self.zone_chosen(places[0].zone, wish, scene)
        return _say(which_place_page(places, await self._wait(WHERE, wish, scene), scene))

    async def zone_chosen(self, zone: str, wish: Wish | None, scene: Scene) -> Replies:
        """Keeps the member's zone, and goes on with what was waiting for it. Once for each new place it is asked what
        becomes of the reminders that go by another clock."""
        member = await scene.member()
        await scene.uow.members.set_zone(member.id, zone)
        asked = await travel_question(zone, member.id, scene) if zone != member.zone else None
        if wish is not None:
            settled = await self.settle(wish, scene)
            return [*settled, *_say(asked)] if asked is not None else settled
        words = scene.words
        said = words("reminders.zone_kept", zone=said_place(zone), now=said_moment(scene.now, zone, words))
        if asked is not None:
            return _say(replace(asked, blocks=(plain(said), *asked.blocks)))
        listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
        return _say(message(said, buttons=((listed,),)))

    async def _ask_when(
        self, wish: Wish, unclear: WhenUnclear | None, scene: Scene, *, question: str = "which_time"
    ) -> Replies:
        question = unclear.question.value if unclear else question
        choices: Sequence[Choice] = unclear.choices if unclear else ()
        offered = offers(wish, choices, self._care, scene)
        wish = replace(wish, offered=tuple(phrase for phrase, _ in offered))
        form_id = await self._wait(WHEN, wish, scene)
        return _say(when_page(wish, question, [label for _, label in offered], form_id, self._care, scene))

    async def _wait(self, form: str, wish: Wish | None, scene: Scene) -> int:
        if scene.origin.anonymous:
            raise NobodyBehind("all who write without a name share one account: another one would go on with this")
        known = wish.known if wish is not None else {}
        state = await scene.uow.forms.open(scene.origin.account, action=action(form), known=known, now=scene.now)
        return state.form_id

    async def _keep(self, wish: Wish, found: WhenFound, member: Member, scene: Scene) -> Replies:
        if wish.changes:
            return await self._change(int(wish.changes), found, member, scene)
        new = NewSchedule(
            purpose=PURPOSES.get(wish.target, REMINDER),
            recurrence=found.recurrence,
            address=private_address(scene.origin.account),
            member_id=member.id,
            payload={"target": wish.target, "what": wish.what},
        )
        kept = await scene.uow.schedules.add(new, next_slot=next_due(found.recurrence, scene.now), now=scene.now)
        label = self.label(kept, words_of=scene)
        if scene.origin.address.private:
            return _say(confirmation(kept, label, member, scene))
        reachable = await to_private_chat(kept, confirmation(kept, label, member, scene), scene)
        return _say(told_in_group(kept, label, member, scene, reachable=reachable))

    async def _change(self, schedule_id: int, found: WhenFound, member: Member, scene: Scene) -> Replies:
        """A new time for a kept one. Its pause is over: somebody who sets a time wants it to come."""
        kept = await own_reminder(scene.uow, schedule_id, member.id)
        if kept is None:
            return _say(message(scene.words("mine.gone_before")))
        slot = next_due(found.recurrence, scene.now)
        changed = replace(remembering(kept), recurrence=found.recurrence, next_slot=slot, paused_until=None)
        await drop_helpers(scene.uow, member.id, [kept.id])
        await scene.uow.schedules.change(changed, member_id=member.id)
        return _say(confirmation(changed, self.label(changed, words_of=scene), member, scene, changed=True))

    def label(self, schedule: Schedule, *, words_of: Scene) -> str:
        """What a kept reminder is called."""
        return Wish.from_known(schedule.payload).label(self._care, words_of.words)


def _say(shown: Outbound) -> Replies:
    return [Say(message=shown, private=True)]


def _is_exact(found: WhenFound | WhenUnclear) -> bool:
    return isinstance(found, WhenFound) and Assumed.TIME not in found.assumed
