"""Takes a resource from a moderator, shows it first as it will look, and takes a draft back."""

from core.dispatch.scene import Scene, Submission
from core.features.resources.forms import add_form
from core.features.resources.pages import NEW, card, link_wanted
from core.features.resources.standing import me, standing_of
from core.features.resources.typed import address_in, tags_in, without_skip
from core.model.action import action
from core.model.inbound import CommandGiven
from core.model.reply import OpenForm, Replies, Say
from core.model.resource import NewResource


async def add(given: CommandGiven, scene: Scene) -> Replies:
    """/resource add, in the group it is for."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [OpenForm(form=add_form(str(group.id), scene.words), door=action(NEW, group.id))]


async def added(form: Submission, scene: Scene) -> Replies:
    """Keeps a draft and shows it as it will look. A link that is none is asked for again; nothing typed is lost."""
    values = form.values | {name: without_skip(form.values[name]) for name in ("link", "tags", "warning")}
    link = address_in(values["link"])
    new = NewResource(
        group_id=int(form.action.args[0]),
        title=values["title"],
        link=link,
        why=values["why"],
        tags=tags_in(values["tags"]),
        content_warning=values["warning"],
    )
    resource = await scene.uow.resources.add(new, now=scene.now, by=await me(scene))
    if values["link"] and not link:
        return [Say(message=link_wanted(resource, values["link"], scene.words), private=True)]
    return [Say(message=card(await standing_of(resource, scene), scene.words), private=True)]
