"""Joins /privacy: what is kept and where, what was agreed to, how long answers stay, and what follows a leaving."""

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.features.privacy.agreeing import Agreeing
from core.features.privacy.holdings import HOLDINGS
from core.features.privacy.keeping import keeping_routes
from core.features.privacy.leaving import came_or_went, stayed
from core.features.privacy.pages import PAGE, STAY, WHERE_IT_IS, page, where_page
from core.library.consents import Consents
from core.model.command import Command, Option
from core.model.identity import Platform
from core.model.inbound import CommandGiven
from core.model.message import Choice
from core.model.reply import Edit, Replies, Say

CONSENT_OFF = "consent off"


class Privacy:
    """Answers /privacy."""

    def __init__(self, agreeing: Agreeing) -> None:
        self._agreeing = agreeing

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/privacy, and "/privacy consent off"."""
        if " ".join(given.options.get("do", "").lower().split()) == CONSENT_OFF:
            return await self._agreeing.all_ended(scene)
        return [Say(message=page(scene.words), private=True)]


def privacy(texts: Consents, *, reminders_only: frozenset[Platform] = frozenset()) -> Feature:
    """The feature, whole. On platforms of `reminders_only` nobody is asked to agree to check-ins."""
    agreeing = Agreeing(texts, reminders_only)
    off = Choice(value=CONSENT_OFF, label="Take back all that I agreed to")
    command = Command(
        name="privacy",
        summary="What I keep, and who can see it",
        options=(Option(name="do", summary='Or at once: "consent off" takes back all you agreed to', choices=(off,)),),
    )
    return Feature(
        name="privacy",
        commands=(CommandRoute(command=command, handle=Privacy(agreeing).said),),
        buttons={
            PAGE: ButtonRoute(handle=_page),
            WHERE_IT_IS: ButtonRoute(handle=_where),
            STAY: ButtonRoute(handle=stayed),
            **agreeing.routes,
            **keeping_routes(),
        },
        events=(came_or_went,),
        holdings=HOLDINGS,
    )


async def _page(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=page(scene.words))]


async def _where(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=where_page(scene.words))]
