"""Brings an export back: waits for the file, shows what is in it, and adds it only after a yes, all of it or nothing.

The file itself is kept nowhere: its handle waits in a half-filled form, and it is fetched anew when it is needed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ConsentMissing, FileTooLarge, NobodyBehind, TransportError
from core.features.belongings.import_pages import (
    Outcome,
    agree_page,
    ask_page,
    brought_page,
    nothing_new_page,
    preview_page,
)
from core.features.belongings.reading import MOST_BYTES, Exported, NotReadable, read_export
from core.features.belongings.routes import FILE, IMPORT, door_page
from core.model.action import action
from core.model.consent import ConsentPurpose
from core.model.identity import Member
from core.model.inbound import CommandGiven, FileOffered
from core.model.message import Outbound
from core.model.reply import Edit, Notice, Replies, Say
from core.ports import Holding, Record, UnitOfWork
from core.ports.stores import OpenFormState

_REF: Final = "ref"


class Importing:
    """Holds the kinds that can be brought back."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._holdings = {holding.name: holding for holding in holdings}

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/import. A file that waits already is looked at again: a yes to consent leads back here."""
        return [Say(message=await self._asked(scene), private=True)]

    async def tapped(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._asked(scene))]

    async def offered(self, offered: FileOffered, scene: Scene) -> Replies | None:
        """None when nobody waits for a file: then it is not fetched."""
        state = await _waiting(scene)
        if state is None:
            return None
        if offered.size > MOST_BYTES:
            return [Say(message=ask_page(state.form_id, scene.words, key="file_too_big"), private=True)]
        return [Say(message=await self._looked_at(offered.ref, state, scene), private=True)]

    async def words_said(self, form: Submission, scene: Scene) -> Replies:
        """Words where a file is awaited: it goes on waiting."""
        state = await _wait(scene)
        return [Say(message=ask_page(state.form_id, scene.words, key="import_no_words"), private=True)]

    async def brought(self, tap: Tap, scene: Scene) -> Replies:
        """The yes."""
        state = await _waiting(scene)
        if state is None or str(state.form_id) != tap.action.args[0] or _REF not in state.values:
            return [Notice(text=scene.words("belongings.import_over"))]
        try:
            exported = await _fetched(state.values[_REF], scene)
            await self._rehearsed(exported, scene)
        except (NotReadable, TransportError) as problem:
            return [Edit(message=ask_page(state.form_id, scene.words, key=_key_of(problem)))]
        except ConsentMissing:
            return [Edit(message=agree_page(state.form_id, scene.words))]
        outcome = await self._restore(exported, await scene.member(), scene.uow, scene)
        await scene.uow.forms.close(state.form_id)
        return [Edit(message=brought_page(outcome, scene.words))]

    async def _asked(self, scene: Scene) -> Outbound:
        if not scene.origin.address.private:
            return door_page(IMPORT, scene.words)
        state = await _waiting(scene)
        if state is not None and _REF in state.values:
            return await self._looked_at(state.values[_REF], state, scene)
        state = state or await _wait(scene)
        return ask_page(state.form_id, scene.words)

    async def _looked_at(self, ref: str, state: OpenFormState, scene: Scene) -> Outbound:
        try:
            exported = await _fetched(ref, scene)
            outcome = await self._rehearsed(exported, scene)
        except (NotReadable, TransportError) as problem:
            return ask_page(state.form_id, scene.words, key=_key_of(problem))
        except ConsentMissing:
            return agree_page((await _wait(scene, ref)).form_id, scene.words)
        if not outcome.new:
            await scene.uow.forms.close(state.form_id)
            return nothing_new_page(outcome, scene.words)
        return preview_page(outcome, (await _wait(scene, ref)).form_id, scene.words)

    async def _rehearsed(self, exported: Exported, scene: Scene) -> Outcome:
        """What would come of it. Raises ConsentMissing, but not after a yes of this very moment."""
        known = await scene.uow.members.of(scene.origin.account)
        given = await scene.uow.consents.live(known.id, ConsentPurpose.CHECKINS) if known is not None else None

        async def play(uow: UnitOfWork) -> Outcome:
            member = await uow.members.welcome(scene.origin.account, now=scene.now)
            if given is not None:
                await uow.consents.give(member.id, given)
            return await self._restore(exported, member, uow, scene)

        return await scene.errands.rehearse("import", play)

    async def _restore(self, exported: Exported, member: Member, uow: UnitOfWork, scene: Scene) -> Outcome:
        sections = {}
        left_out = strange = 0
        for name in sorted(exported.sections, key=self._turn):
            records, broken, holding = exported.sections[name], exported.broken.get(name, 0), self._holdings.get(name)
            if holding is None:
                strange += len(records) + broken
            elif holding.restore is None:
                left_out += len(records)
            else:
                done = await holding.restore(uow, member, records, scene.now)
                sections[name] = replace(done, unfit=done.unfit + broken)
        return Outcome(
            sections=sections,
            left_out=left_out,
            strange=strange,
            outlived=_outlived(exported.sections.get("checkins", ()), member, scene),
            kept_days=member.answers_kept_days,
        )

    def _turn(self, name: str) -> int:
        """Kinds come back in the order in which features hold them, whatever their order in the file."""
        return list(self._holdings).index(name) if name in self._holdings else len(self._holdings)


def _outlived(records: Sequence[Record], member: Member, scene: Scene) -> int:
    """How many check-ins of a file are older than this member wants them kept."""
    if member.answers_kept_days is None:
        return 0
    oldest = (scene.now - timedelta(days=member.answers_kept_days)).date().isoformat()
    return sum(isinstance(day := record.get("date"), str) and day < oldest for record in records)


async def _fetched(ref: str, scene: Scene) -> Exported:
    return await scene.errands.fetch(ref, limit=MOST_BYTES, read=read_export)


async def _waiting(scene: Scene) -> OpenFormState | None:
    state = await scene.uow.forms.current(scene.origin.account)
    return state if state is not None and state.action.route == FILE else None


async def _wait(scene: Scene, ref: str = "") -> OpenFormState:
    """The form that waits for the file, or with it for a yes."""
    if scene.origin.anonymous:
        raise NobodyBehind("all who write without a name share one account: another one would go on with this")
    known = {_REF: ref} if ref else {}
    return await scene.uow.forms.open(scene.origin.account, action=action(FILE), known=known, now=scene.now)


def _key_of(problem: NotReadable | TransportError) -> str:
    match problem:
        case NotReadable(key=key):
            return key
        case FileTooLarge():
            return "file_too_big"
        case _:
            return "file_not_here"
