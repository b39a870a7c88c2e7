"""Leaves buttons out of what is said where the people who run Spoonlight closed what lies behind them."""

from dataclasses import replace

from core.model.message import Button, DoorButton, Outbound
from core.model.reply import Edit, Replies, Reply, Say


def without(replies: Replies, routes: frozenset[str]) -> Replies:
    """The same replies without the buttons of these routes; what is said stays as it is."""
    return [_reply(one, routes) for one in replies]


def _reply(reply: Reply, routes: frozenset[str]) -> Reply:
    return replace(reply, message=_message(reply.message, routes)) if isinstance(reply, Say | Edit) else reply


def _message(shown: Outbound, routes: frozenset[str]) -> Outbound:
    rows = (
        tuple(one for one in row if not isinstance(one, Button | DoorButton) or one.action.route not in routes)
        for row in shown.buttons
    )
    return replace(shown, buttons=tuple(row for row in rows if row))
