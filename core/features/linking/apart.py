"""Joined accounts: where their reminders come, and how they become two again."""

from core.dispatch.scene import Scene, Tap
from core.errors import ButtonRefused
from core.features.linking.joined_pages import HOME, apart_page, parted_page, where_page
from core.features.linking.joining import Joining, joined_now
from core.features.linking.pages import on
from core.model.identity import Account, Member, Platform
from core.model.reply import Edit, Replies


class Apart:
    """Shows /link where nothing is joined any more."""

    def __init__(self, joining: Joining) -> None:
        self._joining = joining

    async def where(self, tap: Tap, scene: Scene) -> Replies:
        accounts = await _accounts(await scene.member(), scene)
        if len(accounts) < 2:
            return await self._joining.tapped(tap, scene)
        return [Edit(message=where_page([one.platform for one in accounts], scene.words))]

    async def chosen(self, tap: Tap, scene: Scene) -> Replies:
        """All that comes now; new ones come where they are set."""
        member, name = await scene.member(), tap.action.args[0]
        accounts = await _accounts(member, scene)
        if len(accounts) < 2:
            return await self._joining.tapped(tap, scene)
        there = {one.platform.value: one.platform for one in accounts}
        if name != HOME and name not in there:
            raise ButtonRefused("no account there any more")
        await scene.uow.links.deliver_to(member.id, None if name == HOME else Platform(name))
        words = scene.words
        done = words("linking.sent_home") if name == HOME else words("linking.sent", platform=on(there[name], words))
        return [Edit(message=where_page(list(there.values()), words, done=done))]

    async def sure(self, tap: Tap, scene: Scene) -> Replies:
        """Says what would become of it; nothing is done yet."""
        member = await scene.member()
        accounts = await _accounts(member, scene)
        other = next((one for one in accounts if one != scene.origin.account), None)
        if other is None:
            return await self._joining.tapped(tap, scene)
        joined, here = await joined_now(member, scene), scene.origin.account.platform
        return [Edit(message=apart_page(here, other.platform, joined, member.zone or "UTC", scene.words))]

    async def parted(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        if await joined_now(member, scene) is None:  # what the sweep has not reached yet is too late all the same
            await scene.uow.links.make_final(member.id)
        if not await scene.uow.links.take_apart(member.id, stays=scene.origin.account, now=scene.now):
            return await self._joining.tapped(tap, scene)
        return [Edit(message=parted_page(scene.words))]


async def _accounts(member: Member, scene: Scene) -> list[Account]:
    return list(await scene.uow.members.accounts_of(member.id))
