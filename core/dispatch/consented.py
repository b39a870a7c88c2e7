"""Puts a feature's handlers behind the gate of health data: nothing runs where nothing is kept, or before the yes."""

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonHandler, CommandHandler, FormHandler
from core.model.inbound import CommandGiven
from core.model.reply import Replies


class Consented:
    """`then` is always the command to go on with after the yes."""

    def __init__(self, gate: HealthGate) -> None:
        self._gate = gate

    def button(self, handle: ButtonHandler, *then: str) -> ButtonHandler:
        """The tap's handler behind both questions."""

        async def guarded(tap: Tap, scene: Scene) -> Replies:
            await self._gate.let_in(scene, then=then)
            return await handle(tap, scene)

        return self._gate.before(guarded)

    def command(self, handle: CommandHandler, *then: str) -> CommandHandler:
        """The same for a command."""

        async def guarded(given: CommandGiven, scene: Scene) -> Replies:
            await self._gate.let_in(scene, then=then)
            return await handle(given, scene)

        return self._gate.before_command(guarded)

    def form(self, handle: FormHandler, *then: str) -> FormHandler:
        """The same for a form."""

        async def guarded(form: Submission, scene: Scene) -> Replies:
            await self._gate.let_in(scene, then=then)
            return await handle(form, scene)

        return self._gate.before_form(guarded)
