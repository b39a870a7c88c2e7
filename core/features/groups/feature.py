"""Lets moderators choose a group's daily posts, and follows what happens to its chats. Rights are asked at each tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import ButtonRefused
from core.features.groups.calm import calm_buttons, calm_commands, calm_forms
from core.features.groups.kinds import GroupPost, of_name, repeating
from core.features.groups.one_kind import OneKind
from core.features.groups.placing import Wanted, clear, come_back, go_by, lay, rows_of, usual_places
from core.features.groups.posts import (
    AT,
    PANEL,
    PICK,
    STOP,
    TYPE,
    WHEN,
    WHERE,
    confirmation,
    panel,
    time_page,
    unclear_page,
    when_form,
    where_form,
)
from core.model.action import action
from core.model.command import Command, Option, Where, Who
from core.model.group_act import ActKind
from core.model.identity import FORGET_AFTER, Group
from core.model.inbound import BotAdded, BotRemoved, ChatMoved, CommandGiven, Inbound
from core.model.message import Button, Choice, Outbound, message
from core.model.reply import Edit, OpenForm, Replies, Say
from core.scheduling.phrases import WhenUnclear
from core.scheduling.saying import said_place
from core.scheduling.suggesting import suggest_cities
from core.scheduling.zones import ZoneChoice, find_zones

_WHAT, _WHEN = "what", "when"
"""What waits in a half-filled form for the group's zone: the name of a post, and when it was wished for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Holds the kinds of post that bootstrap offers."""

    posts: Sequence[GroupPost]

    async def schedule(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group schedule, alone (the panel) or in one line: what, when, where. Typed behind it: what and when."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        await self._waiting(group.id, scene)  # an earlier wish gives way to this one
        what, when = given.options.get("what", ""), given.options.get("when", "")
        if given.rest:
            what, _, when = given.rest.partition(" ")
        elif place := given.options.get("place"):
            zones = find_zones(place, now=scene.now)
            if len(zones) != 1:
                await self._wait(group.id, what, when, scene)
                return [Say(message=self._which_zone(group.id, zones, scene), private=True)]
            group = await self._keep_zone(group.id, zones[0].zone, scene)
        return await self._go_on(group, what, when, scene)

    async def _go_on(self, group: Group, what: str, when: str, scene: Scene) -> Replies:
        post = of_name(self._offered(scene), what)
        if post is None:
            return [Say(message=await self._panel(group, scene), private=True)]
        if group.zone is None:
            await self._wait(group.id, what, when, scene)
            return self._ask_zone(group.id, scene)
        if not when:
            return [Say(message=await self._time_page(group, post, scene), private=True)]
        return await self._add(group, post, when, scene)

    async def _wait(self, group_id: int, what: str, when: str, scene: Scene) -> None:
        """What was asked for waits for the zone, as a half-filled form."""
        known = {_WHAT: what, _WHEN: when}
        form = action(WHERE, group_id)
        await scene.uow.forms.open(scene.origin.account, action=form, known=known, now=scene.now)

    async def _waiting(self, group_id: int, scene: Scene) -> tuple[str, str]:
        """What waits for this group's zone, and waits no more."""
        state = await scene.uow.forms.current(scene.origin.account)
        if state is None or state.action != action(WHERE, group_id):
            return "", ""
        await scene.uow.forms.close(state.form_id)
        return state.values.get(_WHAT, ""), state.values.get(_WHEN, "")

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._panel(await self._group_of(tap.action.args[0], scene), scene))]

    async def pick(self, tap: Tap, scene: Scene) -> Replies:
        group = await self._group_of(tap.action.args[0], scene)
        if group.zone is None:
            await self._wait(group.id, tap.action.args[1], "", scene)
            return self._ask_zone(group.id, scene)
        return [Edit(message=await self._time_page(group, self._post(tap.action.args[1]), scene))]

    async def at(self, tap: Tap, scene: Scene) -> Replies:
        group_id, name, time = tap.action.args
        group = await self._group_of(group_id, scene)
        post = self._post(name)
        return _edited(await self._add(group, post, f"{post.every} at {time[:2]}:{time[2:]}", scene))

    async def stop(self, tap: Tap, scene: Scene) -> Replies:
        """A kind of post by its name, in all its places; or, as an undo, by the schedule that was just made."""
        group_id, which = tap.action.args
        post = of_name(self.posts, which)
        if which.isdecimal():
            made = await scene.uow.schedules.get(int(which))
            ours = made is not None and made.group_id == int(group_id)
            post = next((one for one in self.posts if ours and made and one.purpose == made.purpose), None)
        if post is not None and await clear(int(group_id), post, scene):
            await note_act(scene, int(group_id), ActKind.POST_STOPPED, post.label(scene.words))
        return [Edit(message=await self._panel(await self._group_of(group_id, scene), scene))]

    async def type(self, tap: Tap, scene: Scene) -> Replies:
        group_id, field, *post = tap.action.args
        form = where_form(group_id, scene.words) if field == "where" else when_form(group_id, post[0], scene.words)
        return [OpenForm(form=form, door=tap.action)]

    async def placed(self, form: Submission, scene: Scene) -> Replies:
        group_id = int(form.action.args[0])
        what, when = await self._waiting(group_id, scene)
        what, when = form.values.get(_WHAT, what), form.values.get(_WHEN, when)
        zones = find_zones(form.values["where"], now=scene.now)
        if len(zones) != 1:
            if what:
                await self._wait(group_id, what, when, scene)
            return [Say(message=self._which_zone(group_id, zones, scene), private=True)]
        return await self._go_on(await self._keep_zone(group_id, zones[0].zone, scene), what, when, scene)

    async def zone(self, tap: Tap, scene: Scene) -> Replies:
        group = await self._keep_zone(int(tap.action.args[0]), tap.action.args[1], scene)
        return _edited(await self._go_on(group, *await self._waiting(group.id, scene), scene))

    async def timed(self, form: Submission, scene: Scene) -> Replies:
        group_id, name = form.action.args
        return await self._add(await self._group_of(group_id, scene), self._post(name), form.values["when"], scene)

    async def moved(self, inbound: Inbound, scene: Scene) -> Replies:
        """The chat's new id goes everywhere in this one transaction; a removed bot keeps no schedule there. Where it
        is back, it posts what comes to all the group's other chats."""
        match inbound:
            case BotAdded(origin=origin):
                group = await scene.uow.groups.founded(origin.address.whole_chat, now=scene.now)
                for post in self.posts:
                    await come_back(group.id, post, scene)
            case ChatMoved(conversation=conversation):
                await scene.uow.groups.move_chat(inbound.origin.address.whole_chat, conversation)
            case BotRemoved():
                leaves_at = scene.now + FORGET_AFTER
                await scene.uow.groups.forget_chat(inbound.origin.address.whole_chat, group_leaves_at=leaves_at)
            case _:
                pass
        return []

    async def _add(self, group: Group, post: GroupPost, when: str, scene: Scene) -> Replies:
        if group.zone is None:
            return self._ask_zone(group.id, scene)
        found = repeating(when, post, scene.now, group.zone)
        if isinstance(found, WhenUnclear):
            return [Say(message=unclear_page(group, post, found, scene.words), private=True)]
        before = await rows_of(group.id, post, scene)
        wanted = Wanted(
            recurrence=found.recurrence,
            places=[one.address for one in before] or await usual_places(group, post, scene),
            payload=before[0].payload if before else {},
        )
        kept = await lay(group.id, post, wanted, scene)
        await note_act(scene, group.id, ActKind.POST_SCHEDULED, post.label(scene.words))
        return [Say(message=confirmation(kept, post, scene.words, changed=bool(before)), private=True)]

    async def _time_page(self, group: Group, post: GroupPost, scene: Scene) -> Outbound:
        return time_page(group, post, await rows_of(group.id, post, scene), scene.words)

    async def _panel(self, group: Group, scene: Scene) -> Outbound:
        offered = self._offered(scene)
        purposes = {post.purpose for post in offered}
        kept = [one for one in await scene.uow.schedules.of_group(group.id) if one.purpose in purposes]
        return panel(group, kept, offered, scene.words, scene.now)

    def _offered(self, scene: Scene) -> Sequence[GroupPost]:
        return [post for post in self.posts if scene.origin.account.platform not in post.not_on]

    async def _group_of(self, group_id: str, scene: Scene) -> Group:
        group = await scene.uow.groups.get(int(group_id))
        if group is None:
            raise ButtonRefused("the group is gone")
        return group

    async def _keep_zone(self, group_id: int, zone: str, scene: Scene) -> Group:
        before = (await self._group_of(str(group_id), scene)).zone
        if before != zone:
            await scene.uow.groups.set_zone(group_id, zone)
            await go_by(group_id, self.posts, zone, scene)
            await note_act(scene, group_id, ActKind.ZONE_SET, said_place(zone))
        return await self._group_of(str(group_id), scene)

    def _ask_zone(self, group_id: int, scene: Scene) -> Replies:
        door = action(TYPE, group_id, "where")
        return [OpenForm(form=where_form(str(group_id), scene.words), door=door)]

    def _which_zone(self, group_id: int, zones: Sequence[ZoneChoice], scene: Scene) -> Outbound:
        again = Button(label=scene.words("groups.button_zone"), action=action(TYPE, group_id, "where"))
        choices = tuple((Button(label=one.label, action=action("group.tz", group_id, one.zone)),) for one in zones)
        key = "groups.which_zone" if zones else "groups.unknown_zone"
        return message(scene.words(key), buttons=(*choices, (again,)))

    def _post(self, name: str) -> GroupPost:
        post = of_name(self.posts, name)
        if post is None:
            raise ButtonRefused("no such post")
        return post


def groups(posts: Sequence[GroupPost]) -> Feature:
    """The feature, whole. `posts` are the kinds of daily post that there are."""
    feature, one_kind = Groups(posts=posts), OneKind(posts=posts).buttons
    schedule = CommandRoute(command=_command(posts), handle=feature.schedule, suggest=suggest_cities)
    return Feature(
        name="groups",
        commands=(schedule, *calm_commands()),
        buttons={
            PANEL: ButtonRoute(handle=feature.show, who=Who.MODERATORS),
            PICK: ButtonRoute(handle=feature.pick, who=Who.MODERATORS),
            AT: ButtonRoute(handle=feature.at, who=Who.MODERATORS),
            STOP: ButtonRoute(handle=feature.stop, who=Who.MODERATORS),
            TYPE: ButtonRoute(handle=feature.type, who=Who.MODERATORS, door=True),
            "group.tz": ButtonRoute(handle=feature.zone, who=Who.MODERATORS),
            **{route: ButtonRoute(handle=handle, who=Who.MODERATORS) for route, handle in one_kind.items()},
            **calm_buttons(),
        },
        forms={
            WHERE: FormRoute(
                build=lambda wanted, words: where_form(wanted.args[0], words),
                handle=feature.placed,
                who=Who.MODERATORS,
            ),
            WHEN: FormRoute(
                build=lambda wanted, words: when_form(wanted.args[0], wanted.args[1], words),
                handle=feature.timed,
                who=Who.MODERATORS,
            ),
            **calm_forms(),
        },
        events=(feature.moved,),
    )


def _command(posts: Sequence[GroupPost]) -> Command:
    choices = tuple(Choice(value=post.name, label=post.name) for post in posts)
    return Command(
        name="group schedule",
        summary="Choose this group's daily posts",
        options=(
            Option(name="what", summary="Which post? Leave it empty to see them all.", choices=choices),
            Option(name="when", summary='When? For example "every day at 10"'),
            Option(name="place", summary="A city or country whose clock the group goes by", suggests=True),
        ),
        who=Who.MODERATORS,
        where=Where.GROUP,
    )


def _edited(replies: Replies) -> Replies:
    return [Edit(message=reply.message) if isinstance(reply, Say) else reply for reply in replies]
