"""Lets members browse, search and save what was shared. A library is read by those who are in its group now."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.errors import ButtonRefused
from core.features.resources import browse_pages as pages
from core.features.resources.finding import found, tags_of, with_tag
from core.features.resources.standing import resource_in
from core.model.identity import Address
from core.model.inbound import CommandGiven
from core.model.message import Choice, Outbound, message
from core.model.reply import Edit, Notice, Replies, Say
from core.model.resource import Resource, ResourceState
from core.ports import Phrasebook, UnitOfWork

_MOST_SEARCHED: Final = 500
_MOST_SUGGESTED: Final = 20
_SAVED: Final = "saved"
"""What is typed behind /resources to see what one saved."""


class Browsing:
    """Its `words` label suggestions, which come before anybody is known."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    async def listed(self, given: CommandGiven, scene: Scene) -> Replies:
        """/resources, alone or with words to look for; "saved" shows what they saved."""
        typed = given.options.get("query", "") or given.rest
        if typed.strip().casefold() == _SAVED:
            return [Say(message=await self._saved_page(0, scene), private=True)]
        group_ids = await self._libraries(scene)
        if not typed:
            return [Say(message=await self._home(group_ids, scene), private=True)]
        among = [one for group_id in group_ids for one in await _all(group_id, scene.uow)]
        if not group_ids:
            return [Say(message=await self._home(group_ids, scene), private=True)]
        same = next((one for one in among if one.title.casefold() == typed.strip().casefold()), None)
        if same is not None:
            return [Say(message=await self._opened(same, scene), private=True)]
        return [Say(message=pages.found_page(typed, found(typed, among), group_ids[0], scene.words), private=True)]

    async def page(self, tap: Tap, scene: Scene) -> Replies:
        group_id, page, *tag = tap.action.args
        if not await self._reads(int(group_id), scene):
            return [Edit(message=message(scene.words("resources.not_there")))]
        return [Edit(message=await self._page(int(group_id), int(page), scene, tag=tag[0] if tag else pages.NO_TAG))]

    async def tags(self, tap: Tap, scene: Scene) -> Replies:
        group_id = int(tap.action.args[0])
        if not await self._reads(group_id, scene):
            return [Edit(message=message(scene.words("resources.not_there")))]
        return [Edit(message=pages.tags_page(tags_of(await _all(group_id, scene.uow)), group_id, scene.words))]

    async def open(self, tap: Tap, scene: Scene) -> Replies:
        resource = await _kept(tap, scene)
        if not await self._reads(resource.group_id, scene) and not await self._has(resource, scene):
            return [Edit(message=message(scene.words("resources.not_there")))]
        return [Edit(message=await self._opened(resource, scene))]

    async def save(self, tap: Tap, scene: Scene) -> Replies:
        """From the post in the group, or from the one that was opened; there it can be taken out again."""
        resource = await _kept(tap, scene)
        if not await self._reads(resource.group_id, scene) and not await self._has(resource, scene):
            return [Edit(message=message(scene.words("resources.not_there")))]
        member = await scene.member()
        if tap.action.args[2:] == ("off",):
            await scene.uow.saved.remove(member.id, resource.id)
            return [Edit(message=await self._opened(resource, scene, lead=scene.words("resources.unsaved")))]
        await scene.uow.saved.add(member.id, resource.id, now=scene.now)
        await scene.uow.saved.looked_in(member.id, resource.group_id, now=scene.now)
        if not tap.action.args[2:]:
            return [Notice(text=scene.words("resources.saved_notice"))]
        return [Edit(message=await self._opened(resource, scene, lead=scene.words("resources.saved")))]

    async def saved(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._saved_page(int(tap.action.args[0]), scene))]

    async def suggest(self, typed: str, address: Address, uow: UnitOfWork) -> Sequence[Choice]:
        """Titles that fit what was typed so far; in a private chat none, because nobody was asked who is there."""
        group = None if address.private else await uow.groups.of_chat(address)
        kept = await _all(group.id, uow) if group is not None else ()
        best = found(typed, kept, limit=_MOST_SUGGESTED) if typed.strip() else kept[:_MOST_SUGGESTED]
        titles = dict.fromkeys(one.title[:100] for one in best)
        own = [Choice(value=_SAVED, label=self._words("resources.button_saved"))]
        wants_own = _SAVED.startswith(typed.strip().casefold())
        return [*(own if wants_own else []), *(Choice(value=one, label=one) for one in titles)]

    async def _libraries(self, scene: Scene) -> list[int]:
        """The group that is asked in; in private those in which they looked once and still are."""
        address = scene.origin.address
        if not address.private:
            group = await scene.uow.groups.of_chat(address)
            if group is None:
                return []
            if not scene.origin.anonymous:
                await scene.uow.saved.looked_in((await scene.member()).id, group.id, now=scene.now)
            return [group.id]
        known = await scene.uow.saved.groups_of((await scene.member()).id)
        return [group_id for group_id in known if await self._reads(group_id, scene)]

    async def _home(self, group_ids: Sequence[int], scene: Scene) -> Outbound:
        if len(group_ids) == 1 or (not scene.origin.address.private and group_ids):
            return await self._page(group_ids[0], 0, scene)
        if not scene.origin.address.private:
            return message(scene.words("resources.none"))
        newest = [one for group_id in group_ids for one in await scene.uow.resources.kept(group_id, limit=1)]
        any_saved = bool(await scene.uow.saved.of((await scene.member()).id))
        return pages.groups_page(newest, any_saved, scene.words)

    async def _page(self, group_id: int, page: int, scene: Scene, *, tag: str = pages.NO_TAG) -> Outbound:
        start, most = page * pages.ON_A_PAGE, pages.ON_A_PAGE + 1
        if tag:
            kept: Sequence[Resource] = with_tag(tag, await _all(group_id, scene.uow))[start : start + most]
        else:
            kept = await scene.uow.resources.kept(group_id, limit=most, offset=start)
        return pages.list_page(kept, group_id, page, scene.words, tag=tag)

    async def _opened(self, resource: Resource, scene: Scene, *, lead: str = "") -> Outbound:
        saved = await self._has(resource, scene)
        return pages.opened(resource, scene.words, saved=saved, lead=lead)

    async def _has(self, resource: Resource, scene: Scene) -> bool:
        """Asking makes nobody a member."""
        member = None if scene.origin.anonymous else await scene.uow.members.of(scene.origin.account)
        return member is not None and await scene.uow.saved.has(member.id, resource.id)

    async def _saved_page(self, page: int, scene: Scene) -> Outbound:
        marks = await scene.uow.saved.of((await scene.member()).id)
        all_of_them = [await scene.uow.resources.get(one.resource_id) for one in marks]
        kept = [one for one in all_of_them if one is not None and one.state is ResourceState.KEPT]
        return pages.saved_page(kept, page, len(marks) - len(kept), scene.words)

    async def _reads(self, group_id: int, scene: Scene) -> bool:
        """Whether the one who asks is in a chat of that group: they stand in it, or the platform says so."""
        if not scene.origin.address.private:
            group = await scene.uow.groups.of_chat(scene.origin.address)
            return group is not None and group.id == group_id
        for chat in await scene.uow.groups.chats(group_id):
            here = chat.platform == scene.origin.account.platform
            if here and await scene.ask_role(scene.origin.account, chat) is not None:
                return True
        return False


async def _all(group_id: int, uow: UnitOfWork) -> Sequence[Resource]:
    return await uow.resources.kept(group_id, limit=_MOST_SEARCHED)


async def _kept(tap: Tap, scene: Scene) -> Resource:
    resource = await resource_in(tap.action, scene)
    if resource.state is not ResourceState.KEPT:
        raise ButtonRefused("not in the library any more")
    return resource
