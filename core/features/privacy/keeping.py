"""Lets a member choose how long their answers are kept. The deleting itself is done by the house's clock."""

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute
from core.errors import ButtonRefused
from core.features.privacy.pages import KEEP, KEEP_FOR, KEEP_SURE, KEPT_FOR, keep_page, shorter_page
from core.model.reply import Edit, Replies


def keeping_routes() -> dict[str, ButtonRoute]:
    """Its buttons."""
    return {
        KEEP: ButtonRoute(handle=_shown),
        KEEP_FOR: ButtonRoute(handle=_chosen),
        KEEP_SURE: ButtonRoute(handle=_sure),
    }


async def _shown(tap: Tap, scene: Scene) -> Replies:
    member = await scene.member()
    return [Edit(message=keep_page(member.answers_kept_days, scene.words))]


async def _chosen(tap: Tap, scene: Scene) -> Replies:
    """Longer is settled at once; shorter asks first when something would go."""
    name = tap.action.args[0]
    days = _days(name)
    if days is not None and (count := await _older_than(days, scene)):
        return [Edit(message=shorter_page(name, count, scene.words))]
    return await _keep(days, scene)


async def _sure(tap: Tap, scene: Scene) -> Replies:
    return await _keep(_days(tap.action.args[0]), scene)


async def _keep(days: int | None, scene: Scene) -> Replies:
    member = await scene.member()
    await scene.uow.members.keep_answers(member.id, days)
    return [Edit(message=keep_page(days, scene.words, done=True))]


async def _older_than(days: int, scene: Scene) -> int:
    member = await scene.member()
    today = scene.now.date()
    return sum((today - one.local_date).days > days for one in await scene.uow.checkins.all_of(member.id))


def _days(name: str) -> int | None:
    if name not in KEPT_FOR:
        raise ButtonRefused("not a choice any more")
    return KEPT_FOR[name]
