"""What moderators change about one kind of post: its days, its places, and whether the new one replaces the old one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonHandler
from core.errors import ButtonRefused
from core.features.groups.kinds import GroupPost, of_name, toggled
from core.features.groups.placing import (
    Wanted,
    lay,
    named_places,
    possible_places,
    rows_of,
    tag_of,
    usual_places,
    with_places,
    with_replacing,
)
from core.features.groups.posts import (
    ALL_PLACES,
    DAY,
    DAYS,
    PLACE,
    PLACES,
    REPLACE,
    days_page,
    places_page,
    time_page,
)
from core.model.group_act import ActKind
from core.model.identity import Group
from core.model.message import Outbound
from core.model.reply import Edit, Notice, Replies
from core.model.schedule import Schedule, Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class OneKind:
    """Each tap on a page that is out of date shows what is true now."""

    posts: Sequence[GroupPost]

    async def days(self, tap: Tap, scene: Scene) -> Replies:
        group, post, rows = await self._found(tap, scene)
        return self._days(group, post, rows, scene)

    async def day(self, tap: Tap, scene: Scene) -> Replies:
        """With this day, or without it; the last one stays."""
        group, post, rows = await self._found(tap, scene)
        if not rows:
            return self._days(group, post, rows, scene)
        rule = toggled(post, rows[0].recurrence.rule, Weekday(int(tap.action.args[2])))
        if rule is None:
            return [Notice(text=scene.words("groups.one_day"))]
        wanted = Wanted(
            recurrence=replace(rows[0].recurrence, rule=rule),
            places=[one.address for one in rows],
            payload=rows[0].payload,
        )
        return self._days(group, post, await self._lay(group, post, wanted, scene), scene)

    async def places(self, tap: Tap, scene: Scene) -> Replies:
        group, post, rows = await self._found(tap, scene)
        return [Edit(message=await self._places(group, post, rows, scene))]

    async def place(self, tap: Tap, scene: Scene) -> Replies:
        """Everywhere; or one place more or less. The last one stays: without a place it would be stopped."""
        group, post, rows = await self._found(tap, scene)
        tag, places = tap.action.args[2], [one.address for one in rows]
        wanted = None
        if rows and tag == ALL_PLACES:
            wanted = with_places(rows, await usual_places(group, post, scene))
        elif rows:
            known = await possible_places(group, post, rows, scene)
            chosen = next((one for one in known if tag_of(one) == tag), None)
            if chosen is None:
                raise ButtonRefused("no such place any more")
            left = [one for one in places if one != chosen] if chosen in places else [*places, chosen]
            wanted = with_places(rows, left) if left else None
        if wanted is not None:
            rows = await self._lay(group, post, wanted, scene)
        return [Edit(message=await self._places(group, post, rows, scene))]

    async def replaces(self, tap: Tap, scene: Scene) -> Replies:
        group, post, rows = await self._found(tap, scene)
        if rows:
            rows = await self._lay(group, post, with_replacing(rows), scene)
        return [Edit(message=time_page(group, post, rows, scene.words))]

    @property
    def buttons(self) -> dict[str, ButtonHandler]:
        """Handlers by route; all are for moderators."""
        return {DAYS: self.days, DAY: self.day, PLACES: self.places, PLACE: self.place, REPLACE: self.replaces}

    def _days(self, group: Group, post: GroupPost, rows: Sequence[Schedule], scene: Scene) -> Replies:
        page = days_page if rows else time_page
        return [Edit(message=page(group, post, rows, scene.words))]

    async def _places(self, group: Group, post: GroupPost, rows: Sequence[Schedule], scene: Scene) -> Outbound:
        if not rows:
            return time_page(group, post, rows, scene.words)
        names = named_places(await possible_places(group, post, rows, scene), scene.origin.address, scene.words)
        return places_page(group, post, rows, names, scene.words)

    async def _lay(self, group: Group, post: GroupPost, wanted: Wanted, scene: Scene) -> Sequence[Schedule]:
        rows = await lay(group.id, post, wanted, scene)
        await note_act(scene, group.id, ActKind.POST_CHANGED, post.label(scene.words))
        return rows

    async def _found(self, tap: Tap, scene: Scene) -> tuple[Group, GroupPost, Sequence[Schedule]]:
        group_id, name = tap.action.args[:2]
        group, post = await scene.uow.groups.get(int(group_id)), of_name(self.posts, name)
        if group is None or post is None or group.zone is None:
            raise ButtonRefused("the group or its post is gone")
        return group, post, await rows_of(group.id, post, scene)
