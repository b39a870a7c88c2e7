"""Carries out one claim at the platform: sends it, or changes what stands there. What an error means is decided in
outcome.py; this file keeps nothing."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from core.delivery.outcome import drops_a_copy
from core.errors import MessageGone, MessageRefused, PlaceGone, Unreachable
from core.model.delivery import Act, Delivery, Lane, Receipt
from core.model.message import message, note
from core.ports import Phrasebook, Transport


async def carry_out(claim: Delivery, transport: Transport, words: Phrasebook, now: datetime) -> Receipt | None:
    """Returns what stands there afterwards; None when nothing does. Raises TransportError."""
    match claim.act:
        case Act.SEND | Act.RENEW:
            return await _send(claim, transport, words, now)
        case Act.EDIT:
            return await _edit(claim, transport)
        case Act.WITHDRAW:
            await _take_away(claim, transport, words("delivery.withdrawn"))
        case Act.OUTDATE:
            await _take_away(claim, transport, words("delivery.outdated"))
        case _:
            assert_never(claim.act)
    return None


async def _send(claim: Delivery, transport: Transport, words: Phrasebook, now: datetime) -> Receipt:
    shown = claim.message
    if claim.maybe_sent and not drops_a_copy(claim, transport.capabilities, now):
        shown = replace(shown, blocks=(note(words("delivery.repeat")), *shown.blocks))
    try:
        return await transport.send(claim.address, shown, key=claim.key)
    except PlaceGone:
        if claim.address.thread is None or claim.lane is not Lane.BROADCAST:
            raise
        # The topic is gone, the group is not: a post for all is better in its main room than nowhere. What was meant
        # for a few, as a line to moderators in a room of theirs, is not shown to all.
        return await transport.send(claim.address.whole_chat, shown, key=claim.key)


async def _edit(claim: Delivery, transport: Transport) -> Receipt | None:
    try:
        return await transport.edit(_there(claim), claim.message)
    except MessageGone:
        return None


async def _take_away(claim: Delivery, transport: Transport, instead: str) -> None:
    """Where the platform does not let us delete, each of its messages says in one line what became of it."""
    there = _there(claim)
    try:
        await transport.withdraw(there)
    except MessageGone:
        return
    except (MessageRefused, Unreachable):
        for message_id in there.message_ids:
            try:
                await transport.edit(replace(there, message_ids=(message_id,)), message(instead))
            except MessageGone:
                continue


def _there(claim: Delivery) -> Receipt:
    if claim.receipt is None:
        raise MessageRefused("it stands nowhere")
    return claim.receipt
