"""What is held about a member here: what they saved, whose lists they have read, what they shared as a moderator."""

from collections.abc import Sequence

from core.model.identity import Member
from core.ports import Holding, Record, UnitOfWork


async def _saved(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    found: list[Record] = []
    for one in reversed(await uow.saved.of(member.id)):
        resource = await uow.resources.get(one.resource_id)
        title, link = (resource.title, resource.link) if resource is not None else (None, None)
        found.append({"title": title, "link": link, "saved_at": one.saved_at.isoformat()})
    return found


async def _libraries(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [{"group": group_id} for group_id in await uow.saved.groups_of(member.id)]


async def _shared(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    found: list[Record] = []
    for resource_id, parts in (await uow.resources.of_hand(member.id)).items():
        resource = await uow.resources.get(resource_id)
        found.append({"title": resource.title if resource is not None else None, "hand": list(parts)})
    return found


HOLDINGS = (
    Holding(name="saved", tables=frozenset({"saved"}), export=_saved),
    Holding(name="libraries", tables=frozenset({"saved"}), export=_libraries),
    Holding(name="shared", tables=frozenset({"resource_hands"}), export=_shared),
)
"""None of it is brought back from a file: what is in a library is for those who are in its group."""
