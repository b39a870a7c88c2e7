"""How a group greets people who are new in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`on`: whether anybody is greeted at all. `rules`: the moderators' own words, empty for the built-in ones."""

    on: bool = False
    rules: str = ""
