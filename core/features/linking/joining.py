"""The way to one person: a code made here, typed there, looked at, and said yes to on both sides."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.codes import new_code, read_code
from core.dispatch.scene import Scene, Submission, Tap
from core.features.linking.joined_pages import joined_page
from core.features.linking.pages import (
    THEIRS,
    agree_page,
    code_form,
    code_page,
    done_page,
    door_page,
    ending_page,
    no_page,
    preview_page,
    said_page,
    start_page,
    told_page,
)
from core.features.linking.preview import look
from core.library.consents import ConsentText
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.identity import Account, Member, private_address
from core.model.inbound import CommandGiven
from core.model.linking import APART_FOR, CODE_GOOD_FOR, MOST_TRIES, TRIES_WITHIN, Joined, Offer
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Holding

JOINED: Final = "linking.joined"


class Joining:
    """Holds the words to agree to, and what the other features hold about a member, which it counts."""

    def __init__(self, consent: ConsentText, holdings: Sequence[Holding]) -> None:
        self._consent = consent
        self._holdings = holdings

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        """/link, and /link CODE. In a group nothing of it is shown or read."""
        if not scene.origin.address.private:
            return [Say(message=door_page(scene.words), private=True)]
        typed = read_code(given.options.get("code", "") or given.rest)
        return [Say(message=await self._typed(typed, scene) if typed else await self.page(scene), private=True)]

    async def tapped(self, tap: Tap, scene: Scene) -> Replies:
        if not scene.origin.address.private:
            return [Say(message=door_page(scene.words), private=True)]
        return [Edit(message=await self.page(scene))]

    async def make(self, tap: Tap, scene: Scene) -> Replies:
        """A new code ends the one before it."""
        member = await scene.member()
        if await self._is_joined(member, scene) or not await self._agreed(member, scene):
            return [Edit(message=await self.page(scene))]
        code = new_code()
        await scene.uow.links.make_code(
            code, member_id=member.id, platform=scene.origin.account.platform, until=scene.now + CODE_GOOD_FOR
        )
        return [Edit(message=code_page(code, scene.words))]

    async def type_it(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=code_form(scene.words), door=tap.action)]

    async def typed(self, form: Submission, scene: Scene) -> Replies:
        return [Say(message=await self._typed(read_code(form.values["code"]), scene), private=True)]

    async def no(self, tap: Tap, scene: Scene) -> Replies:
        """The code has done its work."""
        member = await scene.member()
        if (offer := await scene.uow.links.taken(member.id, now=scene.now)) is not None:
            await scene.uow.links.end_code(offer.code_id)
        return [Edit(message=no_page(scene.words))]

    async def join(self, tap: Tap, scene: Scene) -> Replies:
        """The yes. Everything is looked at once more: minutes have passed since the preview."""
        code_id, side = tap.action.args
        member = await scene.member()
        offer = await scene.uow.links.taken(member.id, now=scene.now)
        if offer is None or str(offer.code_id) != code_id:
            return [Edit(message=said_page("over", scene.words))]
        maker = await scene.uow.members.get(offer.maker_id)
        if maker is None:
            return [Edit(message=said_page("over", scene.words))]
        if (instead := await self._in_the_way(member, maker, offer, scene)) is not None:
            return [Edit(message=instead)]
        settings_of = maker.id if side == THEIRS else member.id
        await scene.uow.links.join(maker.id, member.id, settings_of=settings_of, now=scene.now)
        accounts = await scene.uow.members.accounts_of(maker.id)
        others = [one for one in accounts if one != scene.origin.account]
        await scene.uow.outbox.put([_told(one, maker, offer, scene) for one in others])
        return [Edit(message=done_page(scene.origin.account.platform, offer.platform, scene.words))]

    async def page(self, scene: Scene) -> Outbound:
        """What /link shows now."""
        member = await scene.member()
        accounts = await scene.uow.members.accounts_of(member.id)
        if len(accounts) > 1:
            gone = await scene.uow.members.unreachable(accounts)
            return joined_page(
                [one.platform for one in accounts],
                await joined_now(member, scene),
                await scene.uow.links.away_from(member.id),
                [one.platform for one in accounts if one in gone],
                member.zone or "UTC",
                scene.words,
            )
        if not await self._agreed(member, scene):
            return agree_page(scene.words)
        offer = await scene.uow.links.taken(member.id, now=scene.now)
        return start_page(scene.words) if offer is None else await self._preview(member, offer, scene)

    async def _typed(self, code: str, scene: Scene) -> Outbound:
        member, links = await scene.member(), scene.uow.links
        if await self._is_joined(member, scene):
            return await self.page(scene)
        if await links.tries_since(member.id, scene.now - TRIES_WITHIN) >= MOST_TRIES:
            return said_page("too_often", scene.words)
        offer = await links.take(code, member_id=member.id, now=scene.now, until=scene.now + CODE_GOOD_FOR)
        if offer is None:
            await links.wrong_try(member.id, now=scene.now)
            return said_page("unknown", scene.words)
        if not await self._agreed(member, scene):
            return agree_page(scene.words)
        return await self._preview(member, offer, scene)

    async def _preview(self, member: Member, offer: Offer, scene: Scene) -> Outbound:
        maker = await scene.uow.members.get(offer.maker_id)
        if maker is None:
            return said_page("over", scene.words)
        if (instead := await self._in_the_way(member, maker, offer, scene)) is not None:
            return instead
        found = await look(member, maker, self._holdings, scene.uow)
        here = scene.origin.account.platform
        return preview_page(found, offer.code_id, here, offer.platform, scene.words)

    async def _in_the_way(self, member: Member, maker: Member, offer: Offer, scene: Scene) -> Outbound | None:
        """What is said instead; None when the two can be joined."""
        here = scene.origin.account.platform
        if offer.platform is here:
            return said_page("same_app", scene.words)
        if await self._is_joined(maker, scene) or await self._is_joined(member, scene):
            return said_page("one_is_joined", scene.words)
        if not await self._agreed(maker, scene) or not await self._agreed(member, scene):
            return said_page("over", scene.words)
        for one, platform in ((member, here), (maker, offer.platform)):
            if await scene.uow.links.waits_for_an_end(one.id):
                return ending_page(platform, scene.words)
        return None

    async def _agreed(self, member: Member, scene: Scene) -> bool:
        return self._consent.covers(await scene.uow.consents.live(member.id, self._consent.purpose))

    async def _is_joined(self, member: Member, scene: Scene) -> bool:
        return len(await scene.uow.members.accounts_of(member.id)) > 1


async def joined_now(member: Member, scene: Scene) -> Joined | None:
    """The joining, while it can be put back."""
    joined = await scene.uow.links.joined(member.id)
    return joined if joined is not None and scene.now < joined.apart_until else None


def _told(account: Account, maker: Member, offer: Offer, scene: Scene) -> NewDelivery:
    """Whoever made the code hears of it at once."""
    return NewDelivery(
        key=f"{JOINED}/{offer.code_id}",
        address=private_address(account),
        message=told_page(scene.origin.account.platform, scene.words),
        purpose=JOINED,
        lane=Lane.DUE,
        promise=Promise.AT_MOST_ONCE,
        due_at=scene.now,
        expires_at=scene.now + APART_FOR,
        member_id=maker.id,
    )
