"""What is held about a member beside the features' own: who they are, what they agreed to, what waits for them."""

from collections.abc import Sequence

from core.model.identity import Member
from core.ports import Holding, Record, UnitOfWork


async def _you(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    accounts = await uow.members.accounts_of(member.id)
    return [
        {
            "zone": member.zone,
            "language": member.language,
            "answers_kept_days": member.answers_kept_days,
            "plain_text": member.plain_text,
            "forgotten_at": member.leaves_at.isoformat() if member.leaves_at else None,
            "accounts": [{"platform": one.platform.value, "user_id": one.user_id} for one in accounts],
        }
    ]


async def _consents(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {
            "purpose": one.purpose.value,
            "version": one.version,
            "text_sha256": one.text_hash,
            "given_at": one.given_at.isoformat(),
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        }
        for one in await uow.consents.of(member.id)
    ]


async def _waiting(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    """Messages on their way and half-filled forms, as counts: their words are in the reminders and the open form."""
    forms = [await uow.forms.current(account) for account in await uow.members.accounts_of(member.id)]
    messages, open_forms = await uow.outbox.waiting_for(member.id), sum(form is not None for form in forms)
    return [{"messages": messages, "open_forms": open_forms}] if messages or open_forms else []


HOLDINGS = (
    Holding(name="you", tables=frozenset({"members", "accounts"}), export=_you),
    Holding(name="consents", tables=frozenset({"consents"}), export=_consents),
    Holding(name="waiting", tables=frozenset({"deliveries", "forms", "form_values"}), export=_waiting),
)
