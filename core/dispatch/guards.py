"""Who may, and where: asked before a handler runs. A refusal is a short kind sentence, never an exception."""

from core.dispatch.scene import Scene
from core.model.action import Action
from core.model.command import Command, Where, Who
from core.model.identity import Role


async def refusal_of_command(command: Command, scene: Scene) -> str | None:
    """The key of the sentence that refuses, or None: go on."""
    private = scene.origin.address.private
    if command.where is Where.GROUP and private:
        return "dispatch.only_in_group"
    if command.where is Where.PRIVATE and not private:
        return "dispatch.only_in_private"
    if command.who is Who.MODERATORS and not await _moderates_here(scene):
        return "dispatch.only_moderators"
    return None


async def refusal_of_action(who: Who, action: Action, scene: Scene) -> str | None:
    """For moderators' routes the first argument names the group; rights are asked again at each tap."""
    if who is Who.EVERYONE:
        return None
    group_id = action.args[0] if action.args else ""
    if group_id.isdecimal() and await scene.moderates(int(group_id)):
        return None
    return "dispatch.only_moderators"


async def _moderates_here(scene: Scene) -> bool:
    """By what the platform says of this chat, or by what its group said."""
    if await _role_here(scene) is Role.MODERATOR:
        return True
    group = await scene.uow.groups.of_chat(scene.origin.address.whole_chat)
    return group is not None and await scene.is_named(group.id)


async def _role_here(scene: Scene) -> Role | None:
    if scene.origin.role is not None or scene.origin.anonymous:
        return scene.origin.role
    return await scene.ask_role(scene.origin.account, scene.origin.address.whole_chat)
