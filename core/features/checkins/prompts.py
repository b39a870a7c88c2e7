"""Asks first: the member's own prompt and the group's invitation, when they fall due. It keeps no answer."""

from datetime import timedelta
from typing import Final

from core.features.checkins.gate import Gate
from core.features.checkins.pages import invitation
from core.library.questionnaires import Checkins
from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.model.schedule import Schedule
from core.ports import Composition, Phrasebook, Purpose

CHECKIN_PROMPT: Final = "checkin_prompt"
GROUP_CHECKIN: Final = "group_checkin"
LOUD: Final = "loud"
"""In a prompt's payload, when its member wants it at its own time in quiet hours, too."""


class Prompts:
    """Holds the wordings, which take turns from day to day."""

    def __init__(self, content: Checkins, words: Phrasebook, gate: Gate) -> None:
        self._content = content
        self._words = words
        self._gate = gate

    async def private(self, due: Composition) -> Outbound | None:
        """The member's own prompt. It rests while a consent is taken back."""
        if await self._gate.rests(due):
            return None
        prompts = self._content.private_prompts
        return invitation(prompts[due.slot.local_date.toordinal() % len(prompts)], self._words)

    async def group(self, due: Composition) -> Outbound | None:
        """An invitation in the group. Its buttons lead to a private check-in, never to a public answer."""
        if self._gate.closed_at(due.schedule.address):
            return None
        prompts = self._content.group_prompts
        return invitation(prompts[due.slot.local_date.toordinal() % len(prompts)], self._words)

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
            ),
            Purpose(
                name=GROUP_CHECKIN,
                compose=self.group,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                good_for=timedelta(hours=6),
            ),
        )


def _held_when_quiet(schedule: Schedule) -> bool:
    return LOUD not in schedule.payload
