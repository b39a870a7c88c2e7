"""Where a kind of post comes: one schedule for each place, all with one rule. It says nothing to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from core.dispatch.scene import Scene
from core.features.groups.kinds import GroupPost
from core.model.identity import Address, Group
from core.model.schedule import NewSchedule, Recurrence, Schedule
from core.ports import Phrasebook
from core.scheduling.recurrence import next_due
from core.scheduling.rotation import REPLACES

_TAG: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a kind of post should come: its rule, its places, and what its payload says."""

    recurrence: Recurrence
    places: Sequence[Address]
    payload: Mapping[str, str] = field(default_factory=dict)


async def rows_of(group_id: int, post: GroupPost, scene: Scene) -> list[Schedule]:
    """One for each place; none while it is not set up."""
    return [one for one in await scene.uow.schedules.of_group(group_id) if one.purpose == post.purpose]


async def lay(group_id: int, post: GroupPost, wanted: Wanted, scene: Scene) -> list[Schedule]:
    """Takes the place of what was set up before; the first slot is later than now."""
    await clear(group_id, post, scene)
    return await _add(group_id, post, wanted, scene)


async def go_by(group_id: int, posts: Sequence[GroupPost], zone: str, scene: Scene) -> None:
    """What is set up keeps its times, by another clock."""
    for post in posts:
        for one in await rows_of(group_id, post, scene):
            if one.recurrence.zone == zone:
                continue
            await scene.uow.schedules.remove(one.id, group_id=group_id)
            rule = replace(one.recurrence, zone=zone)
            new = NewSchedule(
                purpose=post.purpose, recurrence=rule, address=one.address, group_id=group_id, payload=one.payload
            )
            await scene.uow.schedules.add(new, next_slot=next_due(rule, scene.now), now=scene.now)


async def clear(group_id: int, post: GroupPost, scene: Scene) -> bool:
    """In all its places. False: there was none."""
    gone = [await scene.uow.schedules.remove(one.id, group_id=group_id) for one in await rows_of(group_id, post, scene)]
    return any(gone)


async def come_back(group_id: int, post: GroupPost, scene: Scene) -> None:
    """A chat is back, and its own rows went with it: what comes to all the others comes to it, too."""
    back, rows = scene.origin.address.whole_chat, await rows_of(group_id, post, scene)
    places = [one for one in await scene.uow.groups.places(group_id) if one.platform not in post.not_on]
    others = {one.whole_chat for one in places} - {back}
    at = {one.address.whole_chat for one in rows}
    if rows and back not in at and others <= at:
        here = [one for one in places if one.whole_chat == back]
        await _add(group_id, post, with_places(rows, here), scene)


async def usual_places(group: Group, post: GroupPost, scene: Scene) -> list[Address]:
    """Everywhere that takes posts; and where the moderator stands, in the very topic, if no other was chosen there."""
    places = [one for one in await scene.uow.groups.places(group.id) if one.platform not in post.not_on]
    here = scene.origin.address
    if here.private:
        return places
    if here.whole_chat in places:
        return [here if one == here.whole_chat else one for one in places]
    return places or [here]


async def possible_places(group: Group, post: GroupPost, rows: Sequence[Schedule], scene: Scene) -> list[Address]:
    """All that can be chosen: rooms for posts, other chats, where it comes now, and where the moderator stands."""
    chats = await scene.uow.groups.chats(group.id)
    found = list(await scene.uow.groups.places(group.id))
    found += [chat for chat in chats if chat not in [one.whole_chat for one in found]]
    here = scene.origin.address
    found += [one.address for one in rows] + ([here] if here.whole_chat in chats else [])
    return [one for one in dict.fromkeys(found) if one.platform not in post.not_on]


def named_places(places: Sequence[Address], here: Address, words: Phrasebook) -> dict[Address, str]:
    """A chat has no name here: it is known by its platform and its number, and the one at hand as such."""
    names: dict[Address, str] = {}
    for place in places:
        chats = list(dict.fromkeys(one.whole_chat for one in places if one.platform is place.platform))
        name = words(f"groups.on_{place.platform.value}", number=chats.index(place.whole_chat) + 1)
        if place.thread is not None:
            topics = [one for one in places if one.thread is not None and one.whole_chat == place.whole_chat]
            name = words("groups.topic_in", chat=name, number=topics.index(place) + 1)
        names[place] = words("groups.where_you_are", place=name) if place == here else name
    return names


def tag_of(place: Address) -> str:
    """What a button carries of a place: it is looked for among those that can be chosen."""
    return sha256(place.to_text().encode()).hexdigest()[:_TAG]


def with_places(rows: Sequence[Schedule], places: Sequence[Address]) -> Wanted:
    """As it was, in other places."""
    return Wanted(recurrence=rows[0].recurrence, places=places, payload=rows[0].payload)


def with_replacing(rows: Sequence[Schedule]) -> Wanted:
    """As it was; it takes the older post away from now on, or does not."""
    payload = dict(rows[0].payload)
    if payload.pop(REPLACES, None) is None:
        payload[REPLACES] = "yes"
    return Wanted(recurrence=rows[0].recurrence, places=[one.address for one in rows], payload=payload)


async def _add(group_id: int, post: GroupPost, wanted: Wanted, scene: Scene) -> list[Schedule]:
    slot = next_due(wanted.recurrence, scene.now)
    return [
        await scene.uow.schedules.add(
            NewSchedule(
                purpose=post.purpose,
                recurrence=wanted.recurrence,
                address=place,
                group_id=group_id,
                payload=wanted.payload,
            ),
            next_slot=slot,
            now=scene.now,
        )
        for place in wanted.places
    ]
