"""The declared commands -> Discord's slash commands, registered only when they have changed."""

import hashlib
import inspect
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bots.discord.inbound import option_typed
from bots.discord.render import shortened
from core.bootstrap import SupportBot
from core.model.command import Command, Option, OptionKind, Where, Who

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
Given = Callable[[Interaction, str, dict[str, Any]], Awaitable[None]]
"""Takes a command by its full name and its options."""

Native = app_commands.Command[Any, ..., None]

_INSTALLS = app_commands.AppInstallationType(guild=True, user=False)


def add_commands(tree: app_commands.CommandTree[Any], bot: SupportBot, given: Given) -> None:
    """Commands of two words become groups: the first word holds the second ones."""
    groups: dict[str, list[Command]] = {}
    for command in bot.commands:
        first, _, second = command.name.partition(" ")
        if second:
            groups.setdefault(first, []).append(command)
        else:
            tree.add_command(_native(first, command, bot, given, top=True))
    for name, members in groups.items():
        group = app_commands.Group(
            name=name,
            description=shortened("; ".join(member.summary for member in members), 100),
            allowed_contexts=_contexts(members),
            allowed_installs=_INSTALLS,
            default_permissions=_permissions(members),
        )
        for member in members:
            group.add_command(_native(member.name.partition(" ")[2], member, bot, given, top=False))
        tree.add_command(group)


async def sync_when_changed(tree: app_commands.CommandTree[Any], known: Path | None) -> bool:
    """Registers the tree unless the file `known` says that Discord has it already; returns whether it did.

    A failure is logged and tried again at the next start: the commands that Discord has go on working.
    """
    declared = json.dumps([command.to_dict(tree) for command in tree.get_commands()], sort_keys=True)
    mark = f"{tree.client.application_id} {hashlib.sha256(declared.encode()).hexdigest()}"
    if _remembered(known) == mark:
        return False
    try:
        await tree.sync()
    except (discord.DiscordException, OSError) as error:
        log.error("action=sync_commands error=%s", type(error).__name__)
        return False
    _remember(known, mark)
    return True


def _remembered(known: Path | None) -> str:
    return known.read_text(encoding="ascii") if known is not None and known.is_file() else ""


def _remember(known: Path | None, mark: str) -> None:
    if known is not None:
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(mark, encoding="ascii")


def _native(name: str, command: Command, bot: SupportBot, given: Given, *, top: bool) -> Native:
    """discord.py reads a callback's signature, so ours is written from the declared options."""

    async def callback(interaction: Interaction, **options: Any) -> None:
        await given(interaction, command.name, options)

    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # inspect.signature honours it
        [
            inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction),
            *(_parameter(option) for option in command.options),
        ]
    )
    app_commands.describe(**{one.name: one.summary for one in command.options})(callback)
    app_commands.choices(**{one.name: _choices(one) for one in command.options if one.choices})(callback)
    app_commands.autocomplete(**{one.name: _completer(command, one, bot) for one in command.options if one.suggests})(
        callback
    )
    native: Native = app_commands.Command(
        name=name,
        description=command.summary,
        callback=callback,
        allowed_contexts=_contexts([command]) if top else None,
        allowed_installs=_INSTALLS if top else None,
    )
    if top:
        native.default_permissions = _permissions([command])
    return native


def _parameter(option: Option) -> inspect.Parameter:
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=int if option.kind is OptionKind.NUMBER else str,
        default=inspect.Parameter.empty if option.required else None,
    )


def _choices(option: Option) -> list[app_commands.Choice[str | int | float]]:
    number = option.kind is OptionKind.NUMBER
    return [
        app_commands.Choice(name=shortened(one.label, 100), value=int(one.value) if number else one.value)
        for one in option.choices
    ]


def _completer(command: Command, option: Option, bot: SupportBot) -> Any:
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        proposed = await bot.completions(option_typed(interaction, command.name, option.name, typed))
        return [app_commands.Choice(name=shortened(one.label, 100), value=one.value) for one in proposed]

    return complete


def _contexts(commands: Sequence[Command]) -> app_commands.AppCommandContext:
    """A group's members share one context: the widest."""
    places = {command.where for command in commands}
    everywhere = Where.ANYWHERE in places or places >= {Where.GROUP, Where.PRIVATE}
    return app_commands.AppCommandContext(
        guild=everywhere or Where.GROUP in places,
        dm_channel=everywhere or Where.PRIVATE in places,
        private_channel=False,
    )


def _permissions(commands: Sequence[Command]) -> discord.Permissions | None:
    """Hides moderators' commands from others, unless the server set it otherwise; the guard asks all the same."""
    if all(command.who is Who.MODERATORS for command in commands):
        return discord.Permissions(manage_guild=True)
    return None
