"""Changes one part of a resource at a time; what stands in the chats already changes with it.

Where the group wants a second look, new words of a kept resource wait, and the chats keep the old ones until then.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused, NobodyBehind
from core.features.resources.edit_pages import edit_page, language_page, review_page
from core.features.resources.forms import part_form
from core.features.resources.looking import tell_of_waiting
from core.features.resources.pages import LANGUAGES, gone, link_wanted
from core.features.resources.reaching import reach_posted, take_posted_back
from core.features.resources.standing import as_seen, me, outrun, resource_in, shown
from core.features.resources.typed import address_in, months_later, tags_in, without_skip
from core.model.group_act import ActKind
from core.model.message import message, note
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.resource import Resource, ResourceState
from core.ports import Phrasebook
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.zone import local_day

_COLUMNS: Mapping[str, str] = {"title": "title", "link": "link", "why": "why", "warning": "content_warning"}


class Editing:
    """Its `words` write what groups see."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    async def page(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=edit_page(await resource_in(tap.action, scene), scene.words))]

    async def part(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form of one part, with what it holds."""
        resource = await resource_in(tap.action, scene)
        holds = {
            **{name: getattr(resource, column) for name, column in _COLUMNS.items()},
            "tags": ", ".join(resource.tags),
            "review": resource.review_by.isoformat() if resource.review_by else "",
        }
        if tap.action.args[3] not in holds:
            raise ButtonRefused("no such part")
        form = part_form(tap.action.args, scene.words, value=holds[tap.action.args[3]])
        return [OpenForm(form=form, door=tap.action)]

    async def typed(self, form: Submission, scene: Scene) -> Replies:
        """The new words of one part. Somebody who was outrun gets back what they typed."""
        name = form.action.args[3]
        seen, said = await resource_in(form.action, scene), form.values[name]
        if not as_seen(seen, form.action):
            yours = message(note(scene.words("resources.you_typed")), said)
            return [Say(message=yours, private=True), *await outrun(seen.id, scene)]
        match name:
            case "link" if without_skip(said) and not address_in(said):
                return [Say(message=link_wanted(seen, said, scene.words), private=True)]
            case "link":
                return await self._change(seen, scene, link=address_in(said))
            case "tags":
                return await self._change(seen, scene, tags=tags_in(without_skip(said)))
            case "warning":
                return await self._change(seen, scene, content_warning=without_skip(said))
            case "review":
                return await self._review_typed(seen, said, scene)
            case _:
                return await self._change(seen, scene, **{name: said})

    async def speaks(self, tap: Tap, scene: Scene) -> Replies:
        """Asks for the language, or takes it (the fourth argument; "none" for none)."""
        seen = await resource_in(tap.action, scene)
        if len(tap.action.args) == 3:
            return [Edit(message=language_page(seen, scene.words))]
        tag = tap.action.args[3]
        if not as_seen(seen, tap.action):
            return await outrun(seen.id, scene)
        return await self._change(seen, scene, language=tag if tag in LANGUAGES else None)

    async def review(self, tap: Tap, scene: Scene) -> Replies:
        """Asks when it should be looked at again, or takes it: months from today, 0 for never."""
        seen = await resource_in(tap.action, scene)
        if len(tap.action.args) == 3:
            return [Edit(message=review_page(seen, scene.words))]
        if not as_seen(seen, tap.action):
            return await outrun(seen.id, scene)
        months = int(tap.action.args[3])
        day = months_later(await self._today(seen, scene), months) if months else None
        return await self._change(seen, scene, review_by=day)

    async def withdraw(self, tap: Tap, scene: Scene) -> Replies:
        """Takes it away everywhere, the chats included. A draft just ends."""
        seen = await resource_in(tap.action, scene)
        if seen.state is ResourceState.WITHDRAWN or not as_seen(seen, tap.action):
            return await outrun(seen.id, scene)
        away = await scene.uow.resources.save(replace(seen, state=ResourceState.WITHDRAWN), by=await me(scene))
        if away is None:
            return await outrun(seen.id, scene)
        places = await take_posted_back(away, scene)
        if seen.state is not ResourceState.DRAFT:
            await note_act(scene, away.group_id, ActKind.RESOURCE_WITHDRAWN, away.title)
        key = "cancelled" if seen.state is ResourceState.DRAFT else "withdrawn"
        if places:
            key = "withdrawn_one" if places == 1 else "withdrawn_in"
        return [Edit(message=gone(key, away, seen.state, scene.words, count=places))]

    async def back(self, tap: Tap, scene: Scene) -> Replies:
        """Undoes a withdrawal: the state that it had before is the fourth argument."""
        seen = await resource_in(tap.action, scene)
        if seen.state is not ResourceState.WITHDRAWN or not as_seen(seen, tap.action):
            return await outrun(seen.id, scene)
        state = ResourceState(tap.action.args[3])
        here = await scene.uow.resources.save(replace(seen, state=state), by=await me(scene))
        if here is None:
            return await outrun(seen.id, scene)
        if state is ResourceState.KEPT:
            await reach_posted(here, self._words, scene)
        if state is not ResourceState.DRAFT:
            await note_act(scene, here.group_id, ActKind.RESOURCE_BACK, here.title)
        return [await shown(here, scene, lead=scene.words("resources.put_back"))]

    async def _review_typed(self, seen: Resource, said: str, scene: Scene) -> Replies:
        group = await scene.uow.groups.get(seen.group_id)
        zone = group.zone if group is not None and group.zone is not None else "UTC"
        if not without_skip(said):
            return await self._change(seen, scene, review_by=None)
        day = _day_in(said)
        if day is None:
            found = understand(said, now=scene.now, zone=zone)
            day = found.first_due.date() if isinstance(found, WhenFound) else None
        if day is None or day <= local_day(zone, scene.now):
            lead = message(scene.words("resources.day_unclear"))
            page = review_page(seen, scene.words)
            return [Say(message=replace(page, blocks=(*lead.blocks, *page.blocks)), private=True)]
        return await self._change(seen, scene, review_by=day)

    async def _today(self, resource: Resource, scene: Scene) -> date:
        group = await scene.uow.groups.get(resource.group_id)
        return local_day(group.zone if group is not None else None, scene.now)

    async def _change(self, seen: Resource, scene: Scene, **changes: Any) -> Replies:
        """Keeps it and brings it to where it stands, or lets it wait for a second look."""
        state = seen.state
        if state is ResourceState.WITHDRAWN:
            return await outrun(seen.id, scene)
        if state is ResourceState.KEPT and await scene.uow.resources.wants_second_look(seen.group_id):
            state = ResourceState.WAITING
        if scene.origin.anonymous and state is ResourceState.WAITING:
            raise NobodyBehind("nobody would know who must not let it through")
        new = replace(seen, state=state, **changes)
        kept = await scene.uow.resources.save(new, by=await me(scene), wrote=True)
        if kept is None:
            return await outrun(seen.id, scene)
        if seen.state is not ResourceState.DRAFT:
            await note_act(scene, kept.group_id, ActKind.RESOURCE_CHANGED, kept.title)
        if kept.state is ResourceState.WAITING:
            await tell_of_waiting(kept, scene)
            return [await shown(kept, scene, lead=scene.words("resources.changed_waits"))]
        places = await reach_posted(kept, self._words, scene) if kept.state is ResourceState.KEPT else 0
        if places > 1:
            return [await shown(kept, scene, lead=scene.words("resources.changed_in", count=places))]
        lead = scene.words("resources.changed_one" if places else "resources.changed")
        return [await shown(kept, scene, lead=lead)]


def _day_in(said: str) -> date | None:
    """A day as the form showed it ("2027-03-01")."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
