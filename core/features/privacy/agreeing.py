"""Asks for consent in two steps, keeps the yes with what it was said to, and ends it by one tap."""

from collections.abc import Sequence
from datetime import datetime

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute
from core.errors import ButtonRefused
from core.features.privacy.agree_pages import (
    CHECKINS,
    DROP,
    DROPPED,
    END,
    LIST,
    NO,
    READ,
    SURE,
    YES,
    all_ended_page,
    drop_page,
    dropped_page,
    ended_before_page,
    ended_page,
    list_page,
    not_here_page,
    not_now_page,
    statement_page,
    thanks_page,
    words_page,
)
from core.library.consents import Consents, ConsentText
from core.model.consent import KEPT_AFTER_WITHDRAWAL, ConsentPurpose
from core.model.identity import Member, Platform
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Handoff, Replies, Reply, Say


class Agreeing:
    """Holds the texts. On platforms of `reminders_only` nobody is asked to agree to check-ins."""

    def __init__(self, texts: Consents, reminders_only: frozenset[Platform]) -> None:
        self._texts = texts
        self._reminders_only = reminders_only

    @property
    def routes(self) -> dict[str, ButtonRoute]:
        """Its buttons."""
        return {
            READ: ButtonRoute(handle=self.read),
            SURE: ButtonRoute(handle=self.sure),
            YES: ButtonRoute(handle=self.agreed),
            NO: ButtonRoute(handle=self.declined),
            LIST: ButtonRoute(handle=self.listed),
            END: ButtonRoute(handle=self.ended),
            DROP: ButtonRoute(handle=self.drop),
            DROPPED: ButtonRoute(handle=self.dropped),
        }

    async def read(self, tap: Tap, scene: Scene) -> Replies:
        """Step 1, also where somebody was about to check in. Looking at it makes no member of anybody."""
        name, *then = tap.action.args
        text = self._text(name)
        if self._not_here(text, scene):
            return [Edit(message=not_here_page(scene.words))]
        member = await scene.uow.members.of(scene.origin.account)
        live = await scene.uow.consents.live(member.id, text.purpose) if member is not None else None
        changed = live is not None and not text.covers(live)
        return [Edit(message=words_page(text, tuple(then), scene.words, changed=changed))]

    async def sure(self, tap: Tap, scene: Scene) -> Replies:
        """Step 2. Words that changed since they were shown are shown again first."""
        text, then = self._shown_text(tap)
        if text is None:
            return await self._read_again(tap, scene)
        return [Edit(message=statement_page(text, then, scene.words))]

    async def agreed(self, tap: Tap, scene: Scene) -> Replies:
        """The yes: kept once, and then straight on to what was asked for."""
        text, then = self._shown_text(tap)
        if text is None:
            return await self._read_again(tap, scene)
        if self._not_here(text, scene):
            return [Edit(message=not_here_page(scene.words))]
        member = await scene.member()
        given = await scene.uow.consents.live(member.id, text.purpose)
        if given is None or not text.covers(given):
            given = text.given(scene.now)
            await scene.uow.consents.give(member.id, given)
        thanks = thanks_page(given, _zone(member), scene.words, onward=bool(then))
        return [Edit(message=thanks), *_going_on(then, tap)]

    async def declined(self, tap: Tap, scene: Scene) -> Replies:
        """Nothing is kept of a no."""
        return [Edit(message=not_now_page(scene.words))]

    async def listed(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        return [Edit(message=await self._list(member, scene))]

    async def ended(self, tap: Tap, scene: Scene) -> Replies:
        """One tap, as easy as the yes was."""
        text = self._text(tap.action.args[0])
        member = await scene.member()
        if not await scene.uow.consents.withdraw(member.id, text.purpose, now=scene.now):
            return [Edit(message=ended_before_page(scene.words))]
        drops_at = await _drops_at(member, [text.purpose], scene)
        await _let_go(member, [text.purpose], scene)
        return [Edit(message=ended_page(text, drops_at, _zone(member), scene.words))]

    async def all_ended(self, scene: Scene) -> Replies:
        """ "/privacy consent off": every yes at once."""
        member = await scene.member()
        ended = [one for one in self._texts if await scene.uow.consents.withdraw(member.id, one, now=scene.now)]
        if not ended:
            return [Say(message=ended_before_page(scene.words), private=True)]
        drops_at = await _drops_at(member, ended, scene)
        await _let_go(member, ended, scene)
        return [Say(message=all_ended_page(drops_at, _zone(member), scene.words), private=True)]

    async def drop(self, tap: Tap, scene: Scene) -> Replies:
        """Says how many would go, and asks once."""
        member = await scene.member()
        if count := await scene.uow.consents.count_kept(member.id, CHECKINS):
            return [Edit(message=drop_page(count, scene.words))]
        if await scene.uow.consents.live(member.id, CHECKINS) is None:  # own words and ways may still be there
            await scene.uow.consents.remove_kept(member.id, CHECKINS)
        return [Edit(message=dropped_page(scene.words))]

    async def dropped(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        await scene.uow.consents.remove_kept(member.id, CHECKINS)
        return [Edit(message=dropped_page(scene.words))]

    async def _list(self, member: Member, scene: Scene) -> Outbound:
        given = await scene.uow.consents.of(member.id)
        live = {one.purpose for one in given if one.withdrawn_at is None}
        texts = {
            purpose: text for purpose, text in self._texts.items() if purpose in live or not self._not_here(text, scene)
        }
        return list_page(texts, given, _zone(member), scene.words)

    def _text(self, name: str) -> ConsentText:
        if name not in set(ConsentPurpose):
            raise ButtonRefused("not a purpose any more")
        return self._texts[ConsentPurpose(name)]

    def _shown_text(self, tap: Tap) -> tuple[ConsentText | None, tuple[str, ...]]:
        """The text that the tapped button stands under, and the command behind it; None when it has changed since."""
        name, version, *then = tap.action.args
        text = self._text(name)
        return (text if str(text.version) == version else None), tuple(then)

    async def _read_again(self, tap: Tap, scene: Scene) -> Replies:
        text = self._text(tap.action.args[0])
        return [Edit(message=words_page(text, tap.action.args[2:], scene.words, changed=True))]

    def _not_here(self, text: ConsentText, scene: Scene) -> bool:
        return text.purpose is CHECKINS and scene.origin.account.platform in self._reminders_only


async def _drops_at(member: Member, ended: Sequence[ConsentPurpose], scene: Scene) -> datetime | None:
    """When that goes which was kept under a consent that ended just now; None when there is nothing."""
    if CHECKINS in ended and await scene.uow.consents.count_kept(member.id, CHECKINS):
        return scene.now + KEPT_AFTER_WITHDRAWAL
    return None


async def _let_go(member: Member, ended: Sequence[ConsentPurpose], scene: Scene) -> None:
    """Accounts are joined no longer than somebody agrees to it; whoever is counted again says anew in which group."""
    if ConsentPurpose.LINKING in ended:
        await scene.uow.links.take_apart(member.id, stays=scene.origin.account, now=scene.now)
    if ConsentPurpose.GROUP_TOTALS in ended:
        await scene.uow.totals.leave_all(member.id)


def _going_on(then: tuple[str, ...], tap: Tap) -> list[Reply]:
    if not then:
        return []
    name, *option = then
    return [Handoff(command=CommandGiven(origin=tap.origin, name=name, rest=" ".join(option)))]


def _zone(member: Member) -> str:
    return member.zone or "UTC"
