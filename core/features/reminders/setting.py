"""From a wish to a kept schedule: asks for the place and the time only when they are not clear, and never guesses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.dispatch.scene import Scene
from core.features.reminders.asking import offers, when_page, where_page, which_place_page
from core.features.reminders.own import own_reminders
from core.features.reminders.wish import CHECKIN, LONGEST_TEXT, WHEN, WHERE, Wish
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.identity import Member, private_address
from core.model.message import AnyButton, Block, Button, DoorButton, Outbound, message, note, plain, title
from core.model.reply import Replies, Say
from core.model.schedule import NewSchedule, Once, Schedule
from core.scheduling.phrases import Assumed, Choice, WhenFound, WhenUnclear, take_apart, understand
from core.scheduling.recurrence import next_due
from core.scheduling.saying import said_moment, said_place, said_rule
from core.scheduling.zones import find_zones

MOST_REMINDERS: Final = 50

PURPOSES: Final = {CHECKIN: "checkin_prompt"}
REMINDER: Final = "reminder"


class Setting:
    """Settles wishes. `care` is the catalogue that wishes may name."""

    def __init__(self, care: SelfCare) -> None:
        self._care = care

    async def settle(self, wish: Wish, scene: Scene) -> Replies:
        """Keeps the reminder and confirms it, or asks the one thing that is missing."""
        member = await scene.member()
        if len(await own_reminders(scene.uow, member.id)) >= MOST_REMINDERS:
            listed = Button(label=scene.words("reminders.button_list"), action=action("remind.list"))
            return _say(message(scene.words("reminders.limit", most=MOST_REMINDERS), buttons=((listed,),)))
        if member.zone is None:
            return await self.ask_where(wish, scene)
        if wish.said:
            apart = take_apart(wish.said, now=scene.now, zone=member.zone)
            wish = replace(wish, what=apart.what, when=apart.when, said="")
        if len(wish.what) > LONGEST_TEXT:
            return _say(message(scene.words("reminders.too_long", most=LONGEST_TEXT)))
        if not wish.when:
            return await self._ask_when(wish, None, scene)
        found = understand(wish.when, now=scene.now, zone=member.zone)
        if isinstance(found, WhenUnclear):
            return await self._ask_when(wish, found, scene)
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

    async def placed(self, typed: str, wish: Wish | None, scene: Scene) -> Replies:
        """Takes a typed place: one match settles it, several become buttons, none is asked again kindly."""
        places = find_zones(typed, now=scene.now)
        if not places:
            return await self.ask_where(wish, scene, lead="reminders.where_unknown")
        if len(places) == 1:
            return await self.zone_chosen(places[0].zone, wish, scene)
        return _say(which_place_page(places, await self._wait(WHERE, wish, scene), scene))

    async def zone_chosen(self, zone: str, wish: Wish | None, scene: Scene) -> Replies:
        """Keeps the member's zone, and goes on with what was waiting for it."""
        member = await scene.member()
        await scene.uow.members.set_zone(member.id, zone)
        if wish is not None:
            return await self.settle(wish, scene)
        words = scene.words
        said = words("reminders.zone_kept", zone=said_place(zone), now=said_moment(scene.now, zone, words))
        blocks: list[Block] = [plain(said)]
        older = {one.recurrence.zone for one in await own_reminders(scene.uow, member.id)} - {zone}
        if older:
            blocks.append(note(words("reminders.zone_older")))
        listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
        return _say(message(*blocks, buttons=((listed,),)))

    async def _ask_when(self, wish: Wish, unclear: WhenUnclear | None, scene: Scene) -> Replies:
        question = unclear.question.value if unclear else "which_time"
        choices: Sequence[Choice] = unclear.choices if unclear else ()
        offered = offers(wish, choices, self._care, scene)
        wish = replace(wish, offered=tuple(phrase for phrase, _ in offered))
        form_id = await self._wait(WHEN, wish, scene)
        return _say(when_page(wish, question, [label for _, label in offered], form_id, self._care, scene))

    async def _wait(self, form: str, wish: Wish | None, scene: Scene) -> int:
        known = wish.known if wish is not None else {}
        state = await scene.uow.forms.open(scene.origin.account, action=action(form), known=known, now=scene.now)
        return state.form_id

    async def _keep(self, wish: Wish, found: WhenFound, member: Member, scene: Scene) -> Replies:
        new = NewSchedule(
            purpose=PURPOSES.get(wish.target, REMINDER),
            recurrence=found.recurrence,
            address=private_address(scene.origin.account),
            member_id=member.id,
            payload={"target": wish.target, "what": wish.what},
        )
        kept = await scene.uow.schedules.add(new, next_slot=next_due(found.recurrence, scene.now), now=scene.now)
        return _say(self._confirmation(kept, scene))

    def _confirmation(self, kept: Schedule, scene: Scene) -> Outbound:
        """Names the exact day, time and zone, and how to undo it."""
        words = scene.words
        zone = kept.recurrence.zone
        next_time = said_moment(kept.next_slot.at, zone, words) if kept.next_slot else ""
        key = "reminders.kept_once" if isinstance(kept.recurrence.rule, Once) else "reminders.kept"
        blocks: list[Block] = [
            title(self.label(kept, words_of=scene)),
            plain(words(key, rule=said_rule(kept.recurrence, words), next=next_time)),
            note(words("reminders.kept_zone", zone=said_place(zone))),
        ]
        undo = Button(label=words("reminders.button_undo"), action=action("remind.undo", kept.id))
        listed: AnyButton = Button(label=words("reminders.button_list"), action=action("remind.list"))
        if not scene.origin.address.private:
            blocks.append(plain(words("reminders.kept_in_group")))
            listed = DoorButton(label=words("reminders.button_private"), action=action("remind.list"))
        return message(*blocks, buttons=((undo, listed),))

    def label(self, schedule: Schedule, *, words_of: Scene) -> str:
        """What a kept reminder is called."""
        return Wish.from_known(schedule.payload).label(self._care, words_of.words)


def _say(shown: Outbound) -> Replies:
    return [Say(message=shown, private=True)]


def _is_exact(found: WhenFound | WhenUnclear) -> bool:
    return isinstance(found, WhenFound) and Assumed.TIME not in found.assumed
