"""Joins /mydata, /export, /import and /forget. It knows the kinds of things by what the other features declared."""

import asyncio
from collections.abc import Sequence

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import NobodyBehind
from core.features.belongings.counting import lines, sections_of
from core.features.belongings.export import batches, export_files
from core.features.belongings.import_pages import file_form
from core.features.belongings.importing import Importing
from core.features.belongings.pages import (
    export_pages,
    forget_page,
    gone_before_page,
    gone_page,
    mine_page,
    nothing_page,
    stays_page,
    sure_page,
)
from core.features.belongings.routes import BRING, EXPORT, FILE, FORGET, GONE, IMPORT, PAGE, STAY, SURE, door_page
from core.model.command import Command
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.ports import Holding


class Belongings:
    """Holds what the features declared that they keep. Looking makes no member of anybody."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._holdings = holdings

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/mydata."""
        return [Say(message=await self._mine(scene), private=True)]

    async def tapped(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._mine(scene))]

    async def export_given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/export: files go into the private chat alone."""
        return await self._export(scene)

    async def export_tapped(self, tap: Tap, scene: Scene) -> Replies:
        return await self._export(scene)

    async def forget_given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/forget: nothing goes yet."""
        return [Say(message=await self._before_forgetting(scene), private=True)]

    async def forget_tapped(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._before_forgetting(scene))]

    async def sure(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=sure_page(scene.words))]

    async def stays(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=stays_page(scene.words))]

    async def gone(self, tap: Tap, scene: Scene) -> Replies:
        """The yes: everything goes, in this one transaction."""
        member = await _somebody(scene)
        if member is None:
            return [Edit(message=gone_before_page(scene.words))]
        went = await self._lines(member, scene)
        await scene.uow.members.forget(member.id, now=scene.now)
        return [Edit(message=gone_page(went, scene.origin.account.platform, scene.words))]

    async def _mine(self, scene: Scene) -> Outbound:
        member = await _somebody(scene)
        if member is None:
            return nothing_page(scene.words)
        return mine_page(await self._lines(member, scene), member, scene.words)

    async def _export(self, scene: Scene) -> Replies:
        if not scene.origin.address.private:
            return [Say(message=door_page(EXPORT, scene.words), private=True)]
        member = await _somebody(scene)
        if member is None:
            return [Say(message=nothing_page(scene.words), private=True)]
        sections, zone = await sections_of(member, self._holdings, scene.uow), member.zone or "UTC"
        files = await asyncio.to_thread(export_files, sections, made_at=scene.now, zone=zone)
        said = lines(sections, scene.words, now=scene.now, zone=zone)
        return [Say(message=page, private=True) for page in export_pages(batches(files), said, scene.words)]

    async def _before_forgetting(self, scene: Scene) -> Outbound:
        member = await _somebody(scene)
        if member is None:
            return gone_before_page(scene.words)
        return forget_page(await self._lines(member, scene), scene.words)

    async def _lines(self, member: Member, scene: Scene) -> list[str]:
        sections = await sections_of(member, self._holdings, scene.uow)
        return lines(sections, scene.words, now=scene.now, zone=member.zone or "UTC")


def belongings(holdings: Sequence[Holding]) -> Feature:
    """The feature, whole. `holdings` are those of all features, in the order in which they are told."""
    feature, importing = Belongings(holdings), Importing(holdings)
    return Feature(
        name="belongings",
        commands=(
            CommandRoute(command=Command(name="mydata", summary="What I have about you"), handle=feature.said),
            CommandRoute(
                command=Command(name="export", summary="Take all of it with you, as files"),
                handle=feature.export_given,
            ),
            CommandRoute(
                command=Command(name="import", summary="Bring back what you took with you"),
                handle=importing.given,
                goes_on_with=frozenset({FILE}),
            ),
            CommandRoute(
                command=Command(name="forget", summary="Delete everything that I have about you"),
                handle=feature.forget_given,
            ),
        ),
        buttons={
            PAGE: ButtonRoute(handle=feature.tapped),
            EXPORT: ButtonRoute(handle=feature.export_tapped, door=True),
            IMPORT: ButtonRoute(handle=importing.tapped, door=True),
            BRING: ButtonRoute(handle=importing.brought),
            FORGET: ButtonRoute(handle=feature.forget_tapped),
            SURE: ButtonRoute(handle=feature.sure),
            GONE: ButtonRoute(handle=feature.gone),
            STAY: ButtonRoute(handle=feature.stays),
        },
        forms={FILE: FormRoute(build=lambda _, said: file_form(said), handle=importing.words_said)},
        files=(importing.offered,),
    )


async def _somebody(scene: Scene) -> Member | None:
    """The member who acts, None for a stranger. Raises NobodyBehind."""
    if scene.origin.anonymous:
        raise NobodyBehind("only a person can have this")
    return await scene.uow.members.of(scene.origin.account)
