"""Brings a resource to its group: now, at a time, again and again, or into the list alone. And ends that.

Each act counts only if its moderator saw the newest version; whoever comes second changes nothing, and is told so.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.features.resources.forms import when_form
from core.features.resources.looking import answer_author
from core.features.resources.pages import done, later_button, post, scheduled, zone_wanted
from core.features.resources.reaching import reach_posted
from core.features.resources.standing import RESOURCE_POST, as_seen, me, outrun, plans_of, resource_in, standing_of
from core.model.action import Action
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.message import Outbound, message
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.resource import Resource, ResourceState
from core.model.schedule import NewSchedule
from core.ports import Composition, Phrasebook
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.recurrence import next_due

GOOD_FOR: Final = timedelta(hours=24)
_OPEN: Final = (ResourceState.DRAFT, ResourceState.WAITING, ResourceState.KEPT)


class Publishing:
    """Its `words` write what groups see."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    async def post_now(self, tap: Tap, scene: Scene) -> Replies:
        """One act, every place of the group. A second tap posts nothing more."""
        kept = await self._let_through(tap.action, scene)
        if kept is None:
            return await outrun(int(tap.action.args[1]), scene)
        places = await scene.uow.groups.places(kept.group_id)
        await scene.uow.outbox.put(
            [
                NewDelivery(
                    key=f"{RESOURCE_POST}/{kept.id}/{kept.version}/{place.to_text()}",
                    address=place,
                    message=post(kept, self._words),
                    purpose=RESOURCE_POST,
                    lane=Lane.BROADCAST,
                    promise=Promise.AT_MOST_ONCE,
                    due_at=scene.now,
                    expires_at=scene.now + GOOD_FOR,
                    group_id=kept.group_id,
                    post_id=kept.id,
                )
                for place in places
            ]
        )
        await note_act(scene, kept.group_id, ActKind.RESOURCE_POSTED, kept.title)
        key = "posted" if len(places) == 1 else "posted_in_all"
        return [Edit(message=done(key, kept, scene.words, count=len(places)))]

    async def later(self, tap: Tap, scene: Scene) -> Replies:
        """Asks when; a group without a clock is asked for that first, before anybody types a time."""
        resource = await resource_in(tap.action, scene)
        group = await scene.uow.groups.get(resource.group_id)
        if group is None or group.zone is None:
            return [Say(message=zone_wanted(resource, scene.words), private=True)]
        return [OpenForm(form=when_form(tap.action.args[:3], scene.words), door=tap.action)]

    async def timed(self, form: Submission, scene: Scene) -> Replies:
        """Schedules the post in each place of the group, by the group's clock."""
        seen = await resource_in(form.action, scene)
        group = await scene.uow.groups.get(seen.group_id)
        if group is None or group.zone is None:
            return [Say(message=zone_wanted(seen, scene.words), private=True)]
        found = understand(form.values["when"], now=scene.now, zone=group.zone)
        if not isinstance(found, WhenFound):
            again = ((later_button(seen, scene.words),),)
            return [Say(message=message(scene.words("resources.unclear"), buttons=again), private=True)]
        kept = await self._let_through(form.action, scene)
        if kept is None:
            return await outrun(seen.id, scene)
        slot = next_due(found.recurrence, scene.now)
        for place in await scene.uow.groups.places(kept.group_id):
            new = NewSchedule(
                purpose=RESOURCE_POST,
                recurrence=found.recurrence,
                address=place,
                group_id=kept.group_id,
                payload={"resource": str(kept.id)},
            )
            await scene.uow.schedules.add(new, next_slot=slot, now=scene.now)
        await note_act(scene, kept.group_id, ActKind.RESOURCE_SCHEDULED, kept.title)
        return [Say(message=scheduled(kept, found.recurrence, slot, scene.words), private=True)]

    async def keep(self, tap: Tap, scene: Scene) -> Replies:
        kept = await self._let_through(tap.action, scene)
        if kept is None:
            return await outrun(int(tap.action.args[1]), scene)
        await note_act(scene, kept.group_id, ActKind.RESOURCE_KEPT, kept.title)
        return [Edit(message=done("kept", kept, scene.words))]

    async def stop(self, tap: Tap, scene: Scene) -> Replies:
        """Takes a scheduled post back; what was posted already stays."""
        resource = await resource_in(tap.action, scene)
        planned = await plans_of(resource, scene.uow)
        for one in planned:
            await scene.uow.schedules.remove(one, group_id=resource.group_id)
        if planned:
            await note_act(scene, resource.group_id, ActKind.RESOURCE_STOPPED, resource.title)
        return [Edit(message=done("stopped", resource, scene.words))]

    async def due(self, due: Composition) -> Outbound | None:
        """A scheduled post at its minute; one that was taken back or waits for a second look says nothing."""
        resource = await due.uow.resources.get(int(due.schedule.payload["resource"]))
        if resource is None or resource.state is not ResourceState.KEPT:
            return None
        return post(resource, self._words)

    async def _let_through(self, wanted: Action, scene: Scene) -> Resource | None:
        """Into the list, with a new version; None when this moderator did not see the newest one, or may not do it."""
        seen = await resource_in(wanted, scene)
        standing = await standing_of(seen, scene)
        barred = standing.second_look and (
            seen.state is ResourceState.DRAFT or (seen.state is ResourceState.WAITING and standing.mine)
        )
        if barred or not as_seen(seen, wanted) or seen.state not in _OPEN:
            return None
        kept = await scene.uow.resources.save(replace(seen, state=ResourceState.KEPT), by=await me(scene))
        if kept is not None and seen.state is ResourceState.WAITING:
            await reach_posted(kept, self._words, scene)  # it may stand somewhere in its old words
            await answer_author(kept, "resources.let_through", scene)
        return kept
