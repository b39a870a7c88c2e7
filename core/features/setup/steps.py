"""The setup, step by step: the clock, each daily post, and where they come. It waits where it was left."""

from dataclasses import replace
from datetime import time
from typing import Final

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.setup.home import Home
from core.features.setup.posting import Posting, SetupPost
from core.features.setup.routes import TYPE_ZONE
from core.features.setup.step_pages import post_page, where_page, which_zone_page, zone_form, zone_page
from core.model.action import action
from core.model.group_act import ActKind
from core.model.identity import Group, private_address
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.scheduling.saying import said_place
from core.scheduling.zones import find_zones

CLOCK: Final = "zone"
PLACES: Final = "where"
"""The first step and the last; between them stands one for each daily post, by its name."""


class Steps:
    """Each answer is kept at once, so that nothing is lost between two steps."""

    def __init__(self, posting: Posting, home: Home) -> None:
        self._posting = posting
        self._home = home

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group setup. In a topic or a thread: the posts of this chat come there, if nothing was said of it before."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        await self._take_this_room(group, scene)
        step = await scene.uow.setup.step(group.id)
        if step is None and group.zone is not None:
            step = (self._order(scene) or [PLACES])[0]
        return [Say(message=await self._page(group, step or CLOCK, scene), private=True)]

    async def begin(self, tap: Tap, scene: Scene) -> Replies:
        """From the first step on, or where it waits."""
        group = await self._home.group(tap.action.args[0], scene)
        return [Edit(message=await self._page(group, await scene.uow.setup.step(group.id) or CLOCK, scene))]

    async def zone(self, tap: Tap, scene: Scene) -> Replies:
        group = await self._home.group(tap.action.args[0], scene)
        return [Edit(message=await self._zone_kept(group, tap.action.args[1], scene))]

    async def type_zone(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=zone_form(tap.action.args[0], scene.words), door=action(TYPE_ZONE, tap.action.args[0]))]

    async def zone_typed(self, form: Submission, scene: Scene) -> Replies:
        group = await self._home.group(form.action.args[0], scene)
        zones = find_zones(form.values["where"], now=scene.now)
        if len(zones) != 1:
            return [Say(message=which_zone_page(group.id, zones, scene.words), private=True)]
        return [Say(message=await self._zone_kept(group, zones[0].zone, scene), private=True)]

    async def at(self, tap: Tap, scene: Scene) -> Replies:
        group, post = await self._asked(tap, scene)
        if group.zone is None:
            return [Edit(message=await self._page(group, CLOCK, scene))]
        at = tap.action.args[2]
        await self._posting.at(group, post, time(int(at[:2]), int(at[2:])), scene)
        await note_act(scene, group.id, ActKind.POST_SCHEDULED, post.label(scene.words))
        return [Edit(message=await self._after(group, post.name, scene))]

    async def stop(self, tap: Tap, scene: Scene) -> Replies:
        group, post = await self._asked(tap, scene)
        if await self._posting.stop(group.id, post, scene):
            await note_act(scene, group.id, ActKind.POST_STOPPED, post.label(scene.words))
        return [Edit(message=await self._after(group, post.name, scene))]

    async def next(self, tap: Tap, scene: Scene) -> Replies:
        """Nothing is changed at this step."""
        group_id, step = tap.action.args
        return [Edit(message=await self._after(await self._home.group(group_id, scene), step, scene))]

    async def toggle(self, tap: Tap, scene: Scene) -> Replies:
        group_id, chat_id, takes = tap.action.args
        group = await self._home.group(group_id, scene)
        await self._home.take_posts(group.id, int(chat_id), scene, takes=takes == "1")
        return [Edit(message=await self._page(group, PLACES, scene))]

    async def _asked(self, tap: Tap, scene: Scene) -> tuple[Group, SetupPost]:
        post = self._posting.posts.get(tap.action.args[1])
        if post is None:
            raise ButtonRefused("no such post")
        return await self._home.group(tap.action.args[0], scene), post

    async def _zone_kept(self, group: Group, zone: str, scene: Scene) -> Outbound:
        if group.zone != zone:
            await scene.uow.groups.set_zone(group.id, zone)
            await self._posting.go_by(group.id, zone, scene)
            await note_act(scene, group.id, ActKind.ZONE_SET, said_place(zone))
        return await self._after(replace(group, zone=zone), CLOCK, scene)

    async def _after(self, group: Group, step: str, scene: Scene) -> Outbound:
        order = [CLOCK, *self._order(scene)]
        if len(await scene.uow.setup.chats(group.id)) > 1:
            order.append(PLACES)
        at = order.index(step) if step in order else len(order)
        if at + 1 < len(order):
            return await self._page(group, order[at + 1], scene)
        await scene.uow.setup.keep_step(group.id, None)
        return await self._home.page(group, scene, done=True, hears=await _sits_at_an_empty_desk(group.id, scene))

    async def _page(self, group: Group, step: str, scene: Scene) -> Outbound:
        """Where the setup waits from now on."""
        await scene.uow.setup.keep_step(group.id, step)
        words = scene.words
        if step == PLACES:
            chats = await scene.uow.setup.chats(group.id)
            return where_page(group.id, chats, scene.origin.address.whole_chat, words)
        order = self._order(scene)
        post = self._posting.posts.get(step)
        if post is None or group.zone is None:
            return zone_page(group, len(order) + 1, words)
        kept = (await self._posting.kept(group.id, scene)).get(post.name, [])
        number = order.index(step) + 2 if step in order else len(order) + 1
        return post_page(group, post, kept, (number, len(order) + 1), words)

    def _order(self, scene: Scene) -> list[str]:
        return [post.name for post in self._posting.daily(scene.origin.account.platform)]

    async def _take_this_room(self, group: Group, scene: Scene) -> None:
        here = scene.origin.address
        if here.thread is None or await self._posting.kept(group.id, scene):
            return
        for chat in await scene.uow.setup.chats(group.id):
            if chat.address == here.whole_chat and chat.room is None:
                await scene.uow.setup.set_room(group.id, chat.id, here.thread)


async def _sits_at_an_empty_desk(group_id: int, scene: Scene) -> bool:
    """Where nobody hears of news yet, whoever set the group up does: a post that failed must not go unseen."""
    if scene.origin.anonymous or await scene.uow.desk.of(group_id):
        return False
    member = await scene.member()
    if await scene.uow.desk.add(group_id, private_address(scene.origin.account), member_id=member.id):
        await note_act(scene, group_id, ActKind.DESK_JOINED)
    return True
