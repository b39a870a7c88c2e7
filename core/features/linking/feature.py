"""/link: its command, its buttons, its form, and what is held about joined accounts."""

from collections.abc import Sequence

from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.linking.apart import Apart
from core.features.linking.joined_pages import APART, APART_YES, TO, WHERE
from core.features.linking.joining import Joining
from core.features.linking.pages import JOIN, MAKE, NO, PAGE, TYPE, TYPED, code_form
from core.library.consents import ConsentText
from core.model.command import Command, Option
from core.model.identity import Member
from core.ports import Holding, Record, UnitOfWork


def linking(consent: ConsentText, holdings: Sequence[Holding]) -> Feature:
    """The feature, whole. `holdings` are those of all other features: what would be joined is counted by them."""
    joining = Joining(consent, holdings)
    apart = Apart(joining)
    command = Command(
        name="link",
        summary="Use me as one person on Telegram and Discord",
        options=(Option(name="code", summary="The code that your other app shows"),),
    )
    return Feature(
        name="linking",
        commands=(CommandRoute(command=command, handle=joining.given),),
        buttons={
            PAGE: ButtonRoute(handle=joining.tapped, door=True),
            MAKE: ButtonRoute(handle=joining.make),
            TYPE: ButtonRoute(handle=joining.type_it, door=True),
            JOIN: ButtonRoute(handle=joining.join),
            NO: ButtonRoute(handle=joining.no),
            WHERE: ButtonRoute(handle=apart.where),
            TO: ButtonRoute(handle=apart.chosen),
            APART: ButtonRoute(handle=apart.sure),
            APART_YES: ButtonRoute(handle=apart.parted),
        },
        forms={TYPED: FormRoute(build=lambda _, words: code_form(words), handle=joining.typed)},
        holdings=(
            Holding(
                name="links",
                tables=frozenset({"link_codes", "link_tries", "merges", "merged_rows", "homes"}),
                export=_export,
            ),
        ),
    )


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    """What was joined, and what comes elsewhere than where it was set. Codes and tries end within the hour."""
    joined, away = await uow.links.joined(member.id), await uow.links.away_from(member.id)
    if joined is None and not away:
        return []
    return [
        {
            "joined_at": joined.joined_at.isoformat() if joined else None,
            "apart_until": joined.apart_until.isoformat() if joined else None,
            "accounts": [joined.kept.value, joined.moved.value] if joined else [],
            "away_from": {platform.value: many for platform, many in away.items()},
        }
    ]
