"""What the buttons under a reminder do. A second tap changes the answer; only the member's own are ever touched."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute
from core.errors import ButtonRefused
from core.features.reminders import cards
from core.features.reminders.catalogue import kind_page
from core.features.reminders.due import item_of
from core.features.reminders.log import log_page, read_log
from core.features.reminders.nudging import asking_page, kept_page, may_be_nudged
from core.features.reminders.own import GONE, NUDGE_AFTER, NUDGES
from core.features.reminders.snoozing import Until, choices, put_off, snooze, take_back
from core.features.reminders.wish import Wish
from core.library.selfcare import SelfCare
from core.model.action import Action, action
from core.model.identity import Member, private_address
from core.model.message import Outbound
from core.model.occurrence import Occurrence, Outcome
from core.model.reply import Edit, Replies, Say
from core.model.schedule import Schedule
from core.scheduling.saying import said_moment, said_rule

_OUTCOMES: Final = {"done": Outcome.DONE, "skip": Outcome.SKIPPED}
_SAID: Final = {Outcome.DONE: "done", Outcome.SKIPPED: "skipped"}


class Taps:
    """Holds the catalogue that some reminders come from."""

    def __init__(self, care: SelfCare) -> None:
        self._care = care

    async def done(self, tap: Tap, scene: Scene) -> Replies:
        return await self._answer(tap, Outcome.DONE, scene)

    async def skip(self, tap: Tap, scene: Scene) -> Replies:
        """Skipping is a full answer."""
        return await self._answer(tap, Outcome.SKIPPED, scene)

    async def card(self, tap: Tap, scene: Scene) -> Replies:
        """The four buttons again: out of several, or to change an answer."""
        one = await self._own(tap, scene)
        about = await self._about(one, scene)
        item = item_of(about, self._care) if about else None
        many = len(await self._together(one.bundle, scene)) > 1
        return [Edit(message=cards.card(one, item.text if item else None, scene.words, of_many=many))]

    async def snooze(self, tap: Tap, scene: Scene) -> Replies:
        """Until when, and then (second argument) that."""
        one = await self._own(tap, scene)
        if said := await self._put_off([one], tap.action.args[1:], scene):
            return [Edit(message=await self._after(one, said, scene))]
        return [
            Edit(message=await self._until(one.label, action(cards.SNOOZE, one.id), action(cards.CARD, one.id), scene))
        ]

    async def bundle(self, tap: Tap, scene: Scene) -> Replies:
        """All that came in one message, a page at a time."""
        page = int(tap.action.args[1]) if len(tap.action.args) > 1 else 0
        together = await self._together(int(tap.action.args[0]), scene)
        return [Edit(message=cards.bundle(together, scene.words, page=page))]

    async def all(self, tap: Tap, scene: Scene) -> Replies:
        """All of them that have no answer yet: done, skipped, or put off."""
        whole, deed, *_ = tap.action.args
        together = await self._together(int(whole), scene)
        waiting = [one for one in together if one.outcome is None]
        if deed in _OUTCOMES:
            for one in waiting:
                await self._note(one, _OUTCOMES[deed], scene)
            said = scene.words(f"due.all_{_SAID[_OUTCOMES[deed]]}")
        elif deed == "snooze":
            return [Edit(message=await self._until_all(whole, scene))]
        else:
            said = await self._put_off(waiting, (deed,), scene, key="due.all_snoozed")
            if not said:
                return [Edit(message=await self._until_all(whole, scene))]
        return [Edit(message=cards.bundle(await self._together(int(whole), scene), scene.words, lead=said))]

    async def more(self, tap: Tap, scene: Scene) -> Replies:
        """What else there is about it; (second argument) more ideas of its kind, in a message of their own."""
        one = await self._own(tap, scene)
        about = await self._about(one, scene)
        item = item_of(about, self._care) if about else None
        if item and tap.action.args[1:]:
            return [Say(message=kind_page(self._care, item.kind, scene.words), private=True)]
        comes = about is not None and about.next_slot is not None
        shown = cards.more(
            one,
            scene.words,
            rule=said_rule(about.recurrence, scene.words) if about and comes else None,
            schedule_id=about.id if about and comes else None,
            ideas=item is not None,
            nudges=about is not None and may_be_nudged(about),
        )
        return [Edit(message=shown)]

    async def log(self, tap: Tap, scene: Scene) -> Replies:
        """What was done and skipped."""
        member = await scene.member()
        begins = int(tap.action.args[0]) if tap.action.args else 0
        page = await read_log(scene.uow, member.id, begins)
        return [Edit(message=log_page(page, member.zone or "UTC", scene.words))]

    async def nudge(self, tap: Tap, scene: Scene) -> Replies:
        """How many (second argument), after how many minutes (third), and then it is kept."""
        schedule_id, *chosen = map(int, tap.action.args)
        member = await scene.member()
        about = await scene.uow.schedules.get(schedule_id)
        if about is None or about.member_id != member.id or not may_be_nudged(about):
            raise ButtonRefused("not a reminder of this member")
        label = Wish.from_known(about.payload).label(self._care, scene.words)
        if len(chosen) < len((NUDGES, NUDGE_AFTER)):
            return [Edit(message=asking_page(about, label, chosen[0] if chosen else 0, scene.words))]
        payload = {name: text for name, text in about.payload.items() if name not in (NUDGES, NUDGE_AFTER)}
        if chosen[0]:
            payload |= {NUDGES: str(chosen[0]), NUDGE_AFTER: str(chosen[1])}
        about = replace(about, payload=payload)
        await scene.uow.schedules.change(about, member_id=member.id)
        return [Edit(message=kept_page(about, label, scene.words))]

    async def _answer(self, tap: Tap, outcome: Outcome, scene: Scene) -> Replies:
        one = await self._own(tap, scene)
        await self._note(one, outcome, scene)
        return [Edit(message=await self._after(one, scene.words(f"due.{_SAID[outcome]}"), scene))]

    async def _note(self, one: Occurrence, outcome: Outcome, scene: Scene) -> None:
        if one.outcome is Outcome.SNOOZED:
            await take_back(one, scene.uow)
        await scene.uow.occurrences.answer(one.id, outcome, member_id=one.member_id, now=scene.now)

    async def _put_off(
        self, waiting: Sequence[Occurrence], chosen: Sequence[str], scene: Scene, *, key: str = "due.snoozed"
    ) -> str:
        """Puts them off and says until when; nothing without a choice, or for an evening that has come already."""
        if not chosen or chosen[0] not in list(Until):
            return ""
        member = await scene.member()
        zone = _zone(member)
        when = put_off(Until(chosen[0]), now=scene.now, zone=zone, quiet=member.quiet)
        if when is None:
            return ""
        home = private_address(scene.origin.account)
        for one in waiting:
            await snooze(one, await self._about(one, scene), when, home, scene.uow, scene.now)
            await scene.uow.occurrences.answer(one.id, Outcome.SNOOZED, member_id=member.id, now=scene.now)
        return scene.words(key, when=said_moment(when.at, zone, scene.words))

    async def _until(self, heading: str, route: Action, back: Action, scene: Scene) -> Outbound:
        offered = choices(scene.now, _zone(await scene.member()))
        return cards.until_page(heading, offered, route, back, scene.words)

    async def _until_all(self, whole: str, scene: Scene) -> Outbound:
        heading = scene.words("due.together")
        return await self._until(heading, action(cards.ALL, whole), action(cards.BUNDLE, whole), scene)

    async def _after(self, one: Occurrence, said: str, scene: Scene) -> Outbound:
        """Its answer; or all that came with it, with what was said."""
        together = await self._together(one.bundle, scene)
        return (
            cards.bundle(together, scene.words, lead=said)
            if len(together) > 1
            else cards.answered(one, said, scene.words)
        )

    async def _own(self, tap: Tap, scene: Scene) -> Occurrence:
        member = await scene.member()
        one = await scene.uow.occurrences.get(int(tap.action.args[0]), member_id=member.id)
        if one is None:
            raise ButtonRefused("not an occurrence of this member")
        return one

    async def _together(self, whole: int, scene: Scene) -> Sequence[Occurrence]:
        member = await scene.member()
        together = await scene.uow.occurrences.of_bundle(whole, member_id=member.id)
        if not together:
            raise ButtonRefused("not a bundle of this member")
        return together

    async def _about(self, one: Occurrence, scene: Scene) -> Schedule | None:
        """The reminder that brought it; None when it was deleted."""
        about = await scene.uow.schedules.get(one.schedule_id)
        return about if about is not None and about.member_id == one.member_id and about.purpose != GONE else None


def due_routes(care: SelfCare) -> Mapping[str, ButtonRoute]:
    """All that can be tapped under a reminder."""
    taps = Taps(care)
    return {
        cards.DONE: ButtonRoute(handle=taps.done),
        cards.SNOOZE: ButtonRoute(handle=taps.snooze),
        cards.SKIP: ButtonRoute(handle=taps.skip),
        cards.MORE: ButtonRoute(handle=taps.more),
        cards.CARD: ButtonRoute(handle=taps.card),
        cards.BUNDLE: ButtonRoute(handle=taps.bundle),
        cards.ALL: ButtonRoute(handle=taps.all),
        cards.LOG: ButtonRoute(handle=taps.log),
        cards.NUDGE_PAGE: ButtonRoute(handle=taps.nudge),
    }


def _zone(member: Member) -> str:
    return member.zone or "UTC"
