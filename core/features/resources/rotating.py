"""The library's own turn: a group sees one kept resource at a time, all of them before any again. By words alone."""

from datetime import timedelta
from typing import Final

from core.features.resources.pages import post
from core.model.delivery import Lane, Promise
from core.model.message import Outbound, note
from core.model.resource import Resource
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork
from core.scheduling.rotation import choose, post_at, replaces

GROUP_RESOURCE: Final = "group_resource"

BY_HAND_RESTS: Final = timedelta(days=7)
"""What moderators posted themselves is not shown again so soon."""

_SHELF: Final = 1000


class Rotating:
    """`by_hand`: the purpose of what moderators post themselves."""

    def __init__(self, words: Phrasebook, by_hand: str) -> None:
        self._words = words
        self._by_hand = by_hand

    async def compose(self, due: Composition) -> Outbound | None:
        """Nothing with an empty library, and nothing when all of it was posted by hand this week."""
        group_id = due.schedule.group_id
        if group_id is None:
            return None
        kept = await due.uow.resources.kept(group_id, limit=_SHELF)
        lately = await due.uow.posts.posted_since(group_id, self._by_hand, due.now - BY_HAND_RESTS)
        shelf = {str(one.id): one for one in reversed(kept)}
        chosen = await choose(due, list(shelf), avoid={str(one) for one in lately})
        if chosen is None:
            return None
        return from_shelf(shelf[chosen], self._words)

    @property
    def purpose(self) -> Purpose:
        """How surely it must arrive."""
        return Purpose(
            name=GROUP_RESOURCE,
            compose=self.compose,
            lane=Lane.BROADCAST,
            promise=Promise.AT_MOST_ONCE,
            good_for=timedelta(hours=6),
            cheerful=True,
            post_at=post_at,
            renews=replaces,
        )


def from_shelf(resource: Resource, words: Phrasebook) -> Outbound:
    """As the group sees it when its turn has come."""
    shown = post(resource, words)
    return Outbound(blocks=(note(words("resources.from_shelf")), *shown.blocks), buttons=shown.buttons)


async def posts_in_rotation(uow: UnitOfWork, resource: Resource) -> list[tuple[str, int]]:
    """The posts (purpose and post id) that the rotation made of it: whoever edits or withdraws it amends these, too."""
    found = await uow.posts.of_kind(resource.group_id, GROUP_RESOURCE, item=str(resource.id))
    return [(GROUP_RESOURCE, one) for one in found]
