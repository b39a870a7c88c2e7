"""What stands before every health answer, as features that keep or show one see it (core.features.checkins has it)."""

from typing import Protocol

from core.dispatch.scene import Scene
from core.dispatch.table import ButtonHandler, CommandHandler, FormHandler
from core.model.identity import Address
from core.ports import Composition


class HealthGate(Protocol):
    """Is anything about health kept here at all, and did this member say yes to the words of today?"""

    async def let_in(self, scene: Scene, *, then: tuple[str, ...] = ()) -> None:
        """Raises ConsentMissing without a yes; `then` is the command to go on with after it."""
        ...

    def closed(self, scene: Scene) -> bool:
        """Whether this platform keeps no health answers."""
        ...

    def closed_at(self, address: Address) -> bool: ...

    async def rests(self, due: Composition) -> bool:
        """Whether what falls due would ask somebody who took their yes back, or in a place where nothing is kept."""
        ...

    def before(self, handle: ButtonHandler) -> ButtonHandler:
        """The tap's handler, or the kind answer of a platform that keeps nothing."""
        ...

    def before_command(self, handle: CommandHandler) -> CommandHandler: ...

    def before_form(self, handle: FormHandler) -> FormHandler: ...
