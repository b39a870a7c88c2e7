"""Stands before whatever keeps or shows health data: is it kept on this platform at all, and did this member say yes to
the words of today. It knows no feature; the page of a platform that keeps nothing is its own."""

from collections.abc import Callable

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonHandler, CommandHandler, FormHandler
from core.errors import ConsentMissing
from core.model.action import action
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Platform
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message
from core.model.reply import Edit, Replies, Say
from core.ports import Composition, Phrasebook


class Consented:
    """Knows the purpose that is agreed to, whether a yes `covers` the words of today, and where nothing is kept."""

    def __init__(
        self,
        purpose: ConsentPurpose,
        covers: Callable[[Consent | None], bool],
        reminders_only: frozenset[Platform] = frozenset(),
    ) -> None:
        self._purpose = purpose
        self._covers = covers
        self._reminders_only = reminders_only

    async def let_in(self, scene: Scene, *, then: tuple[str, ...] = ()) -> None:
        """Raises ConsentMissing without a yes to the words of today; `then` is the command to go on with after it."""
        member = await scene.member()
        live = await scene.uow.consents.live(member.id, self._purpose)
        if not self._covers(live):
            raise ConsentMissing("nobody said yes to these words yet", then=then)

    async def rests(self, due: Composition) -> bool:
        """Whether something due would be said in a place where nothing is kept, or without a live yes."""
        member_id = due.schedule.member_id
        if due.schedule.address.platform in self._reminders_only or member_id is None:
            return True
        return await due.uow.consents.live(member_id, self._purpose) is None

    def button(self, handle: ButtonHandler, *then: str) -> ButtonHandler:
        """The tap's handler behind both questions."""

        async def guarded(tap: Tap, scene: Scene) -> Replies:
            if self._closed(scene):
                return [Edit(message=closed_page(scene.words))]
            await self.let_in(scene, then=then)
            return await handle(tap, scene)

        return guarded

    def command(self, handle: CommandHandler, *then: str) -> CommandHandler:
        """The same for a command."""

        async def guarded(given: CommandGiven, scene: Scene) -> Replies:
            if self._closed(scene):
                return [Say(message=closed_page(scene.words), private=True)]
            await self.let_in(scene, then=then)
            return await handle(given, scene)

        return guarded

    def form(self, handle: FormHandler, *then: str) -> FormHandler:
        """The same for a form."""

        async def guarded(form: Submission, scene: Scene) -> Replies:
            if self._closed(scene):
                return [Say(message=closed_page(scene.words), private=True)]
            await self.let_in(scene, then=then)
            return await handle(form, scene)

        return guarded

    def _closed(self, scene: Scene) -> bool:
        return scene.origin.account.platform in self._reminders_only


def closed_page(words: Phrasebook) -> Outbound:
    """The people who run this Spoonlight keep no health data on this platform."""
    menu = Button(label=words("checkins.button_menu"), action=action("onboarding.menu"))
    return message(words("checkins.reminders_only"), buttons=((menu,),))
