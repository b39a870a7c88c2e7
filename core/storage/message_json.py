"""Messages as versioned JSON text, exact in both directions.

Written out by hand, string by string: a thousand messages may fall due in one minute. An unknown version or kind
raises StoredUnreadable, so that the row can be parked.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from json.encoder import encode_basestring_ascii as _text
from typing import Any, Final, assert_never

from core.errors import StoredUnreadable
from core.model.action import Action
from core.model.identity import Account, Platform
from core.model.message import (
    AnyButton,
    Block,
    Button,
    CopyButton,
    Document,
    DoorButton,
    Emphasis,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Span,
    Style,
)
from core.storage.stored_json import VERSION, opened, read_action
from core.storage.types import utc_text

_STYLES: Final = {style: style.value for style in Style}
_EMPHASES: Final = {emphasis: emphasis.value for emphasis in Emphasis}


def message_to_json(message: Outbound) -> str:
    """One line of ASCII."""
    blocks = _list([_block(block) for block in message.blocks])
    buttons = _list([_list([_button(button) for button in row]) for row in message.buttons])
    quiet = "true" if message.quiet else "false"
    return f'{{"v":{VERSION},"blocks":{blocks},"buttons":{buttons},"quiet":{quiet}}}'


def message_from_json(stored: str) -> Outbound:
    """Reads what `message_to_json` wrote. Raises StoredUnreadable."""
    try:
        known = opened(stored)
        return Outbound(
            blocks=tuple(_read_block(block) for block in known["blocks"]),
            buttons=tuple(tuple(_read_button(button) for button in row) for row in known["buttons"]),
            quiet=known["quiet"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"a stored message cannot be read ({type(error).__name__})") from None


def _list(written: Iterable[str]) -> str:
    return f"[{','.join(written)}]"


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            spans = _list([_text(span) if type(span) is str else _span(span) for span in block.spans])
            return f'{{"kind":"paragraph","style":"{_STYLES[block.style]}","spans":{spans}}}'
        case Picture():
            known = f'"content":"{_bytes(block.content)}","alt":{_text(block.alt)},"name":{_text(block.name)}'
            return f'{{"kind":"picture",{known}}}'
        case Document():
            known = f'"content":"{_bytes(block.content)}","alt":{_text(block.alt)},"name":{_text(block.name)}'
            return f'{{"kind":"document",{known},"media_type":{_text(block.media_type)}}}'
    assert_never(block)


def _read_block(known: dict[str, Any]) -> Block:
    match known.pop("kind"):
        case "paragraph":
            return Paragraph(spans=tuple(_read_span(span) for span in known["spans"]), style=Style(known["style"]))
        case "picture":
            return Picture(content=b64decode(known.pop("content"), validate=True), **known)
        case "document":
            return Document(content=b64decode(known.pop("content"), validate=True), **known)
    raise ValueError("another kind of block")


def _span(span: Span) -> str:
    match span:
        case str():
            return _text(span)
        case Moment():
            return f'{{"kind":"moment","at":"{utc_text(span.at)}","zone":{_text(span.zone)}}}'
        case Link():
            return f'{{"kind":"link","label":{_text(span.label)},"url":{_text(span.url)}}}'
        case Mention():
            account = f'"platform":"{span.account.platform.value}","user_id":{_text(span.account.user_id)}'
            return f'{{"kind":"mention","label":{_text(span.label)},{account}}}'
    assert_never(span)


def _read_span(known: str | dict[str, str]) -> Span:
    if isinstance(known, str):
        return known
    match known.pop("kind"):
        case "moment":
            return Moment(at=datetime.fromisoformat(known["at"]), zone=known["zone"])
        case "link":
            return Link(**known)
        case "mention":
            account = Account(platform=Platform(known["platform"]), user_id=known["user_id"])
            return Mention(account=account, label=known["label"])
    raise ValueError("another kind of span")


def _button(button: AnyButton) -> str:
    """A list and not a table: there may be ten of these in each of a thousand messages."""
    label = _text(button.label)
    match button:
        case Button():
            return f'["button",{label},{_action(button.action)},"{_EMPHASES[button.emphasis]}"]'
        case LinkButton():
            return f'["link",{label},{_text(button.url)}]'
        case DoorButton():
            return f'["door",{label},{_action(button.action)}]'
        case CopyButton():
            return f'["copy",{label},{_text(button.text)}]'
    assert_never(button)


def _action(action: Action) -> str:
    return _list([_text(part) for part in (action.route, *action.args)])


def _read_button(known: list[Any]) -> AnyButton:
    match known:
        case ["button", label, action, emphasis]:
            return Button(label=label, action=read_action(action), emphasis=Emphasis(emphasis))
        case ["link", label, url]:
            return LinkButton(label=label, url=url)
        case ["door", label, action]:
            return DoorButton(label=label, action=read_action(action))
        case ["copy", label, text]:
            return CopyButton(label=label, text=text)
    raise ValueError("another kind of button")


def _bytes(content: bytes) -> str:
    return b64encode(content).decode("ascii")
