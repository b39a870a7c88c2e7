"""What waits for moderators because somebody wrote without a name, and because a post did not arrive."""

from typing import Protocol

from core.errors import Unreachable
from core.model.action import action
from core.model.reply import Replies
from tests.fakes import FakeTransport
from tests.house.matrix_acts import Act, Gives, Taps
from tests.house.matrix_world import ADMIN, OWNER_ALONE, Actor

WORDS = "How do you all rest?"
"""They are meant for others, so nobody has to hide them."""


class Walker(Protocol):
    """What a walk lends."""

    def does(self, walker: Actor, act: Act) -> Replies: ...

    def offered(self, replies: Replies, route: str) -> Taps: ...

    def waits(self, *, hours: int) -> None: ...

    def comes(self) -> None: ...


def writes_without_a_name(walk: Walker) -> None:
    """A question and a line of the owner's, after moderators turned both on."""
    for kind in ("question", "line"):
        walk.does(ADMIN, Taps(action=action("asked.turn", 1, kind, 1)))
    for name in ("ask group", "ask moderators"):
        walk.does(OWNER_ALONE, walk.offered(walk.does(OWNER_ALONE, Gives(name=name, rest=WORDS)), "anon.send"))


def misses_a_post(walk: Walker, transport: FakeTransport) -> None:
    """The way to it is posted into the group: in vain, and then not."""
    for errors in ([Unreachable("the bot may not write there")], []):
        transport.fails(*errors, conversation="-100")
        walk.does(ADMIN, Taps(action=action("asked.show", 1)))
        walk.waits(hours=1)
        walk.comes()
