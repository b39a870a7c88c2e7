"""Half-filled forms, at most one for each account. A form's id is never used for another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from core.model.action import Action
from core.model.identity import Account
from core.ports.stores import OpenFormState
from core.storage.stored_json import action_from_json, action_to_json
from core.storage.tables import form_values, forms
from core.storage.transaction import Transaction, insert_into


class SqlForms:
    """core.ports.FormStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def open(
        self, account: Account, *, action: Action, now: datetime, known: Mapping[str, str] | None = None
    ) -> OpenFormState:
        await self._transaction.run(delete(forms).where(_of(account)))
        new = insert_into(forms, self._transaction.dialect).values(
            **_key(account), action=action_to_json(action), step=0, opened_at=now
        )
        # Two openings at the same instant (PostgreSQL): the later one wins.
        replaced = {name: new.excluded[name] for name in ("action", "step", "opened_at")}
        kept = new.on_conflict_do_update(index_elements=[forms.c.platform, forms.c.user_id], set_=replaced)
        row = (await self._transaction.run(kept.returning(*forms.c))).one()
        for name, value in (known or {}).items():
            await self._keep(row.id, name, value)
        return _form(row, dict(known or {}))

    async def current(self, account: Account) -> OpenFormState | None:
        row = await self._transaction.first(select(forms).where(_of(account)))
        if row is None:
            return None
        chosen = select(form_values.c.name, form_values.c.value).where(form_values.c.form_id == row.id)
        values = await self._transaction.rows(chosen.order_by(form_values.c.id))
        return _form(row, {row.name: row.value for row in values})

    async def answer(self, form_id: int, *, step: int, name: str, value: str) -> bool:
        here = (forms.c.id == form_id) & (forms.c.step == step)
        moved = update(forms).where(here).values(step=step + 1).returning(forms.c.id)
        if await self._transaction.first(moved) is None:
            return False
        await self._keep(form_id, name, value)
        return True

    async def _keep(self, form_id: int, name: str, value: str) -> None:
        new = insert_into(form_values, self._transaction.dialect).values(form_id=form_id, name=name, value=value)
        unique = [form_values.c.form_id, form_values.c.name]
        await self._transaction.run(
            new.on_conflict_do_update(index_elements=unique, set_={"value": new.excluded.value})
        )

    async def close(self, form_id: int) -> bool:
        gone = delete(forms).where(forms.c.id == form_id).returning(forms.c.id)
        return await self._transaction.first(gone) is not None


def _key(account: Account) -> dict[str, str]:
    return {"platform": account.platform.value, "user_id": account.user_id}


def _of(account: Account) -> ColumnElement[bool]:
    return (forms.c.platform == account.platform.value) & (forms.c.user_id == account.user_id)


def _form(row: Row[Any], values: dict[str, str]) -> OpenFormState:
    return OpenFormState(
        form_id=row.id,
        action=action_from_json(row.action),
        step=row.step,
        values=values,
    )
