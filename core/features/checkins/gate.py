"""Stands before every health answer: is it kept here at all, and did this member say yes to the words of today."""

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonHandler, CommandHandler, FormHandler
from core.errors import ConsentMissing
from core.features.checkins.pages import reminders_only_page
from core.library.consents import ConsentText
from core.model.identity import Address, Platform
from core.model.inbound import CommandGiven
from core.model.reply import Edit, Replies, Say
from core.ports import Composition


class Gate:
    """Knows the words to agree to, and where nothing is kept."""

    def __init__(self, consent: ConsentText, reminders_only: frozenset[Platform]) -> None:
        self._consent = consent
        self._reminders_only = reminders_only

    async def let_in(self, scene: Scene, *, then: tuple[str, ...] = ()) -> None:
        """Raises ConsentMissing without a yes to the words of today; `then` is the command to go on with after it."""
        if not await self.agreed(scene):
            raise ConsentMissing("nobody said yes to these words yet", then=then)

    async def agreed(self, scene: Scene) -> bool:
        """Whether there is a yes to the words of today."""
        member = await scene.member()
        return self._consent.covers(await scene.uow.consents.live(member.id, self._consent.purpose))

    def closed(self, scene: Scene) -> bool:
        """Whether this platform keeps no health answers."""
        return scene.origin.account.platform in self._reminders_only

    def closed_at(self, address: Address) -> bool:
        """The same, for a place that something would be sent to."""
        return address.platform in self._reminders_only

    async def rests(self, due: Composition) -> bool:
        """Whether a prompt would ask somebody who took their yes back, or in a place where nothing is kept."""
        member_id = due.schedule.member_id
        if self.closed_at(due.schedule.address):
            return True
        if member_id is None or await due.uow.consents.live(member_id, self._consent.purpose) is not None:
            return False
        return any(one.purpose is self._consent.purpose for one in await due.uow.consents.of(member_id))

    def before(self, handle: ButtonHandler) -> ButtonHandler:
        """The tap's handler, or the kind answer of a platform that keeps nothing."""

        async def guarded(tap: Tap, scene: Scene) -> Replies:
            return [Edit(message=reminders_only_page(scene.words))] if self.closed(scene) else await handle(tap, scene)

        return guarded

    def before_command(self, handle: CommandHandler) -> CommandHandler:
        """The same for a command."""

        async def guarded(given: CommandGiven, scene: Scene) -> Replies:
            return _say_closed(scene) if self.closed(scene) else await handle(given, scene)

        return guarded

    def before_form(self, handle: FormHandler) -> FormHandler:
        """The same for a form."""

        async def guarded(form: Submission, scene: Scene) -> Replies:
            return _say_closed(scene) if self.closed(scene) else await handle(form, scene)

        return guarded


def _say_closed(scene: Scene) -> Replies:
    return [Say(message=reminders_only_page(scene.words), private=True)]
