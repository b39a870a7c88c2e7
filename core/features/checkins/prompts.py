"""Asks first: the member's own prompt and the group's invitation, when they fall due. It keeps no answer.

A prompt is gentle: one question on flare days and on low energy, the short set first after a hard day, and one line
for who comes back.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.health_gate import HealthGate
from core.features.checkins.gently import flare_over, returns, was_hard
from core.features.checkins.pages import DAILY, SHORT, invitation
from core.features.checkins.prompt_pages import one_question_page, shorter_first, with_flare_button
from core.library.questionnaires import Checkins
from core.model.delivery import Lane, Promise
from core.model.gentleness import Gentleness
from core.model.message import Outbound, plain
from core.model.schedule import Schedule
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.rotation import post_at, remember, replaces

CHECKIN_PROMPT: Final = "checkin_prompt"
GROUP_CHECKIN: Final = "group_checkin"
LOUD: Final = "loud"
"""In a prompt's payload, when its member wants it at its own time in quiet hours, too."""


class Prompts:
    """Holds the wordings, which take turns from day to day."""

    def __init__(self, content: Checkins, words: Phrasebook, gate: HealthGate) -> None:
        self._content = content
        self._words = words
        self._gate = gate

    async def private(self, due: Composition) -> Outbound | None:
        """The member's own prompt. It rests while a consent is taken back."""
        member_id, day = due.schedule.member_id, due.slot.local_date
        if member_id is None or await self._gate.rests(due):
            return None
        gentle = await due.uow.gentleness.of(member_id)
        flare = await due.uow.flares.on(member_id, day)
        if flare is not None or gentle.low_energy:
            return await self._one_thing(due, member_id, gentle, flaring=flare is not None)
        line = ""
        if await flare_over(member_id, day, due.uow):
            line = self._words("flares.over")
        elif await returns(member_id, day, due.uow):
            line = self._words("flares.welcome_back")
        if await was_hard(member_id, day, self._content, due.uow):
            shown = shorter_first(self._words("flares.lead_short"), DAILY, SHORT, self._words)
        else:
            prompts = self._content.private_prompts
            shown = invitation(prompts[day.toordinal() % len(prompts)], self._words)
        if line:
            shown = replace(shown, blocks=(plain(line), *shown.blocks))
        return with_flare_button(shown, self._words)

    async def group(self, due: Composition) -> Outbound | None:
        """An invitation in the group. Its buttons lead to a private check-in, never to a public answer."""
        if self._gate.closed_at(due.schedule.address):
            return None
        prompts = self._content.group_prompts
        chosen = due.slot.local_date.toordinal() % len(prompts)
        await remember(due, str(chosen))
        return invitation(prompts[chosen], self._words)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """How surely each must arrive."""
        return (
            Purpose(
                name=CHECKIN_PROMPT,
                compose=self.private,
                lane=Lane.DUE,
                promise=Promise.AT_LEAST_ONCE,
                good_for=timedelta(days=1),
                same_day=True,
                heeds_quiet=_held_when_quiet,
                health=True,
            ),
            Purpose(
                name=GROUP_CHECKIN,
                compose=self.group,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                good_for=timedelta(hours=6),
                post_at=post_at,
                renews=replaces,
            ),
        )

    async def _one_thing(
        self, due: Composition, member_id: int, gentle: Gentleness, *, flaring: bool
    ) -> Outbound | None:
        """One question, once a day; nothing when something was answered that day already."""
        day = due.slot.local_date
        if gentle.asked_on == day or any(one.answers for one in await due.uow.checkins.on(member_id, day)):
            return None
        await due.uow.gentleness.keep(member_id, replace(gentle, asked_on=day))
        question = next(iter(self._content.questions.values()))
        return one_question_page(question, self._words, flaring=flaring)


def _held_when_quiet(schedule: Schedule) -> bool:
    return LOUD not in schedule.payload
