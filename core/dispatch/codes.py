"""Codes that are read from one screen and typed on another: no look-alikes, and forgiving when typed."""

import secrets
from typing import Final

LETTERS: Final = "34679ACDEFGHJKMNPQRTWXY"
"""Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V."""

LENGTH: Final = 8


def new_code() -> str:
    """One of 78 thousand million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """In two halves, which are easier to keep in mind."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(typed: str) -> str:
    """Capital letters and digits alone: a code may be typed with spaces, a dash, or in small letters."""
    return "".join(character for character in typed.upper() if character.isascii() and character.isalnum())
