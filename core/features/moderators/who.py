"""How a moderator is shown to other moderators: by a mention that their platform alone fills with a name."""

from typing import Final

from core.dispatch.scene import Scene
from core.model.message import Mention, Paragraph, Span, plain

SOMEBODY: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for the one who is shown there."""


async def who(member_id: int | None, scene: Scene) -> Span:
    """None: nobody is known behind it. Somebody of another platform is nobody's name here."""
    words = scene.words
    accounts = [] if member_id is None else await scene.uow.members.accounts_of(member_id)
    if not accounts:
        return words("moderators.nobody")
    if scene.origin.account in accounts:
        return words("moderators.you")
    here = next((one for one in accounts if one.platform is scene.origin.account.platform), None)
    if here is None:
        return words(f"moderators.on_{accounts[0].platform.value}")
    return Mention(account=here, label=words("moderators.this_person"))


def with_them(sentence: str, them: Span) -> Paragraph:
    """A sentence in which SOMEBODY stands, with the one who is meant."""
    before, _, after = sentence.partition(SOMEBODY)
    return plain(before + them + after) if isinstance(them, str) else plain(before, them, after)
