"""How moderators go through what members suggested. Of two who decide at once, one does; both are told the truth."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.desk import note_act, tell_moderators
from core.dispatch.homeward import homeward
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.suggestions.pages import (
    REASONS,
    answer,
    approved_page,
    decided_page,
    declined_page,
    judge_page,
    own_page,
    reasons_page,
    rewrite_form,
    second_look_line,
    simple_page,
    unreadable_page,
)
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.identity import private_address
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.resource import NewResource, Resource, ResourceState
from core.model.suggestion import Suggestion, SuggestionState
from core.model.web_address import web_address

SUGGESTION_ANSWER: Final = "suggestion_answer"
_GOOD_FOR: Final = timedelta(days=7)
_NONE: Final = frozenset({"no", "none", "-"})
"""By these words a moderator takes a link away."""


async def queue(given: CommandGiven, scene: Scene) -> Replies:
    """/resource queue."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _next(group.id, 0, scene), private=True)]


async def turned(tap: Tap, scene: Scene) -> Replies:
    group_id, after = tap.action.args
    return [Edit(message=await _next(int(group_id), int(after), scene), private=True)]


async def approve(tap: Tap, scene: Scene) -> Replies:
    """One tap: it is in the library, and its member is told."""
    one = await _one(tap.action.args, scene)
    return [Edit(message=await _approve(one, one.title, one.link, one.why, scene), private=True)]


async def rewrite(tap: Tap, scene: Scene) -> Replies:
    one = await _one(tap.action.args, scene)
    if one.state is not SuggestionState.WAITING:
        return [Edit(message=decided_page(one, scene.words), private=True)]
    form = rewrite_form(str(one.group_id), str(one.id), scene.words, one)
    return [OpenForm(form=form, door=tap.action)]


async def rewritten(form: Submission, scene: Scene) -> Replies:
    """What was left empty stays as the member wrote it. A link that is none changes nothing."""
    one = await _one(form.action.args, scene)
    typed = form.values.get("link", "").strip()
    removed = typed.casefold() in _NONE
    link = "" if removed else (web_address(typed) if typed else one.link)
    if typed and not removed and not link:
        return [Say(message=unreadable_page(one, typed, scene.words), private=True)]
    title, why = form.values.get("title", "") or one.title, form.values.get("why", "") or one.why
    return [Say(message=await _approve(one, title, link, why, scene), private=True)]


async def refuse(tap: Tap, scene: Scene) -> Replies:
    """First shows what the member would read."""
    one = await _one(tap.action.args, scene)
    if one.state is not SuggestionState.WAITING:
        return [Edit(message=decided_page(one, scene.words), private=True)]
    return [Edit(message=reasons_page(one, scene.words), private=True)]


async def refused(tap: Tap, scene: Scene) -> Replies:
    *which, reason = tap.action.args
    one = await _one(tuple(which), scene)
    if reason not in REASONS:
        raise ButtonRefused("no such reason")
    if await _is_own(one, scene):
        return [Edit(message=own_page(one, scene.words), private=True)]
    if not await scene.uow.suggestions.decide(one.id, SuggestionState.DECLINED, now=scene.now):
        return [Edit(message=await _too_late(one, scene), private=True)]
    await note_act(scene, one.group_id, ActKind.SUGGESTION_DECLINED, scene.words("suggestions.about"))
    await _tell(one, answer(one, SuggestionState.DECLINED, scene.words, reason=reason), scene)
    return [Edit(message=declined_page(one, scene.words), private=True)]


async def _next(group_id: int, after: int, scene: Scene) -> Outbound:
    """Behind the last one it begins again with the first."""
    store = scene.uow.suggestions
    one = await store.next_waiting(group_id, after=after) or await store.next_waiting(group_id)
    if one is None:
        return homeward(simple_page("nothing", scene.words), group_id, scene.words)
    waiting = await store.count_waiting(group_id)
    return homeward(judge_page(one, scene.words, waiting=waiting, more=waiting > 1), group_id, scene.words)


async def _approve(one: Suggestion, title: str, link: str, why: str, scene: Scene) -> Outbound:
    if await _is_own(one, scene):
        return own_page(one, scene.words)
    if not await scene.uow.suggestions.decide(one.id, SuggestionState.APPROVED, now=scene.now):
        return await _too_late(one, scene)
    resource = await _kept(NewResource(group_id=one.group_id, title=title, link=link, why=why), scene)
    await note_act(scene, one.group_id, ActKind.SUGGESTION_APPROVED, resource.title)
    waits = resource.state is ResourceState.WAITING
    if waits:
        line = second_look_line(resource, scene.words)
        await tell_moderators(scene.uow, one.group_id, line, key=f"suggested/{resource.id}", now=scene.now)
    await _tell(one, answer(one, SuggestionState.APPROVED, scene.words, waits=waits), scene)
    return approved_page(one, resource, scene.words)


async def _kept(new: NewResource, scene: Scene) -> Resource:
    """In the list; or, where two moderators look at each, it waits for another one than whoever took it up."""
    store, state, by = scene.uow.resources, ResourceState.KEPT, None
    if await store.wants_second_look(new.group_id):
        state, by = ResourceState.WAITING, (await scene.member()).id  # raises NobodyBehind for an anonymous admin
    resource = await store.add(new, now=scene.now, by=by)
    await store.set_state(resource.id, state, if_state=ResourceState.DRAFT)
    return replace(resource, state=state)


async def _too_late(one: Suggestion, scene: Scene) -> Outbound:
    newest = await scene.uow.suggestions.get(one.id)
    return simple_page("faster_gone", scene.words) if newest is None else decided_page(newest, scene.words)


async def _is_own(one: Suggestion, scene: Scene) -> bool:
    return not scene.origin.anonymous and (await scene.member()).id == one.member_id


async def _tell(one: Suggestion, told: Outbound, scene: Scene) -> None:
    """In private, in an app that its member has."""
    accounts = await scene.uow.members.accounts_of(one.member_id)
    places = [private_address(account) for account in accounts[:1]]
    await scene.uow.outbox.put(
        [
            NewDelivery(
                key=f"{SUGGESTION_ANSWER}/{one.id}",
                address=place,
                message=told,
                purpose=SUGGESTION_ANSWER,
                lane=Lane.DUE,
                promise=Promise.AT_LEAST_ONCE,
                due_at=scene.now,
                expires_at=scene.now + _GOOD_FOR,
                member_id=one.member_id,
            )
            for place in places
        ]
    )


async def _one(args: tuple[str, ...], scene: Scene) -> Suggestion:
    """The guard asked for rights in that group, so the suggestion must be for that very group."""
    group_id, suggestion_id = args
    one = await scene.uow.suggestions.get(int(suggestion_id))
    if one is None or one.group_id != int(group_id):
        raise ButtonRefused("not a suggestion for this group")
    return one
