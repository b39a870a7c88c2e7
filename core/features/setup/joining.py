"""Another chat joins the group: a code made in one, typed in the other, by somebody who moderates both."""

from core.dispatch.codes import new_code, read_code
from core.dispatch.desk import note_act, tell_moderators
from core.dispatch.scene import Scene, Submission, Tap
from core.features.setup.home import Home
from core.features.setup.joining_pages import (
    code_form,
    code_page,
    joined_line,
    joined_page,
    preview_page,
    said_page,
)
from core.features.setup.posting import Posting
from core.features.setup.routes import ALL, TYPE_CODE
from core.model.action import action
from core.model.group_act import ActKind
from core.model.group_chat import JOIN_CODE_GOOD_FOR, JoinOffer
from core.model.inbound import CommandGiven
from core.model.linking import MOST_TRIES, TRIES_WITHIN
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say


class Joining:
    """The group that made the code stays; the other one becomes part of it. A person does both, never a channel."""

    def __init__(self, posting: Posting, home: Home) -> None:
        self._posting = posting
        self._home = home

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group join, and /group join CODE. Alone, it comes back to a code that waits for its answer."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        typed = read_code(given.options.get("code", ""))
        if not typed and (offer := await scene.uow.setup.taken(group.id, now=scene.now)) is not None:
            return [Say(message=await self._preview(group.id, offer, scene), private=True)]
        if not typed:
            return [OpenForm(form=code_form(str(group.id), scene.words), door=action(TYPE_CODE, group.id))]
        return [Say(message=await self._typed(group.id, typed, scene), private=True)]

    async def make(self, tap: Tap, scene: Scene) -> Replies:
        """A new code ends the one before it."""
        await scene.member()
        group = await self._home.group(tap.action.args[0], scene)
        code = new_code()
        await scene.uow.setup.make_code(group.id, code, until=scene.now + JOIN_CODE_GOOD_FOR)
        return [Edit(message=code_page(group.id, code, scene.words))]

    async def type_it(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=code_form(tap.action.args[0], scene.words), door=tap.action)]

    async def typed(self, form: Submission, scene: Scene) -> Replies:
        group_id = int(form.action.args[0])
        return [Say(message=await self._typed(group_id, read_code(form.values["code"]), scene), private=True)]

    async def not_now(self, tap: Tap, scene: Scene) -> Replies:
        """The code has done its work."""
        group_id = int(tap.action.args[0])
        if (offer := await scene.uow.setup.taken(group_id, now=scene.now)) is not None:
            await scene.uow.setup.end_code(offer.code_id)
        return [Edit(message=said_page(group_id, "join_declined", scene.words))]

    async def join(self, tap: Tap, scene: Scene) -> Replies:
        """The yes. Everything is looked at once more: minutes have passed since the preview."""
        group_id, code_id, posts = tap.action.args
        offer = await scene.uow.setup.taken(int(group_id), now=scene.now)
        if offer is None or str(offer.code_id) != code_id or not await self._may(offer, scene):
            return [Edit(message=said_page(int(group_id), "join_over", scene.words))]
        rules = await self._posting.rules(int(group_id), scene) | await self._posting.rules(offer.group_id, scene)
        await scene.uow.setup.end_code(offer.code_id)
        await scene.uow.setup.join(offer.group_id, int(group_id))
        if posts == ALL:
            await self._posting.spread(offer.group_id, rules, scene)
        platform = scene.origin.account.platform
        about = scene.words(f"setup.on_{platform.value}")
        await note_act(scene, offer.group_id, ActKind.CHAT_JOINED, about)
        line = joined_line(offer.group_id, platform, scene.words)
        await tell_moderators(scene.uow, offer.group_id, line, key=f"joined/{offer.code_id}", now=scene.now)
        chats = await scene.uow.setup.chats(offer.group_id)
        return [Edit(message=joined_page(offer.group_id, len(chats), scene.words))]

    async def _typed(self, group_id: int, code: str, scene: Scene) -> Outbound:
        """Wrong codes are counted, so that nobody finds one by trying."""
        member = await scene.member()
        if await scene.uow.links.tries_since(member.id, scene.now - TRIES_WITHIN) >= MOST_TRIES:
            return said_page(group_id, "join_rest", scene.words)
        until = scene.now + JOIN_CODE_GOOD_FOR
        offer = await scene.uow.setup.take(code, group_id=group_id, now=scene.now, until=until)
        if offer is None:
            await scene.uow.links.wrong_try(member.id, now=scene.now)
            return said_page(group_id, "join_unknown", scene.words)
        if not await self._may(offer, scene):
            await scene.uow.setup.end_code(offer.code_id)
            return said_page(group_id, "join_not_both", scene.words)
        return await self._preview(group_id, offer, scene)

    async def _preview(self, group_id: int, offer: JoinOffer, scene: Scene) -> Outbound:
        kept, other = [await self._posting.kept(one, scene) for one in (offer.group_id, group_id)]
        there = [chat.address.platform for chat in await scene.uow.setup.chats(offer.group_id)]
        return preview_page(group_id, offer, there, (len(kept), len(other)), scene.words)

    async def _may(self, offer: JoinOffer, scene: Scene) -> bool:
        """Whoever has the code was shown it as a moderator there. A platform that can be asked here is asked anew."""
        here = scene.origin.account.platform
        chats = await scene.uow.groups.chats(offer.group_id)
        if not any(chat.platform is here for chat in chats):
            return bool(chats)
        return await scene.moderates(offer.group_id)
