"""What waits for moderators in the matrix's group: suggestions, and a link that leads nowhere."""

from core.model.identity import Account
from core.model.link_check import SEEN_TWICE, LinkTrouble
from core.model.suggestion import NewSuggestion
from core.ports import UnitOfWork
from tests.fakes import NINE


async def fill_the_shelf(uow: UnitOfWork, group_id: int, resource_id: int, by: Account) -> None:
    """Two suggestions of somebody who is none of the actors, and a resource that needs a look."""
    member = await uow.members.welcome(by, now=NINE)
    for number in range(2):
        new = NewSuggestion(
            group_id=group_id, member_id=member.id, title=f"Talk {number}", link="", why="It could help."
        )
        await uow.suggestions.add(new, now=NINE)
    for _ in range(SEEN_TWICE):
        await uow.shelf.note(resource_id, "https://example.org", LinkTrouble.GONE, now=NINE)
