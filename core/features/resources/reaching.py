"""Brings a change to what stands in the chats already: new words, or that it was taken back."""

from datetime import timedelta
from typing import Final

from core.dispatch.scene import Scene
from core.features.resources.pages import post
from core.features.resources.rotating import from_shelf, posts_in_rotation
from core.features.resources.standing import RESOURCE_POST
from core.model.message import Outbound
from core.model.resource import Resource
from core.ports import Phrasebook

_TRIED_FOR: Final = timedelta(days=7)


async def reach_posted(resource: Resource, words: Phrasebook, scene: Scene) -> int:
    """Its words as they are now, in every place where it stands or will stand; returns how many."""
    return await _amend(resource, post(resource, words), from_shelf(resource, words), scene)


async def take_posted_back(resource: Resource, scene: Scene) -> int:
    """Takes it away everywhere; returns in how many places."""
    return await _amend(resource, None, None, scene)


async def _amend(resource: Resource, by_hand: Outbound | None, by_turn: Outbound | None, scene: Scene) -> int:
    """`by_hand`: how it looks where moderators posted it; `by_turn`: where the shelf's turn did."""
    until = scene.now + _TRIED_FOR
    reached = await scene.uow.outbox.amend(RESOURCE_POST, resource.id, by_hand, now=scene.now, expires_at=until)
    for purpose, post_id in await posts_in_rotation(scene.uow, resource):
        reached += await scene.uow.outbox.amend(purpose, post_id, by_turn, now=scene.now, expires_at=until)
    return reached
