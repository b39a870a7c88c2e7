"""A group's end: its library as a file first, one question, and then everything of it goes."""

import json
from collections.abc import Sequence

from core.dispatch.desk import tell_moderators
from core.dispatch.homeward import home_button
from core.dispatch.scene import Scene, Tap
from core.features.setup.home import Home
from core.features.setup.routes import DELETE, DELETE_SURE, EXPORT
from core.model.action import action
from core.model.inbound import CommandGiven
from core.model.message import Button, Document, Emphasis, Outbound, message, note, title
from core.model.reply import Edit, Replies, Say
from core.model.resource import Resource
from core.ports import Phrasebook

_MOST_RESOURCES = 5000
_NAME = "group-library.json"


class Ending:
    """What was posted stays in the chats; what members keep for themselves is theirs, and stays."""

    def __init__(self, home: Home) -> None:
        self._home = home

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group delete; nothing is deleted yet."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        return [Say(message=await self._page(group.id, scene), private=True)]

    async def ask(self, tap: Tap, scene: Scene) -> Replies:
        group = await self._home.group(tap.action.args[0], scene)
        return [Edit(message=await self._page(group.id, scene))]

    async def export(self, tap: Tap, scene: Scene) -> Replies:
        group = await self._home.group(tap.action.args[0], scene)
        kept = await scene.uow.resources.kept(group.id, limit=_MOST_RESOURCES)
        return [Say(message=export_page(group.id, kept, scene.words), private=True)]

    async def sure(self, tap: Tap, scene: Scene) -> Replies:
        """Whoever hears of news in private is told; what waits for a moderators' room goes with the group."""
        group = await self._home.group(tap.action.args[0], scene)
        line = message(scene.words("setup.deleted_line"))
        await tell_moderators(scene.uow, group.id, line, key=f"deleted/{scene.origin.event_id}", now=scene.now)
        await scene.uow.setup.delete(group.id)
        return [Edit(message=deleted_page(scene.words))]

    async def _page(self, group_id: int, scene: Scene) -> Outbound:
        kept = await scene.uow.resources.kept(group_id, limit=_MOST_RESOURCES)
        chats = await scene.uow.setup.chats(group_id)
        return delete_page(group_id, len(kept), len(chats), scene.words)


def delete_page(group_id: int, resources: int, chats: int, words: Phrasebook) -> Outbound:
    """What goes and what stays."""
    sure = Button(
        label=words("setup.button_delete_sure"), action=action(DELETE_SURE, group_id), emphasis=Emphasis.DANGER
    )
    export = Button(label=words("setup.button_export"), action=action(EXPORT, group_id))
    return message(
        title(words("setup.delete_title")),
        words("setup.delete", chats=chats, resources=resources),
        note(words("setup.delete_stays")),
        buttons=((export,), (sure,), (home_button(group_id, words),)),
    )


def export_page(group_id: int, kept: Sequence[Resource], words: Phrasebook) -> Outbound:
    """The library as one file that can be read anywhere."""
    told = [
        {
            "title": one.title,
            "link": one.link,
            "why": one.why,
            "tags": list(one.tags),
            "content_warning": one.content_warning,
            "language": one.language,
            "review_by": one.review_by.isoformat() if one.review_by is not None else None,
        }
        for one in kept
    ]
    content = json.dumps({"resources": told}, ensure_ascii=False, indent=2).encode()
    file = Document(content=content, name=_NAME, media_type="application/json", alt=words("setup.export_alt"))
    back = Button(label=words("setup.button_delete"), action=action(DELETE, group_id))
    said = words("setup.exported", count=len(kept))
    return message(said, file, buttons=((back, home_button(group_id, words)),))


def deleted_page(words: Phrasebook) -> Outbound:
    """Nothing of the group is left here."""
    return message(words("setup.deleted"))
