"""Reads what was typed behind a command into its declared options, for platforms without typed options."""

from collections.abc import Mapping

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
