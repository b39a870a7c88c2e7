"""Takes out of typed words what no database and no platform can carry, or what would turn our own words round.

It changes no word that anybody can see.
"""

from dataclasses import replace
from typing import Final

from core.model.inbound import CommandGiven, FileOffered, FormSubmitted, Inbound, TextSaid

_LEFT_OUT: Final = dict.fromkeys(
    [*(code for code in range(0x20) if chr(code) not in "\t\n\r"), 0x7F, 0x202D, 0x202E]  # the last two: overrides
)


def cleaned(inbound: Inbound) -> Inbound:
    """The same fact with clean words. What a button carries is left as it came: only its signature counts."""
    match inbound:
        case TextSaid(text=text):
            return replace(inbound, text=clean(text))
        case CommandGiven(rest=rest, options=options):
            return replace(inbound, rest=clean(rest), options={name: clean(value) for name, value in options.items()})
        case FormSubmitted(values=values):
            return replace(inbound, values={name: clean(value) for name, value in values.items()})
        case FileOffered(name=name, words=words):
            return replace(inbound, name=clean(name), words=clean(words))
        case _:
            return inbound


def clean(text: str) -> str:
    """Halves of a character become the sign for one that is missing; control characters and overrides go."""
    if text.isascii() and text.isprintable():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.translate(_LEFT_OUT)
