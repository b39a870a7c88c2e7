"""Gives answers as plain text to whoever chose it. What a whole group reads stays as it is."""

from dataclasses import replace

from core.dispatch.scene import Scene
from core.model.plain_text import in_plain_text, is_in_plain_text
from core.model.reply import Edit, Replies, Reply, Say


async def as_they_read(replies: Replies, scene: Scene) -> Replies:
    """The replies as this person wants to read them; nobody is looked up where it makes no difference."""
    changed = [_plainly(reply, private_chat=scene.origin.address.private) for reply in replies]
    if scene.origin.anonymous or all(one is other for one, other in zip(changed, replies, strict=True)):
        return replies
    member = await scene.uow.members.of(scene.origin.account)
    return changed if member is not None and member.plain_text else replies


def _plainly(reply: Reply, *, private_chat: bool) -> Reply:
    match reply:
        case Say(message=shown) | Edit(message=shown) if private_chat or reply.private:
            return reply if is_in_plain_text(shown) else replace(reply, message=in_plain_text(shown))
        case _:
            return reply
