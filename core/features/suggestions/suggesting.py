"""How a member suggests something: a form, a place in the queue, and a way back as long as nobody has decided."""

from typing import Final

from core.dispatch.desk import tell_moderators
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.suggestions.pages import NEW, desk_line, full_page, sent_page, simple_page, write_form
from core.model.action import action
from core.model.inbound import CommandGiven
from core.model.reply import Edit, Notice, OpenForm, Replies, Say
from core.model.suggestion import MOST_WAITING, NewSuggestion, Suggestion
from core.model.web_address import web_address

MOST_IN_A_GROUP: Final = 60
"""What waits in one group at most, so that nobody can bury its moderators."""

_NOTHING: Final = frozenset({"no", "none", "nothing", "skip", "n/a", "-"})


async def asked(given: CommandGiven, scene: Scene) -> Replies:
    """/suggest, in the group it is for."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return await _form(group.id, scene)


async def begun(tap: Tap, scene: Scene) -> Replies:
    """From the list, or through the door into the private chat."""
    group_id = tap.action.args[0] if tap.action.args else ""
    if not group_id.isdecimal():  # a start link is written by anybody
        raise ButtonRefused("no group")
    return await _form(int(group_id), scene)


async def written(form: Submission, scene: Scene) -> Replies:
    """Puts it into the queue, and tells the desk once for all that wait."""
    group_id = int(form.action.args[0])
    if (refusal := await _refusal(group_id, scene)) is not None:
        return [refusal]
    typed = form.values.get("link", "").strip()
    typed = "" if typed.strip(" .!/").casefold() in _NOTHING else typed
    link = web_address(typed)
    beside = f"\n{typed}" if typed and not link else ""
    waiting = await scene.uow.suggestions.count_waiting(group_id)
    one = await scene.uow.suggestions.add(
        NewSuggestion(
            group_id=group_id,
            member_id=(await scene.member()).id,
            title=form.values["title"],
            link=link,
            why=form.values["why"] + beside,
        ),
        now=scene.now,
    )
    await _tell(one, scene, first=waiting == 0)
    return [Say(message=sent_page(one, scene.words, kept_beside=bool(beside)), private=True)]


async def taken_back(tap: Tap, scene: Scene) -> Replies:
    member = await scene.member()
    gone = await scene.uow.suggestions.take_back(int(tap.action.args[0]), member_id=member.id)
    if gone:
        return [Edit(message=simple_page("taken_back", scene.words), private=True)]
    return [Notice(text=scene.words("suggestions.too_late"))]


async def _form(group_id: int, scene: Scene) -> Replies:
    if (refusal := await _refusal(group_id, scene)) is not None:
        return [refusal]
    return [OpenForm(form=write_form(str(group_id), scene.words), door=action(NEW, group_id))]


async def _refusal(group_id: int, scene: Scene) -> Say | None:
    """What stands against one more suggestion of whoever asks."""
    if await scene.uow.groups.get(group_id) is None:
        return Say(message=simple_page("gone", scene.words), private=True)
    if not await _belongs(group_id, scene):
        return Say(message=simple_page("only_members", scene.words), private=True)
    if await scene.uow.suggestions.count_waiting(group_id) >= MOST_IN_A_GROUP:
        return Say(message=simple_page("too_many", scene.words), private=True)
    member = await scene.member()
    if await scene.uow.suggestions.count_waiting(group_id, by=member.id) >= MOST_WAITING:
        return Say(message=full_page(scene.words), private=True)
    return None


async def _belongs(group_id: int, scene: Scene) -> bool:
    """Whoever stands in one of the group's chats, or is known there by the platform."""
    chats = await scene.uow.groups.chats(group_id)
    return scene.origin.address.whole_chat in chats or await scene.is_in(group_id)


async def _tell(one: Suggestion, scene: Scene, *, first: bool) -> None:
    """A line for the first one that waits; for all that come before it was read, one a day."""
    key = f"suggestion/{one.id}" if first else f"suggestions/{scene.now:%Y-%m-%d}"
    await tell_moderators(scene.uow, one.group_id, desk_line(one.group_id, scene.words), key=key, now=scene.now)
