"""Joins what members and moderators do with suggestions into one feature, with what is kept about a member."""

from collections.abc import Sequence

from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.suggestions import judging, suggesting
from core.features.suggestions.pages import (
    BACK,
    BECAUSE,
    EDIT,
    NEW,
    NO,
    QUEUE,
    REWRITE,
    WRITE,
    YES,
    rewrite_form,
    write_form,
)
from core.model.command import Command, Where, Who
from core.model.identity import Member
from core.ports import Holding, Record, UnitOfWork


def suggestions() -> Feature:
    """The feature, whole."""
    suggest = Command(name="suggest", summary="Suggest something for this group's list", where=Where.GROUP)
    queue = Command(
        name="resource queue",
        summary="What members suggested, for moderators to look at",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    moderators = Who.MODERATORS
    return Feature(
        name="suggestions",
        commands=(
            CommandRoute(command=suggest, handle=suggesting.asked),
            CommandRoute(command=queue, handle=judging.queue),
        ),
        buttons={
            NEW: ButtonRoute(handle=suggesting.begun, door=True),
            BACK: ButtonRoute(handle=suggesting.taken_back),
            QUEUE: ButtonRoute(handle=judging.turned, who=moderators),
            YES: ButtonRoute(handle=judging.approve, who=moderators),
            EDIT: ButtonRoute(handle=judging.rewrite, who=moderators, door=True),
            NO: ButtonRoute(handle=judging.refuse, who=moderators),
            BECAUSE: ButtonRoute(handle=judging.refused, who=moderators),
        },
        forms={
            WRITE: FormRoute(build=lambda wanted, words: write_form(wanted.args[0], words), handle=suggesting.written),
            REWRITE: FormRoute(
                build=lambda wanted, words: rewrite_form(wanted.args[0], wanted.args[1], words),
                handle=judging.rewritten,
                who=moderators,
            ),
        },
        holdings=(Holding(name="suggestions", tables=frozenset({"suggestions"}), export=_export),),
    )


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {
            "title": one.title,
            "link": one.link,
            "why": one.why,
            "state": one.state.value,
            "sent_at": one.sent_at.isoformat(),
        }
        for one in await uow.suggestions.of_member(member.id)
    ]
