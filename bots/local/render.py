"""From an entry to the JSON that the page draws. The look decides lengths, doors and copy buttons.

Written rules: a text longer than the look's limit goes on in a further bubble; a button that copies is a line of text
where a platform cannot copy; a link that is not http(s) is plain words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from bots.local.conversation import Entry
from bots.local.people import BOT_NAME, CAPABILITIES, Look, Person
from core.dispatch.doors import to_payload
from core.dispatch.signing import ButtonSigner
from core.model.message import (
    AnyButton,
    Block,
    Button,
    ChoiceField,
    CopyButton,
    Document,
    DoorButton,
    Field,
    Form,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Span,
    TextField,
    plain,
)
from core.ports import Phrasebook
from core.scheduling.saying import said_day, said_moment, said_time
from core.scheduling.zone import zone as zone_named

Json = dict[str, Any]  # what json.dumps takes; its shape is written in this file alone

_GAP: Final = 2  # the empty line between paragraphs counts too


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One person's eyes: who looks, as on which platform, by which clock (IANA zone)."""

    person: Person
    look: Look
    zone: str
    words: Phrasebook
    signer: ButtonSigner

    def entry(self, entry: Entry) -> Json:
        """An entry as this person sees it."""
        local = entry.at.astimezone(zone_named(self.zone))
        author = entry.author
        return {
            "id": entry.id,
            "author": author.name if author else BOT_NAME,
            "bot": author is None,
            "mine": author == self.person,
            "at": entry.at.isoformat(),
            "time": said_time(local.time(), self.words),
            "day": said_day(local.date(), self.words),
            "only_you": entry.only_for is not None,
            "edited": entry.edited,
            **self._content(entry),
        }

    def form(self, form: Form, conversation: str) -> Json:
        """A dialog; what it carries is signed for this person in this place."""
        return {
            "title": form.title,
            "packed": self.signer.sign(form.action, conversation=conversation, only_for=self.person.id),
            "fields": [_field(field) for field in form.fields],
        }

    def _content(self, entry: Entry) -> Json:
        limit = CAPABILITIES[self.look].text_limit
        match entry.content:
            case str(text):
                return {"parts": self._parts(entry, (plain(text),), limit), "buttons": []}
            case Outbound(blocks=blocks, buttons=rows):
                if self.look is Look.DISCORD:
                    copied = [
                        plain(f"{one.label}: {one.text}") for row in rows for one in row if isinstance(one, CopyButton)
                    ]
                    blocks = (*blocks, *copied)
                    rows = tuple(tuple(one for one in row if not isinstance(one, CopyButton)) for row in rows)
                return {
                    "parts": self._parts(entry, blocks, limit),
                    "buttons": [[self._button(one, entry) for one in row] for row in rows if row],
                }
            case _:
                assert_never(entry.content)

    def _parts(self, entry: Entry, blocks: Sequence[Block], limit: int) -> list[list[Json]]:
        files = {id(block): index for index, block in enumerate(files_of(blocks))}
        return [
            [self._block(block, entry, files.get(id(block), 0)) for block in part] for part in in_parts(blocks, limit)
        ]

    def _block(self, block: Block, entry: Entry, index: int) -> Json:
        address = f"/api/file/{entry.id}/{index}?person={self.person.id}"
        match block:
            case Paragraph(spans=spans, style=style):
                return {"kind": "text", "style": style.value, "spans": [self._span(span) for span in spans]}
            case Picture(alt=alt):
                return {"kind": "picture", "alt": alt, "url": address}
            case Document(alt=alt, name=name, content=content):
                return {"kind": "file", "alt": alt, "name": name, "bytes": len(content), "url": address}
            case _:
                assert_never(block)

    def _span(self, span: Span) -> Json:
        match span:
            case str(text):
                return {"kind": "text", "text": text}
            case Moment(at=at, zone=zone):
                # Discord shows each reader their own clock; Telegram shows what was written.
                shown = self.zone if self.look is Look.DISCORD else zone
                return {"kind": "moment", "at": at.isoformat(), "text": said_moment(at, shown, self.words)}
            case Mention(label=label):
                return {"kind": "text", "text": label}
            case Link(label=label, url=url):
                return {"kind": "link", "text": label, "url": url} if _is_web(url) else {"kind": "text", "text": label}
            case _:
                assert_never(span)

    def _button(self, button: AnyButton, entry: Entry) -> Json:
        match button:
            case Button(label=label, action=action, emphasis=emphasis):
                return {"kind": "tap", "label": label, "emphasis": emphasis.value, "packed": self._sign(button, entry)}
            case DoorButton(label=label, action=action):
                if self.look is Look.DISCORD:
                    return {"kind": "tap", "label": label, "emphasis": "normal", "packed": self._sign(button, entry)}
                return {"kind": "door", "label": label, "payload": to_payload(action)}
            case LinkButton(label=label, url=url):
                return {"kind": "link", "label": label, "url": url if _is_web(url) else ""}
            case CopyButton(label=label, text=text):
                return {"kind": "copy", "label": label, "text": text}
            case _:
                assert_never(button)

    def _sign(self, button: Button | DoorButton, entry: Entry) -> str:
        conversation = entry.address.conversation
        return self.signer.sign(button.action, conversation=conversation, only_for=entry.only_for)


def files_of(blocks: Sequence[Block]) -> list[Picture | Document]:
    """Pictures and documents in their order: the page asks for them by their place in it."""
    return [block for block in blocks if not isinstance(block, Paragraph)]


def in_parts(blocks: Sequence[Block], limit: int) -> list[list[Block]]:
    """Blocks of as many messages as the look's limit makes necessary. No word is lost."""
    parts: list[list[Block]] = [[]]
    room = limit
    for block in blocks:
        for piece in _pieces(block, limit) if isinstance(block, Paragraph) else [block]:
            size = sum(_size(span) for span in piece.spans) + _GAP if isinstance(piece, Paragraph) else 0
            if size > room and parts[-1]:
                parts.append([])
                room = limit
            parts[-1].append(piece)
            room -= size
    return parts


def _pieces(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    """A paragraph of its own size, or cut between words."""
    most = limit - _GAP
    spans: list[Span] = []
    size = 0
    for span in (piece for whole in paragraph.spans for piece in _cut(whole, most)):
        if spans and size + _size(span) > most:
            yield Paragraph(spans=tuple(spans), style=paragraph.style)
            spans, size = [], 0
        spans.append(span)
        size += _size(span)
    yield Paragraph(spans=tuple(spans), style=paragraph.style)


def _cut(span: Span, most: int) -> Iterator[Span]:
    if isinstance(span, str):
        while _size(span) > most:
            end = most // 2 if _size(span[:most]) > most else most
            end = span.rfind(" ", end // 2, end) + 1 or end
            yield span[:end]
            span = span[end:]
    yield span


def _size(span: Span) -> int:
    """Characters as the platforms count them (UTF-16 units)."""
    match span:
        case str(text) | Link(label=text) | Mention(label=text):
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case Moment():
            return 40
        case _:
            assert_never(span)


def _field(field: Field) -> Json:
    common: Json = {"name": field.name, "label": field.label, "required": field.required}
    match field:
        case TextField():
            return common | {
                "kind": "text",
                "hint": field.hint,
                "max_length": field.max_length,
                "multiline": field.multiline,
                "value": field.value,
            }
        case ChoiceField():
            choices = [{"value": choice.value, "label": choice.label} for choice in field.choices]
            return common | {"kind": "choice", "choices": choices}
        case _:
            assert_never(field)


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))
