"""Brings a change to what stands in the chats already: new words, or that it was taken back."""

from datetime import timedelta
from typing import Final

from core.dispatch.scene import Scene
from core.features.resources.pages import post
from core.features.resources.standing import RESOURCE_POST
from core.model.resource import Resource
from core.ports import Phrasebook

_TRIED_FOR: Final = timedelta(days=7)


async def reach_posted(resource: Resource, words: Phrasebook, scene: Scene) -> int:
    """Its words as they are now, in every place where it stands or will stand; returns how many."""
    until = scene.now + _TRIED_FOR
    said = post(resource, words)
    return await scene.uow.outbox.amend(RESOURCE_POST, resource.id, said, now=scene.now, expires_at=until)


async def take_posted_back(resource: Resource, scene: Scene) -> int:
    """Takes it away everywhere; returns in how many places."""
    until = scene.now + _TRIED_FOR
    return await scene.uow.outbox.amend(RESOURCE_POST, resource.id, None, now=scene.now, expires_at=until)
