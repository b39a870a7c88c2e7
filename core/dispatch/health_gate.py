"""Stands before every health answer: is it kept here at all, and did this member say yes to the words of today."""

from collections.abc import Callable
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonHandler, CommandHandler, FormHandler
from core.errors import ConsentMissing
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Address, Platform
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.ports import Composition, Phrasebook

_PURPOSE: Final = ConsentPurpose.CHECKINS


class HealthGate:
    """`covers`: whether a yes was said to the words of today. On the platforms of `reminders_only` nothing is kept;
    `closed_page` says so there.

    A handler behind it runs only where health answers are kept. With `then`, the command to go on with after a yes, it
    runs only with a live yes.
    """

    def __init__(
        self,
        covers: Callable[[Consent | None], bool],
        closed_page: Callable[[Phrasebook], Outbound],
        reminders_only: frozenset[Platform],
    ) -> None:
        self._covers = covers
        self._closed_page = closed_page
        self._reminders_only = reminders_only

    async def let_in(self, scene: Scene, *, then: tuple[str, ...] = ()) -> None:
        """Raises ConsentMissing without a yes to the words of today; `then` is the command to go on with after it."""
        if not await self.agreed(scene):
            raise ConsentMissing("nobody said yes to these words yet", then=then)

    async def agreed(self, scene: Scene) -> bool:
        """Whether there is a yes to the words of today."""
        member = await scene.member()
        return self._covers(await scene.uow.consents.live(member.id, _PURPOSE))

    def closed(self, scene: Scene) -> bool:
        """Whether this platform keeps no health answers."""
        return scene.origin.account.platform in self._reminders_only

    def closed_at(self, address: Address) -> bool:
        """The same, for a place that something would be sent to."""
        return address.platform in self._reminders_only

    async def rests(self, due: Composition) -> bool:
        """Whether what falls due would ask somebody who took their yes back, or in a place where nothing is kept."""
        member_id = due.schedule.member_id
        if self.closed_at(due.schedule.address):
            return True
        if member_id is None or await due.uow.consents.live(member_id, _PURPOSE) is not None:
            return False
        return any(one.purpose is _PURPOSE for one in await due.uow.consents.of(member_id))

    def before(self, handle: ButtonHandler, *, then: tuple[str, ...] = ()) -> ButtonHandler:
        """The tap's handler, or the kind answer of a platform that keeps nothing."""

        async def guarded(tap: Tap, scene: Scene) -> Replies:
            if self.closed(scene):
                return [Edit(message=self._closed_page(scene.words))]
            await self._ask(then, scene)
            return await handle(tap, scene)

        return guarded

    def before_command(self, handle: CommandHandler, *, then: tuple[str, ...] = ()) -> CommandHandler:
        """The same for a command."""

        async def guarded(given: CommandGiven, scene: Scene) -> Replies:
            if self.closed(scene):
                return [Say(message=self._closed_page(scene.words), private=True)]
            await self._ask(then, scene)
            return await handle(given, scene)

        return guarded

    def before_form(self, handle: FormHandler, *, then: tuple[str, ...] = ()) -> FormHandler:
        """The same for a form."""

        async def guarded(form: Submission, scene: Scene) -> Replies:
            if self.closed(scene):
                return [Say(message=self._closed_page(scene.words), private=True)]
            await self._ask(then, scene)
            return await handle(form, scene)

        return guarded

    async def _ask(self, then: tuple[str, ...], scene: Scene) -> None:
        if then:
            await self.let_in(scene, then=then)
