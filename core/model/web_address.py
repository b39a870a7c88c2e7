"""What people type when they mean a page of the web. It judges the words alone and asks no network."""

from typing import Final
from urllib.parse import urlsplit

_SCHEMES: Final = frozenset({"http", "https"})


def web_address(typed: str) -> str:
    """The address, "https://" put before one that came without; empty when it is none, or has a password in it."""
    text = typed.strip()
    if not text or any(sign.isspace() or sign in '<>"\\' for sign in text):
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not host or "@" in parts.netloc or port == 0:
        return ""
    name, _, ending = host.rpartition(".")
    return address if name and len(ending) > 1 and not ending.isdecimal() else ""
