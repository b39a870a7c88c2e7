"""The panel that /group opens, and the group's chats: which takes posts, and in which room."""

from collections.abc import Awaitable, Callable, Sequence

from core.dispatch.desk import note_act, tell_moderators
from core.dispatch.scene import Scene, Tap
from core.errors import ButtonRefused
from core.features.setup.home_pages import chat_page, chats_page, home_page, out_page, placed_page, removed_line
from core.features.setup.posting import Posting
from core.features.setup.routes import ALL, PanelDoor
from core.model.group_act import ActKind
from core.model.group_chat import GroupChat
from core.model.identity import Group
from core.model.inbound import BotRemoved, CommandGiven, Inbound
from core.model.message import Block, Outbound, plain
from core.model.reply import Edit, Replies, Say

PanelNews = Callable[[Scene, int], Awaitable[Sequence[Block]]]
"""What another feature has to tell on the panel about a group: a pause, a post that could not be sent."""


class Home:
    """`doors` lead to what else moderators do; `news` are told on the panel."""

    def __init__(self, posting: Posting, doors: Sequence[PanelDoor], news: Sequence[PanelNews]) -> None:
        self._posting = posting
        self._doors = doors
        self._news = news

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group panel, and /group alone."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        return [Say(message=await self.page(group, scene), private=True)]

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self.page(await self.group(tap.action.args[0], scene), scene))]

    async def chats(self, tap: Tap, scene: Scene) -> Replies:
        group = await self.group(tap.action.args[0], scene)
        return [Edit(message=await self._chats_page(group.id, scene))]

    async def chat(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._chat_page(tap, scene))]

    async def takes(self, tap: Tap, scene: Scene) -> Replies:
        """Turns the posts of one chat on or off, and shows it."""
        group_id, chat_id, takes = tap.action.args
        await self.take_posts(int(group_id), int(chat_id), scene, takes=takes == "1")
        return [Edit(message=await self._chat_page(tap, scene))]

    async def main_room(self, tap: Tap, scene: Scene) -> Replies:
        """Posts come to the chat's main room again."""
        group_id, chat_id = tap.action.args
        if await scene.uow.setup.set_room(int(group_id), int(chat_id), None):
            await note_act(scene, int(group_id), ActKind.PLACE_SET, scene.words("setup.all_posts"))
        return [Edit(message=await self._chat_page(tap, scene))]

    async def place(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group place: all posts of this chat, or those of one kind, come to the room where it is given."""
        here = given.origin.address
        group = await scene.uow.groups.founded(here.whole_chat, now=scene.now)
        chat = next(one for one in await scene.uow.setup.chats(group.id) if one.address == here.whole_chat)
        post = self._posting.posts.get(given.options.get("what", ALL).lower())
        if post is None:
            await scene.uow.setup.take_posts(group.id, chat.id, takes=True)
            await scene.uow.setup.set_room(group.id, chat.id, here.thread)
            await scene.uow.setup.move_posts(group.id, here, {one.purpose for one in self._posting.posts.values()})
            key = "all"
        elif await self._posting.come_here(group.id, post, here, scene):
            key = "one"
        else:
            key = "none"
        if key != "none":
            about = scene.words("setup.all_posts") if post is None else post.label(scene.words)
            await note_act(scene, group.id, ActKind.PLACE_SET, about)
        shown = placed_page(group.id, chat, post, key, scene.words, in_room=here.thread is not None)
        return [Say(message=shown, private=True)]

    async def out(self, tap: Tap, scene: Scene) -> Replies:
        """Says what would become of it; nothing is done yet."""
        chat, number = await self._chat(tap, scene)
        return [Edit(message=out_page(int(tap.action.args[0]), number, chat, scene.words))]

    async def out_sure(self, tap: Tap, scene: Scene) -> Replies:
        group_id = int(tap.action.args[0])
        chat, _ = await self._chat(tap, scene)
        if await scene.uow.setup.take_out(group_id, chat.id):
            about = scene.words(f"setup.on_{chat.address.platform.value}")
            await note_act(scene, group_id, ActKind.CHAT_LEFT, about)
        return [Edit(message=await self._chats_page(group_id, scene))]

    async def removed(self, inbound: Inbound, scene: Scene) -> Replies:
        """The group's other chats go on; its moderators hear of it once."""
        if not isinstance(inbound, BotRemoved):
            return []
        here = inbound.origin.address.whole_chat
        group = await scene.uow.groups.of_chat(here)
        if group is None or all(chat == here for chat in await scene.uow.groups.chats(group.id)):
            return []
        line = removed_line(group.id, here.platform, scene.words)
        await tell_moderators(scene.uow, group.id, line, key=f"removed/{inbound.origin.event_id}", now=scene.now)
        return []

    async def page(self, group: Group, scene: Scene, *, done: bool = False, hears: bool = False) -> Outbound:
        """The panel. `done`: the setup has just been gone through; `hears`: they hear of news now."""
        waits = await scene.uow.setup.step(group.id) is not None
        chats = await scene.uow.setup.chats(group.id)
        news: list[Block] = [block for told in self._news for block in await told(scene, group.id)]
        if hears:
            news.append(plain(scene.words("setup.done_desk")))
        if await scene.uow.failures.of_group(group.id, limit=1):
            news.append(plain(scene.words("setup.failures")))
        kept = await self._posting.kept(group.id, scene)
        posts = [(self._posting.posts[name], there) for name, there in kept.items()]
        return home_page(group, posts, chats, self._doors, scene.words, news=news, done=done, waits=waits and not done)

    async def group(self, group_id: str, scene: Scene) -> Group:
        """Raises ButtonRefused when it is gone."""
        group = await scene.uow.groups.get(int(group_id))
        if group is None:
            raise ButtonRefused("the group is gone")
        return group

    async def take_posts(self, group_id: int, chat_id: int, scene: Scene, *, takes: bool) -> bool:
        """A chat that takes posts again gets those that the others have. The last one that takes some keeps them."""
        chats = await scene.uow.setup.chats(group_id)
        if not takes and sum(chat.takes_posts for chat in chats) < 2:
            return False
        rules = await self._posting.rules(group_id, scene)
        if not await scene.uow.setup.take_posts(group_id, chat_id, takes=takes):
            return False
        if takes:
            await self._posting.spread(group_id, rules, scene)
        await note_act(scene, group_id, ActKind.PLACE_SET, scene.words("setup.all_posts"))
        return True

    async def _chats_page(self, group_id: int, scene: Scene) -> Outbound:
        chats = await scene.uow.setup.chats(group_id)
        return chats_page(group_id, chats, scene.origin.address.whole_chat, scene.words)

    async def _chat_page(self, tap: Tap, scene: Scene) -> Outbound:
        chat, number = await self._chat(tap, scene)
        chats = await scene.uow.setup.chats(int(tap.action.args[0]))
        others = [one for one in chats if one.id != chat.id]
        here = scene.origin.address.whole_chat
        return chat_page(int(tap.action.args[0]), number, chat, others, here, scene.words)

    async def _chat(self, tap: Tap, scene: Scene) -> tuple[GroupChat, int]:
        """The chat of the button, and which one of the group's it is."""
        group_id, chat_id = tap.action.args[:2]
        for number, chat in enumerate(await scene.uow.setup.chats(int(group_id)), start=1):
            if chat.id == int(chat_id):
                return chat, number
        raise ButtonRefused("no such chat any more")
