"""Reads message text as the Bot API does: HTML into plain text and entities, lengths in UTF-16 units.

The refusals use Telegram's own words, so that a bot's handling of them can be tried. Of the parse
modes it knows HTML alone.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_SPECIAL = {"span", "a", "blockquote", "tg-emoji", "tg-time"}
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));?")
_ATTRIBUTE = re.compile(r"\s*([^\s=/>\"']*)\s*(?:(=)\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.\-]*)))?")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_FOUND = re.compile(
    r"(?<!\w)(?P<bot_command>/\w{1,64}(?:@\w{3,32})?)|(?<!\w)(?P<mention>@\w{3,32})|(?P<url>https?://\S+)"
)


class FormattingError(ValueError):
    """The text cannot be read; the message says where, as Telegram says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    tag: str
    offset: int
    position: int
    attributes: dict[str, str]


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def slice_units(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


def detect(text: str) -> list[Json]:
    """The entities that Telegram finds by itself: commands, mentions, links."""
    return [
        {"type": hit.lastgroup, "offset": units(text[: hit.start()]), "length": units(hit[0])}
        for hit in _FOUND.finditer(text)
    ]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, as Telegram stores it, and the entities moved along."""
    lead = units(text) - units(text.lstrip())
    bare = text.strip()
    total = units(bare)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return bare, kept


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of a text in Telegram's HTML. Raises FormattingError with Telegram's words."""
    text, entities, stack, at = "", [], list[_Open](), 0
    while at < len(source):
        if source[at] == "&" and (hit := _ENTITY.match(source, at)):
            text += html.unescape(hit[0] if hit[0].endswith(";") else hit[0] + ";")
            at = hit.end()
        elif source.startswith("</", at):
            at, entity = _close(source, at, stack, text)
            entities += entity
        elif source[at] == "<":
            at, opened = _open(source, at, units(text))
            stack.append(opened)
        else:
            text += source[at]
            at += 1
    if stack:
        raise FormattingError(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _open(source: str, at: int, offset: int) -> tuple[int, _Open]:
    where = f"at byte offset {_byte(source, at)}"
    name = re.compile(r"[^\s/>]*").match(source, at + 1)
    tag = (name[0] if name else "").lower()
    end = at + 1 + len(tag)
    if end >= len(source):
        raise FormattingError(f"Unclosed start tag {where}")
    if tag not in _SIMPLE and tag not in _SPECIAL:
        raise FormattingError(f'Unsupported start tag "{tag}" {where}')
    attributes: dict[str, str] = {}
    while True:
        while end < len(source) and source[end].isspace():
            end += 1
        if end >= len(source):
            raise FormattingError(f'Unclosed start tag "{tag}" {where}')
        if source[end] == ">":
            break
        hit = _ATTRIBUTE.match(source, end)
        if hit is None or not hit[1]:
            raise FormattingError(f'Empty attribute name in the tag "{tag}" {where}')
        attributes[hit[1].lower()] = html.unescape(next((v for v in hit.groups()[2:] if v is not None), ""))
        end = hit.end()
    _check_attributes(tag, attributes, where)
    return end + 1, _Open(tag=tag, offset=offset, position=at, attributes=attributes)


def _check_attributes(tag: str, attributes: dict[str, str], where: str) -> None:
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise FormattingError(f'Tag "span" must have class "tg-spoiler" {where}')
    if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        raise FormattingError("Invalid custom emoji identifier specified")
    if tag == "tg-time":
        if not attributes.get("unix", "").isdecimal():
            raise FormattingError("Invalid Unix time specified")
        if not _TIME_FORMAT.fullmatch(attributes.get("format", "")):
            raise FormattingError("Invalid date-time format specified")


def _close(source: str, at: int, stack: list[_Open], text: str) -> tuple[int, list[Json]]:
    where = f"at byte offset {_byte(source, at)}"
    if not stack:
        raise FormattingError(f"Unexpected end tag {where}")
    end = source.find(">", at)
    if end < 0:
        raise FormattingError(f"Unclosed end tag {where}")
    found = source[at + 2 : end].strip().lower()
    opened = stack[-1]
    if found and found != opened.tag:
        raise FormattingError(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{found}>"')
    stack.pop()
    length = units(text) - opened.offset
    if length == 0:
        return end + 1, []
    kind = _kind(opened, slice_units(text, opened.offset, length), stack)
    return end + 1, [{"offset": opened.offset, "length": length, **kind}] if kind else []


def _kind(opened: _Open, covered: str, stack: list[_Open]) -> Json:
    attributes = opened.attributes
    if opened.tag == "a":
        url = attributes.get("href") or covered
        person = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if person:
            return {"type": "text_mention", "user_id": int(person[1])}
        return {"type": "text_link", "url": url} if re.match(r"(https?|tg)://|[\w-]+\.\w", url) else {}
    if opened.tag == "tg-time":
        shape = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
        return {"type": "date_time", "unix_time": int(attributes["unix"]), **shape}
    if opened.tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
    if opened.tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if opened.tag == "code" and stack and stack[-1].tag == "pre":
        return {}
    return {"type": "spoiler" if opened.tag == "span" else _SIMPLE[opened.tag]}
