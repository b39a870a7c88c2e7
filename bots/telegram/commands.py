"""Registers the declared commands for each kind of chat, only when they changed, and proves what the server can do.

A server that does not give `is_ephemeral` back (older than Bot API 10.2) would post a private answer in public.
"""

import logging
from collections.abc import Sequence
from typing import Final

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bots.telegram.errors import translating
from bots.telegram.wire import WireBot
from core.model.command import Command, Where, Who

log = logging.getLogger(__name__)

_FLAG: Final = "is_ephemeral"
_DESCRIPTION: Final = 256


async def sync_commands(bot: WireBot, commands: Sequence[Command]) -> bool:
    """Returns whether the server knows messages for one person (proved, not guessed). Raises TransportError."""
    proved = False
    for scope, wanted in _by_scope(commands):
        with translating():
            there = _plain(await bot.get_my_commands(scope=scope))
            if there != _plain(wanted):
                await bot.set_my_commands(wanted, scope=scope)
                there = _plain(await bot.get_my_commands(scope=scope))
                log.info("action=commands scope=%s count=%d", scope.type, len(wanted))
        proved = proved or any(ephemeral for _, _, ephemeral in there)
    log.info("action=prove ephemeral=%s", proved)
    return proved


def first_words(commands: Sequence[Command]) -> frozenset[str]:
    """What stands behind the slash."""
    return frozenset(command.name.split()[0] for command in commands)


def _by_scope(commands: Sequence[Command]) -> list[tuple[BotCommandScope, list[BotCommand]]]:
    """Moderators' commands are shown to administrators alone; that is a kindness, the guards decide."""
    in_private = [one for one in commands if one.where is not Where.GROUP]
    in_groups = [one for one in commands if one.where is not Where.PRIVATE]
    for_all = [one for one in in_groups if one.who is Who.EVERYONE]
    return [
        (BotCommandScopeAllPrivateChats(), _listed(in_private, group=False)),
        (BotCommandScopeAllGroupChats(), _listed(for_all, group=True)),
        (BotCommandScopeAllChatAdministrators(), _listed(in_groups, group=True)),
    ]


def _listed(commands: Sequence[Command], *, group: bool) -> list[BotCommand]:
    """A command of two words is listed once, by its first; it is private only when all that begin so are."""
    listed = []
    for word in dict.fromkeys(command.name.split()[0] for command in commands):
        same = [command for command in commands if command.name.split()[0] == word]
        summary = next((command.summary for command in same if command.name == word), same[0].summary)
        private = group and all(command.private_reply for command in same)
        extra = {_FLAG: True} if private else None
        listed.append(BotCommand(word, summary[:_DESCRIPTION], api_kwargs=extra))
    return listed


def _plain(commands: Sequence[BotCommand]) -> list[tuple[str, str, bool]]:
    return [(one.command, one.description, bool(one.api_kwargs.get(_FLAG))) for one in commands]
