"""Reads what was typed as a command: which one it is, and its options, for platforms without typed options."""

from collections.abc import Mapping
from dataclasses import replace

from core.dispatch.table import CommandRoute, RouteTable
from core.model.command import Command
from core.model.inbound import CommandGiven


def options_of(given: CommandGiven, command: Command) -> Mapping[str, str]:
    """Named options win. Otherwise the words go to the options in order, and the last option takes all that is left.

    A missing option is simply not in the result: asking for it kindly is the handler's part.
    """
    if given.options or not command.options:
        return given.options
    words = given.rest.split(maxsplit=len(command.options) - 1)
    return {option.name: word.strip() for option, word in zip(command.options, words, strict=False) if word.strip()}


def route_of(given: CommandGiven, table: RouteTable) -> tuple[CommandRoute | None, CommandGiven]:
    """The command that was meant, with its whole name and without that name in `rest`; None when there is none."""
    name = given.name.lower()
    first, *left = given.rest.split(maxsplit=1)[:2] or [""]
    longer = f"{name} {first.lower()}"
    if (route := table.commands.get(longer)) is not None:
        return route, replace(given, name=longer, rest="".join(left))
    route = table.commands.get(name) or _first_of(name, table)
    return route, replace(given, name=route.command.name if route else name)


def _first_of(first_word: str, table: RouteTable) -> CommandRoute | None:
    """ "/group" alone means the first of the commands that begin so, in the order of their features."""
    return next((route for name, route in table.commands.items() if name.startswith(f"{first_word} ")), None)
