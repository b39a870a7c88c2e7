"""Takes resources from moderators, shows them first, and puts them into every chat of the group, now or later."""

from datetime import timedelta
from typing import Final

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import ButtonRefused
from core.features.resources.pages import (
    ADD,
    CANCEL,
    KEEP,
    LATER,
    LINK,
    LIST,
    MEND,
    NEW,
    ON_A_PAGE,
    OPEN,
    POST,
    SHOW,
    STOP,
    WHEN,
    add_form,
    done,
    is_open,
    link_form,
    link_wanted,
    list_page,
    opened,
    post,
    preview,
    scheduled,
    when_form,
    zone_wanted,
)
from core.features.resources.typed import address_in, without_skip
from core.model.action import action
from core.model.command import Command, Where, Who
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message
from core.model.reply import Edit, Notice, OpenForm, Replies, Say
from core.model.resource import NewResource, Resource, ResourceState
from core.model.schedule import NewSchedule
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.recurrence import next_due

RESOURCE_POST: Final = "resource_post"
_GOOD_FOR: Final = timedelta(hours=24)


class Resources:
    """Its `words` write what groups see."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    async def add(self, given: CommandGiven, scene: Scene) -> Replies:
        """/resource add, in the group it is for."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        return [OpenForm(form=add_form(str(group.id), scene.words), door=action(NEW, group.id))]

    async def new(self, tap: Tap, scene: Scene) -> Replies:
        group_id = tap.action.args[0]
        return [OpenForm(form=add_form(group_id, scene.words), door=tap.action)]

    async def added(self, form: Submission, scene: Scene) -> Replies:
        """Keeps a draft and shows it as it will look. A link that is none is asked for again; nothing typed is lost."""
        values = form.values | {name: without_skip(form.values[name]) for name in ("link", "tags", "warning")}
        link = address_in(values["link"])
        new = NewResource(
            group_id=int(form.action.args[0]),
            title=values["title"],
            link=link,
            why=values["why"],
            tags=tuple(tag.strip() for tag in values["tags"].split(",") if tag.strip()),
            content_warning=values["warning"],
        )
        resource = await scene.uow.resources.add(new, now=scene.now)
        if values["link"] and not link:
            return [Say(message=link_wanted(resource, values["link"], scene.words), private=True)]
        return [Say(message=preview(resource, scene.words), private=True)]

    async def mend_link(self, tap: Tap, scene: Scene) -> Replies:
        resource = await self._resource(tap, scene)
        return [OpenForm(form=link_form(resource.group_id, resource.id, scene.words), door=tap.action)]

    async def link_mended(self, form: Submission, scene: Scene) -> Replies:
        """The same draft with its link; the one without it is put away."""
        group_id, resource_id = form.action.args
        old = await self._of(resource_id, group_id, scene)
        link = address_in(form.values["link"])
        if not link:
            return [Say(message=link_wanted(old, form.values["link"], scene.words), private=True)]
        gone = await scene.uow.resources.set_state(old.id, ResourceState.WITHDRAWN, if_state=ResourceState.DRAFT)
        if not gone:
            return [Say(message=message(scene.words("resources.already")), private=True)]
        new = NewResource(
            group_id=old.group_id,
            title=old.title,
            link=link,
            why=old.why,
            tags=old.tags,
            content_warning=old.content_warning,
        )
        return [Say(message=preview(await scene.uow.resources.add(new, now=scene.now), scene.words), private=True)]

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        """The draft as it is."""
        return [Edit(message=preview(await self._resource(tap, scene), scene.words))]

    async def post_now(self, tap: Tap, scene: Scene) -> Replies:
        """One act, every chat of the group. A second tap posts nothing more."""
        resource = await self._resource(tap, scene)
        if not await self._publish(resource, scene):
            return [Notice(text=scene.words("resources.already"))]
        chats = await scene.uow.groups.chats(resource.group_id)
        await scene.uow.outbox.put(
            [
                NewDelivery(
                    key=f"{RESOURCE_POST}/{resource.id}/{chat.to_text()}",
                    address=chat,
                    message=post(resource, self._words),
                    purpose=RESOURCE_POST,
                    lane=Lane.BROADCAST,
                    promise=Promise.AT_MOST_ONCE,
                    due_at=scene.now,
                    expires_at=scene.now + _GOOD_FOR,
                    group_id=resource.group_id,
                    post_id=resource.id,
                )
                for chat in chats
            ]
        )
        await note_act(scene, resource.group_id, ActKind.RESOURCE_POSTED, resource.title)
        key = "posted" if len(chats) == 1 else "posted_in_all"
        return [Edit(message=done(key, resource, scene.words, count=len(chats)))]

    async def later(self, tap: Tap, scene: Scene) -> Replies:
        """Asks when; a group without a clock is asked for that first, before anybody types a time."""
        resource = await self._resource(tap, scene)
        group = await scene.uow.groups.get(resource.group_id)
        if group is None or group.zone is None:
            return [Say(message=zone_wanted(resource, scene.words), private=True)]
        return [OpenForm(form=when_form(str(group.id), str(resource.id), scene.words), door=tap.action)]

    async def timed(self, form: Submission, scene: Scene) -> Replies:
        """Schedules the post in each chat of the group, by the group's clock."""
        group_id, resource_id = form.action.args
        resource = await self._of(resource_id, group_id, scene)
        group = await scene.uow.groups.get(resource.group_id)
        if group is None or group.zone is None:
            return [Say(message=zone_wanted(resource, scene.words), private=True)]
        found = understand(form.values["when"], now=scene.now, zone=group.zone)
        if not isinstance(found, WhenFound):
            again = Button(label=scene.words("resources.button_later"), action=action(LATER, group_id, resource_id))
            return [Say(message=message(scene.words("resources.unclear"), buttons=((again,),)), private=True)]
        if not await self._publish(resource, scene):
            return [Say(message=message(scene.words("resources.already")), private=True)]
        slot = next_due(found.recurrence, scene.now)
        for chat in await scene.uow.groups.chats(resource.group_id):
            new = NewSchedule(
                purpose=RESOURCE_POST,
                recurrence=found.recurrence,
                address=chat,
                group_id=resource.group_id,
                payload={"resource": str(resource.id)},
            )
            await scene.uow.schedules.add(new, next_slot=slot, now=scene.now)
        await note_act(scene, resource.group_id, ActKind.RESOURCE_SCHEDULED, resource.title)
        return [Say(message=scheduled(resource, found.recurrence, slot, scene.words), private=True)]

    async def stop(self, tap: Tap, scene: Scene) -> Replies:
        """Takes a scheduled post back; what was posted already stays."""
        resource = await self._resource(tap, scene)
        for one in await scene.uow.schedules.of_group(resource.group_id):
            if one.purpose == RESOURCE_POST and one.payload.get("resource") == str(resource.id):
                await scene.uow.schedules.remove(one.id, group_id=resource.group_id)
        return [Edit(message=done("stopped", resource, scene.words))]

    async def keep(self, tap: Tap, scene: Scene) -> Replies:
        resource = await self._resource(tap, scene)
        kept = await self._publish(resource, scene)
        if kept:
            await note_act(scene, resource.group_id, ActKind.RESOURCE_KEPT, resource.title)
        return [Edit(message=done("kept" if kept else "already", resource, scene.words))]

    async def cancel(self, tap: Tap, scene: Scene) -> Replies:
        resource = await self._resource(tap, scene)
        gone = await scene.uow.resources.set_state(resource.id, ResourceState.WITHDRAWN, if_state=ResourceState.DRAFT)
        return [Edit(message=done("cancelled" if gone else "already", resource, scene.words))]

    async def listed(self, given: CommandGiven, scene: Scene) -> Replies:
        """/resources, for everybody in the group."""
        group = await scene.uow.groups.of_chat(given.origin.address)
        if group is None:
            return [Say(message=message(scene.words("resources.none")), private=True)]
        return [Say(message=await self._page(group.id, 0, scene), private=True)]

    async def page(self, tap: Tap, scene: Scene) -> Replies:
        group_id, page = tap.action.args
        return [Edit(message=await self._page(int(group_id), int(page), scene))]

    async def open(self, tap: Tap, scene: Scene) -> Replies:
        resource = await self._resource(tap, scene)
        if resource.state is not ResourceState.KEPT:
            raise ButtonRefused("not in the library any more")
        return [Edit(message=opened(resource, scene.words))]

    async def due(self, due: Composition) -> Outbound | None:
        """A scheduled post at its minute; one that was withdrawn says nothing."""
        resource = await due.uow.resources.get(int(due.schedule.payload["resource"]))
        return post(resource, self._words) if resource is not None and is_open(resource) else None

    async def _publish(self, resource: Resource, scene: Scene) -> bool:
        return await scene.uow.resources.set_state(resource.id, ResourceState.KEPT, if_state=ResourceState.DRAFT)

    async def _page(self, group_id: int, page: int, scene: Scene) -> Outbound:
        kept = await scene.uow.resources.kept(group_id, limit=ON_A_PAGE + 1, offset=page * ON_A_PAGE)
        return list_page(kept, group_id, page, scene.words)

    async def _resource(self, tap: Tap, scene: Scene) -> Resource:
        group_id, resource_id = tap.action.args
        return await self._of(resource_id, group_id, scene)

    async def _of(self, resource_id: str, group_id: str, scene: Scene) -> Resource:
        """The guard asked for rights in `group_id`, so the resource must belong to that very group."""
        resource = await scene.uow.resources.get(int(resource_id))
        if resource is None or resource.group_id != int(group_id):
            raise ButtonRefused("not a resource of this group")
        return resource


def resources(words: Phrasebook) -> Feature:
    """The feature, whole."""
    feature = Resources(words)
    add = Command(
        name="resource add",
        summary="Share a resource with this group",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    listed = Command(name="resources", summary="What this group's moderators have shared", where=Where.GROUP)
    moderators = Who.MODERATORS
    return Feature(
        name="resources",
        commands=(CommandRoute(command=add, handle=feature.add), CommandRoute(command=listed, handle=feature.listed)),
        buttons={
            NEW: ButtonRoute(handle=feature.new, who=moderators, door=True),
            POST: ButtonRoute(handle=feature.post_now, who=moderators),
            LATER: ButtonRoute(handle=feature.later, who=moderators, door=True),
            KEEP: ButtonRoute(handle=feature.keep, who=moderators),
            CANCEL: ButtonRoute(handle=feature.cancel, who=moderators),
            SHOW: ButtonRoute(handle=feature.show, who=moderators),
            STOP: ButtonRoute(handle=feature.stop, who=moderators),
            MEND: ButtonRoute(handle=feature.mend_link, who=moderators, door=True),
            LIST: ButtonRoute(handle=feature.page),
            OPEN: ButtonRoute(handle=feature.open),
        },
        forms={
            ADD: FormRoute(
                build=lambda wanted, said: add_form(wanted.args[0], said), handle=feature.added, who=moderators
            ),
            WHEN: FormRoute(
                build=lambda wanted, said: when_form(wanted.args[0], wanted.args[1], said),
                handle=feature.timed,
                who=moderators,
            ),
            LINK: FormRoute(
                build=lambda wanted, said: link_form(int(wanted.args[0]), int(wanted.args[1]), said),
                handle=feature.link_mended,
                who=moderators,
            ),
        },
        purposes=(
            Purpose(
                name=RESOURCE_POST,
                compose=feature.due,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                good_for=_GOOD_FOR,
                post_of=lambda schedule: int(schedule.payload["resource"]),
            ),
        ),
    )
