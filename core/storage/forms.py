"""Half-filled forms, at most one for each account, sealed with the member's key. A form's id is never used twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, select, update

from core.model.action import Action
from core.model.identity import Account
from core.ports.stores import OpenFormState
from core.storage.keyring import Keyring
from core.storage.members import SqlMembers, hash_of_account
from core.storage.seal import Seal
from core.storage.stored_json import action_from_json, action_to_json
from core.storage.tables import form_values, forms
from core.storage.transaction import Transaction, insert_into

_ACTION: Final = "forms.action"
_VALUE: Final = "form_values.value"


class SqlForms:
    """core.ports.FormStore on SQL. Whoever fills in a form is a member: nothing of a person is held beside that."""

    def __init__(self, transaction: Transaction, keys: Keyring, members: SqlMembers) -> None:
        self._transaction = transaction
        self._keys = keys
        self._members = members

    async def open(
        self, account: Account, *, action: Action, now: datetime, known: Mapping[str, str] | None = None
    ) -> OpenFormState:
        await self._transaction.run(delete(forms).where(self._of(account)))
        member = await self._members.welcome(account, now=now)
        seal = await self._keys.of_member(member.id)
        user_hash = hash_of_account(self._keys.lookup, account)
        new = insert_into(forms, self._transaction.dialect).values(
            member_id=member.id,
            platform=account.platform.value,
            user_hash=user_hash,
            action=seal.close(_ACTION, user_hash, action_to_json(action)),
            step=0,
            opened_at=now,
        )
        # Two openings at the same instant (PostgreSQL): the later one wins.
        replaced = {name: new.excluded[name] for name in ("action", "step", "opened_at")}
        kept = new.on_conflict_do_update(index_elements=[forms.c.platform, forms.c.user_hash], set_=replaced)
        row = (await self._transaction.run(kept.returning(*forms.c))).one()
        for name, value in (known or {}).items():
            await self._keep(row, name, value)
        return _form(row, seal, dict(known or {}))

    async def current(self, account: Account) -> OpenFormState | None:
        row = await self._transaction.first(select(forms).where(self._of(account)))
        if row is None:
            return None
        seal = await self._keys.of_member(row.member_id)
        chosen = select(form_values.c.name, form_values.c.value).where(form_values.c.form_id == row.id)
        values = await self._transaction.rows(chosen.order_by(form_values.c.id))
        opened = {one.name: seal.open(_VALUE, f"{row.id}/{one.name}", one.value) for one in values}
        return _form(row, seal, opened)

    async def answer(self, form_id: int, *, step: int, name: str, value: str) -> bool:
        here = (forms.c.id == form_id) & (forms.c.step == step)
        moved = update(forms).where(here).values(step=step + 1).returning(*forms.c)
        row = await self._transaction.first(moved)
        if row is None:
            return False
        await self._keep(row, name, value)
        return True

    async def _keep(self, form: Row[Any], name: str, value: str) -> None:
        seal = await self._keys.of_member(form.member_id)
        sealed = seal.close(_VALUE, f"{form.id}/{name}", value)
        new = insert_into(form_values, self._transaction.dialect).values(form_id=form.id, name=name, value=sealed)
        unique = [form_values.c.form_id, form_values.c.name]
        await self._transaction.run(
            new.on_conflict_do_update(index_elements=unique, set_={"value": new.excluded.value})
        )

    async def close(self, form_id: int) -> bool:
        gone = delete(forms).where(forms.c.id == form_id).returning(forms.c.id)
        return await self._transaction.first(gone) is not None

    def _of(self, account: Account) -> ColumnElement[bool]:
        user_hash = hash_of_account(self._keys.lookup, account)
        return (forms.c.platform == account.platform.value) & (forms.c.user_hash == user_hash)


def _form(row: Row[Any], seal: Seal, values: dict[str, str]) -> OpenFormState:
    return OpenFormState(
        form_id=row.id,
        action=action_from_json(seal.open(_ACTION, row.user_hash, row.action)),
        step=row.step,
        values=values,
    )
