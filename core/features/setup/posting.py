"""Puts a group's regular posts into its chats: one schedule for each kind and place, with the same rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from core.dispatch.scene import Scene
from core.model.identity import Address, Group, Platform
from core.model.schedule import Daily, NewSchedule, Recurrence, Schedule
from core.ports import Phrasebook
from core.scheduling.recurrence import next_due

USUAL_TIMES: Final = (time(8), time(10), time(12), time(15), time(18), time(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPost:
    """A kind of regular post. The steps of the setup offer those that are `daily`. It comes to no chat of `not_on`."""

    purpose: str
    name: str
    label: Callable[[Phrasebook], str]
    daily: bool = True
    not_on: frozenset[Platform] = frozenset()


class Posting:
    """Reads and writes the schedules of these kinds alone."""

    def __init__(self, posts: Sequence[SetupPost]) -> None:
        self.posts = {post.name: post for post in posts}

    def daily(self, platform: Platform) -> list[SetupPost]:
        """Those that the steps offer there."""
        return [post for post in self.posts.values() if post.daily and platform not in post.not_on]

    async def kept(self, group_id: int, scene: Scene) -> Mapping[str, list[Schedule]]:
        """What is set up, by the name of its kind, in the order of the kinds."""
        found = await scene.uow.schedules.of_group(group_id)
        return {
            post.name: there
            for post in self.posts.values()
            if (there := [one for one in found if one.purpose == post.purpose])
        }

    async def at(self, group: Group, post: SetupPost, at: time, scene: Scene) -> None:
        """Every day at that time: where it came before, or else in each chat of the group that takes posts."""
        before = (await self.kept(group.id, scene)).get(post.name, [])
        places = list(dict.fromkeys(one.address for one in before)) or await self._places(group.id, post, scene)
        rule = Recurrence(rule=Daily(times=(at,)), zone=group.zone or "UTC")
        for old in before:
            await scene.uow.schedules.remove(old.id, group_id=group.id)
        for place in places:
            await self._add(group.id, post, rule, place, scene, before)

    async def stop(self, group_id: int, post: SetupPost, scene: Scene) -> bool:
        """False: it was not set up."""
        before = (await self.kept(group_id, scene)).get(post.name, [])
        for old in before:
            await scene.uow.schedules.remove(old.id, group_id=group_id)
        return bool(before)

    async def come_here(self, group_id: int, post: SetupPost, here: Address, scene: Scene) -> bool:
        """This kind comes to this room, and in this chat nowhere else. False: it is not set up."""
        if await scene.uow.setup.move_posts(group_id, here, {post.purpose}):
            return True
        elsewhere = (await self.kept(group_id, scene)).get(post.name)
        if not elsewhere:
            return False
        await self._add(group_id, post, elsewhere[0].recurrence, here, scene, elsewhere)
        return True

    async def rules(self, group_id: int, scene: Scene) -> dict[str, Recurrence]:
        """The rule of each kind that is set up."""
        return {name: there[0].recurrence for name, there in (await self.kept(group_id, scene)).items()}

    async def spread(self, group_id: int, rules: Mapping[str, Recurrence], scene: Scene) -> None:
        """Each of these kinds comes to every chat that takes posts, by its one rule; where it has a room, there."""
        kept = await self.kept(group_id, scene)
        for name, rule in rules.items():
            post = self.posts[name]
            there = {one.address.whole_chat: one for one in kept.get(name, [])}
            for place in await self._places(group_id, post, scene):
                old = there.get(place.whole_chat)
                if old is not None and old.recurrence == rule:
                    continue
                if old is not None:
                    await scene.uow.schedules.remove(old.id, group_id=group_id)
                address = old.address if old is not None else place
                await self._add(group_id, post, rule, address, scene, kept.get(name, []))

    async def go_by(self, group_id: int, zone: str, scene: Scene) -> None:
        """The posts keep their times, by another clock."""
        for name, there in (await self.kept(group_id, scene)).items():
            for one in there:
                if one.recurrence.zone != zone:
                    await scene.uow.schedules.remove(one.id, group_id=group_id)
                    rule = replace(one.recurrence, zone=zone)
                    await self._add(group_id, self.posts[name], rule, one.address, scene, there)

    async def _places(self, group_id: int, post: SetupPost, scene: Scene) -> list[Address]:
        return [one for one in await scene.uow.groups.places(group_id) if one.platform not in post.not_on]

    async def _add(
        self,
        group_id: int,
        post: SetupPost,
        rule: Recurrence,
        place: Address,
        scene: Scene,
        before: Sequence[Schedule],
    ) -> None:
        """What was wished for this kind beside its rule stays as it was `before`."""
        if place.platform in post.not_on:
            return
        payload = before[0].payload if before else {}
        new = NewSchedule(purpose=post.purpose, recurrence=rule, address=place, group_id=group_id, payload=payload)
        await scene.uow.schedules.add(new, next_slot=next_due(rule, scene.now), now=scene.now)
