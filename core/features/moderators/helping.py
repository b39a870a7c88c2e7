"""/moderate: the way in for those who moderate by name or role, and for members who would like to help."""

from core.dispatch.desk import tell_moderators
from core.dispatch.scene import Scene, Tap
from core.features.moderators.desk import room_called
from core.features.moderators.desk_pages import room_page
from core.features.moderators.people_pages import ASK, HELP, LEAVE, PEOPLE
from core.model.action import action
from core.model.identity import Role
from core.model.inbound import CommandGiven
from core.model.message import Button, DoorButton, Emphasis, Outbound, message, note, title
from core.model.reply import Edit, Handoff, Notice, Replies, Say
from core.ports import Phrasebook


async def given(given: CommandGiven, scene: Scene) -> Replies:
    """/moderate: a room to be chosen, the group's panel, or a wish to help; whichever it is for the one who asks."""
    if (group_id := await room_called(scene)) is not None:
        return [Say(message=room_page(group_id, scene.words), private=True)]
    group = await scene.uow.groups.of_chat(given.origin.address.whole_chat)
    if given.origin.role is Role.MODERATOR or (group is not None and await scene.moderates(group.id)):
        return [Handoff(command=CommandGiven(origin=given.origin, name="group"))]
    if group is None or not await scene.uow.naming.is_calling(group.id, now=scene.now):
        return [Say(message=message(scene.words("moderators.help_closed")), private=True)]
    return [Say(message=called_page(group.id, scene.words), private=True)]


async def offered(tap: Tap, scene: Scene) -> Replies:
    """In the private chat: there the answer comes, and Telegram lets nobody be written to who was never there."""
    group_id = int(tap.action.args[0])
    if not await _is_open(group_id, scene):
        return [Notice(text=scene.words("moderators.help_closed"))]
    return [Say(message=help_page(group_id, scene.words), private=True)]


async def asked(tap: Tap, scene: Scene) -> Replies:
    """Moderators hear that somebody would like to help; who it is they see behind the button."""
    group_id = int(tap.action.args[0])
    if not await _is_open(group_id, scene):
        return [Notice(text=scene.words("moderators.help_closed"))]
    if await scene.uow.naming.ask(group_id, (await scene.member()).id, now=scene.now):
        line = asked_line(group_id, scene.words)
        await tell_moderators(scene.uow, group_id, line, key=f"ask/{scene.origin.event_id}", now=scene.now)
    return [Edit(message=message(scene.words("moderators.asked")))]


def welcome_message(group_id: int, words: Phrasebook) -> Outbound:
    """Comes to the private chat of somebody who was named."""
    stop = Button(label=words("moderators.button_leave"), action=action(LEAVE, group_id))
    return message(
        title(words("moderators.welcome_title")),
        words("moderators.welcome"),
        note(words("moderators.help_never")),
        buttons=((stop,),),
    )


def called_page(group_id: int, words: Phrasebook) -> Outbound:
    """In the group: the way to the private chat."""
    door = DoorButton(label=words("dispatch.button_private_chat"), action=action(HELP, group_id))
    return message(words("moderators.help_called"), buttons=((door,),))


def help_page(group_id: int, words: Phrasebook) -> Outbound:
    wish = Button(label=words("moderators.button_ask"), action=action(ASK, group_id), emphasis=Emphasis.PRIMARY)
    return message(
        title(words("moderators.help_title")),
        words("moderators.help"),
        note(words("moderators.help_never")),
        buttons=((wish,),),
    )


async def _is_open(group_id: int, scene: Scene) -> bool:
    """For those who are in the group and no moderators, while its moderators look for helpers."""
    if not await scene.uow.naming.is_calling(group_id, now=scene.now):
        return False
    return await scene.is_in(group_id) and not await scene.moderates(group_id)


def asked_line(group_id: int, words: Phrasebook) -> Outbound:
    look = Button(label=words("moderators.button_look"), action=action(PEOPLE, group_id))
    return message(words("moderators.asked_line"), buttons=((look,),))
