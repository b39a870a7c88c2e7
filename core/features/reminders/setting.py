"""From a wish to a kept schedule: asks for the place and the time only when they are not clear, and never guesses."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.scene import Scene
from core.features.reminders.wish import CARE, CHECKIN, WHEN, WHERE, Wish
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.identity import Member, private_address
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, note, title
from core.model.reply import Replies, Say
from core.model.schedule import NewSchedule, Schedule
from core.scheduling.phrases import Choice, WhenFound, WhenUnclear, understand
from core.scheduling.recurrence import next_due
from core.scheduling.saying import said_moment, said_rule, said_time
from core.scheduling.zones import ZoneChoice, find_zones

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
        if member.zone is None:
            return await self.ask_where(wish, scene)
        if not wish.when:
            return await self._ask_when(wish, None, member.zone, scene)
        found = understand(wish.when, now=scene.now, zone=member.zone)
        if isinstance(found, WhenUnclear):
            return await self._ask_when(wish, found, member.zone, scene)
        return await self._keep(wish, found, member, scene)

    async def ask_where(self, wish: Wish | None, scene: Scene, *, lead: str = "reminders.ask_where") -> Replies:
        """Asks for a city or a country; the wish waits."""
        known = wish.known if wish is not None else {}
        await scene.uow.forms.open(scene.origin.account, action=action(WHERE), known=known, now=scene.now)
        return [Say(message=message(scene.words(lead), buttons=_typing("where", scene)), private=True)]

    async def placed(self, typed: str, wish: Wish | None, scene: Scene) -> Replies:
        """Takes a typed place: one match settles it, several become buttons, none is asked again kindly."""
        places = find_zones(typed, now=scene.now)
        if not places:
            return await self.ask_where(wish, scene, lead="reminders.where_unknown")
        if len(places) == 1:
            return await self.zone_chosen(places[0].zone, wish, scene)
        await scene.uow.forms.open(
            scene.origin.account, action=action(WHERE), known=wish.known if wish else {}, now=scene.now
        )
        return [
            Say(message=message(scene.words("reminders.which_place"), buttons=_places(places, scene)), private=True)
        ]

    async def zone_chosen(self, zone: str, wish: Wish | None, scene: Scene) -> Replies:
        """Keeps the member's zone, and goes on with what was waiting for it."""
        member = await scene.member()
        await scene.uow.members.set_zone(member.id, zone)
        if wish is not None:
            return await self.settle(wish, scene)
        now = said_moment(scene.now, zone, scene.words)
        return [Say(message=message(scene.words("reminders.zone_kept", zone=_place(zone), now=now)), private=True)]

    async def _ask_when(self, wish: Wish, unclear: WhenUnclear | None, zone: str, scene: Scene) -> Replies:
        await scene.uow.forms.open(scene.origin.account, action=action(WHEN), known=wish.known, now=scene.now)
        question = unclear.question.value if unclear else "which_time"
        choices = unclear.choices if unclear else ()
        buttons = tuple((_choice(choice, scene),) for choice in choices) or _suggested_times(wish, self._care, scene)
        return [
            Say(
                message=message(
                    title(wish.label(self._care, scene.words)),
                    scene.words(f"reminders.ask_{question}"),
                    buttons=(*buttons, *_typing("when", scene)),
                ),
                private=True,
            )
        ]

    async def _keep(self, wish: Wish, found: WhenFound, member: Member, scene: Scene) -> Replies:
        if len(await scene.uow.schedules.of_member(member.id)) >= MOST_REMINDERS:
            return [Say(message=message(scene.words("reminders.limit", most=MOST_REMINDERS)), private=True)]
        what = wish.what or found.rest
        new = NewSchedule(
            purpose=PURPOSES.get(wish.target, REMINDER),
            recurrence=found.recurrence,
            address=private_address(scene.origin.account),
            member_id=member.id,
            payload={"target": wish.target, "what": what},
        )
        kept = await scene.uow.schedules.add(new, next_slot=next_due(found.recurrence, scene.now), now=scene.now)
        return [Say(message=self.confirmation(kept, scene), private=True)]

    def confirmation(self, kept: Schedule, scene: Scene) -> Outbound:
        """Names the exact day, time and zone, and how to undo it."""
        words = scene.words
        zone = kept.recurrence.zone
        undo = Button(label=words("reminders.button_undo"), action=action("remind.undo", kept.id))
        listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
        next_time = said_moment(kept.next_slot.at, zone, words) if kept.next_slot else ""
        lines = [title(self.label(kept, words_of=scene)), note(words("reminders.kept_zone", zone=_place(zone)))]
        said = words("reminders.kept", rule=said_rule(kept.recurrence, words), next=next_time)
        return message(lines[0], said, lines[1], buttons=((undo, listed),))

    def label(self, schedule: Schedule, *, words_of: Scene) -> str:
        """What a kept reminder is called."""
        return Wish.from_known(dict(schedule.payload)).label(self._care, words_of.words)


def _typing(field: str, scene: Scene) -> tuple[tuple[AnyButton, ...], ...]:
    """How the member can type: at once in private, by a form where there are forms, else through the private chat."""
    if scene.capabilities.forms:
        return ((Button(label=scene.words("reminders.button_type"), action=action("remind.type", field)),),)
    if scene.origin.address.private:
        return ()
    return ((DoorButton(label=scene.words("reminders.button_private"), action=action("remind.resume")),),)


def _choice(choice: Choice, scene: Scene) -> Button:
    label = said_time(choice.at, scene.words) if choice.at is not None else choice.phrase
    return Button(label=label, action=action("remind.choose", choice.phrase))


def _suggested_times(wish: Wish, care: SelfCare, scene: Scene) -> tuple[tuple[AnyButton, ...], ...]:
    item = care.reminders.get(wish.target.removeprefix(CARE)) if wish.target.startswith(CARE) else None
    times = [item.suggested_time.isoformat("minutes")] if item else ["09:00", "12:00", "18:00", "20:00"]
    buttons = tuple(
        Button(
            label=scene.words("reminders.every_day_at", time=time),
            action=action("remind.choose", f"every day at {time}"),
            emphasis=Emphasis.PRIMARY if item else Emphasis.NORMAL,
        )
        for time in times
    )
    return tuple(buttons[at : at + 2] for at in range(0, len(buttons), 2))


def _places(places: Sequence[ZoneChoice], scene: Scene) -> tuple[tuple[AnyButton, ...], ...]:
    def label(place: ZoneChoice) -> str:
        return scene.words(
            "reminders.place_now", place=place.label, now=said_moment(scene.now, place.zone, scene.words)
        )

    return tuple((Button(label=label(place), action=action("remind.zone", place.zone)),) for place in places)


def _place(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")
