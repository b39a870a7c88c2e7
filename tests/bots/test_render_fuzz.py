"""Whatever people are called and whatever they wrote: each platform takes it, nobody is pinged, and no word is lost.

The checkers are the stand-ins' own: Telegram's reading of HTML, Discord's limits.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from hypothesis import strategies as st

from bots.discord.components import view_of
from bots.discord.modals import modal_of
from bots.discord.render import Part, render
from bots.local.conversation import Entry
from bots.local.people import CAPABILITIES, MODERATOR, Look
from bots.local.render import View
from bots.telegram.lettering import CAPTION_LIMIT, TEXT_LIMIT, Lettered, units
from bots.telegram.render import FilePart, Place, Renderer
from core.dispatch.signing import ButtonSigner
from core.model.action import action
from core.model.identity import Address, Platform
from core.model.message import (
    Choice,
    ChoiceField,
    CopyButton,
    Form,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Span,
    Style,
    TextField,
)
from core.scheduling.saying import said_moment
from tests.fakes import english
from tests.hostile import AT, held, many, messages, texts
from tests.standins.discord_rules import check_message, check_modal
from tests.standins.telegram_formatting import detect, parse_html

WORDS = english()
SIGNER = ButtonSigner(b"a secret of the tests alone")
RENDERER = Renderer(signer=SIGNER, words=WORDS, username="spoonlight_bot")
GROUP, PRIVATE = Place(conversation="-100", private=False), Place(conversation="42", private=True)
PLACE = Address(platform=Platform.LOCAL, conversation="group")


@many
def test_telegram_takes_it_and_shows_it_as_it_was_written(examples: int) -> None:
    @held(examples, messages, st.sampled_from([GROUP, PRIVATE]))
    def check(message: Outbound, place: Place) -> None:
        rendered = RENDERER.render(message, place)
        told = []
        for part in rendered.parts:
            words, limit = (part.caption, CAPTION_LIMIT) if isinstance(part, FilePart) else (part, TEXT_LIMIT)
            told.append(_read_by_telegram(words, limit, _styles(message), _links(message)))
            assert words.plain.strip() or isinstance(part, FilePart)
        assert _bare(told) == _bare(_telegram_words(message))
        for row in rendered.keyboard.inline_keyboard if rendered.keyboard else ():
            for button in row:
                shown = json.loads(json.dumps(button.to_dict(), ensure_ascii=False).encode())
                assert shown["text"].strip()
                assert len(shown.get("callback_data", "").encode()) <= 64
                assert shown.get("url", "https://").startswith(("https://", "http://"))


@many
def test_discord_takes_it_pings_nobody_and_loses_no_word(examples: int) -> None:
    @held(examples, messages)
    def check(message: Outbound) -> None:
        parts = render(message)
        asyncio.run(_checked_by_discord(parts))
        told = [part.content for part in parts]
        for text in told:
            assert not _pings(text), text
        told = [text for text in told if text != "\N{HORIZONTAL ELLIPSIS}"]
        assert _bare(map(_read_by_discord, told)) == _bare(_discord_words(message))
        assert sum(len(part.files) for part in parts) == sum(
            not isinstance(block, Paragraph) for block in message.blocks
        )


@many
def test_a_form_opens_whatever_a_group_or_a_thing_is_called(examples: int) -> None:
    @held(examples, texts)
    def check(name: str) -> None:
        fields = (
            TextField(name="one", label=f"x{name}", hint=name),
            ChoiceField(name="two", label=f"y{name}", choices=(Choice(value="a", label=f"x{name}"),)),
        )
        form = Form(action=action("x.y"), title=f"x{name}", fields=fields)

        async def open_it() -> None:
            check_modal(json.loads(json.dumps(modal_of(form, "custom").to_dict(), ensure_ascii=False).encode()))

        asyncio.run(open_it())


@many
def test_the_preview_draws_it_as_data_and_never_as_a_page(examples: int) -> None:
    @held(examples, messages, texts, st.sampled_from(Look))
    def check(message: Outbound, name: str, look: Look) -> None:
        view = View(person=MODERATOR, look=look, zone="Europe/Berlin", words=WORDS, signer=SIGNER)
        drawn = json.loads(json.dumps(view.entry(_entry(message))).encode())
        said = json.loads(json.dumps(view.entry(_entry(name))).encode())
        limit = CAPABILITIES[look].text_limit
        for part in chain(drawn["parts"], said["parts"]):
            assert sum(units(span["text"]) for block in part for span in block.get("spans", ())) <= limit
            for span in (one for block in part for one in block.get("spans", ()) if one["kind"] == "link"):
                assert span["url"].startswith(("https://", "http://"))
        assert _bare(_drawn(said["parts"])) == _bare([_sound(name)])
        wanted = [block for block in message.blocks if isinstance(block, Paragraph)]
        copied = [
            _sound(f"{one.label}: {one.text}") for row in message.buttons for one in row if isinstance(one, CopyButton)
        ]
        assert _bare(_drawn(drawn["parts"])) == _bare([*map(_words, wanted), *(copied if look is Look.DISCORD else ())])


def _entry(content: Outbound | str) -> Entry:
    return Entry(
        id=1, address=PLACE, at=AT, author=None if isinstance(content, Outbound) else MODERATOR, content=content
    )


def _read_by_telegram(words: Lettered, limit: int, styles: set[str], urls: set[str]) -> str:
    """What Telegram makes of a text; only our own styles and links are in it."""
    text, entities = parse_html(words.html)
    assert text == words.plain
    assert not [one for one in detect(text) if one["type"] == "mention"]
    assert units(text) <= limit
    assert {one["type"] for one in entities} <= styles | {"date_time", "text_link"}
    assert {one["url"] for one in entities if "url" in one} <= urls
    return text


async def _checked_by_discord(parts: Iterable[Part]) -> None:
    for part in parts:
        view = view_of(part.rows, lambda wanted: SIGNER.sign(wanted, conversation="1"))
        components = view.to_components() if view is not None else []
        shown = json.loads(json.dumps({"content": part.content, "components": components}, ensure_ascii=False).encode())
        check_message(shown, has_files=bool(part.files))
        for button in chain.from_iterable(row["components"] for row in components):
            assert button.get("url", "https://").startswith(("https://", "http://"))


def _read_by_discord(text: str) -> str:
    """Our own marks away, escaped characters as they are; a mark that was not ours takes a word with it."""

    def shown(mark: re.Match[str]) -> str:
        return mark["url"] or mark["escaped"] or (_moment() if mark["moment"] else "")

    return _DISCORD_MARKS.sub(shown, text)


def _pings(text: str) -> bool:
    bare = re.sub(r"<https?://[^>]*>?|https?://\S+", "", text, flags=re.IGNORECASE)
    return re.search(r"@everyone|@here|(?<!\\)(?:\\\\)*<[@#/:a-z](?!:)", bare) is not None


def _styles(message: Outbound) -> set[str]:
    names = {Style.TITLE: "bold", Style.NOTE: "italic", Style.SPOILER: "spoiler"}
    return {names[one.style] for one in message.blocks if isinstance(one, Paragraph) and one.style in names}


def _links(message: Outbound) -> set[str]:
    every = chain.from_iterable(one.spans for one in message.blocks if isinstance(one, Paragraph))
    return {one.url for one in every if isinstance(one, Link) and one.url.startswith(("https://", "http://"))}


def _telegram_words(message: Outbound) -> Iterator[str]:
    return (_words(block) if isinstance(block, Paragraph) else _sound(block.alt) for block in message.blocks)


def _discord_words(message: Outbound) -> Iterator[str]:
    yield from (_words(block) for block in message.blocks if isinstance(block, Paragraph))
    for button in chain.from_iterable(message.buttons):
        if isinstance(button, CopyButton):
            yield _sound(f"{button.label}: {button.text}")
        elif isinstance(button, LinkButton) and button.url.startswith("http") and len(button.url) > 512:
            yield _sound(button.label)


def _words(block: Paragraph) -> str:
    return "".join(_span(span) for span in block.spans)


def _span(span: Span) -> str:
    match span:
        case Link(label=label) | Mention(label=label):
            return _sound(label)
        case Moment():
            return _moment()
        case _:
            return _sound(span)


def _drawn(parts: list[list[dict[str, object]]]) -> Iterator[str]:
    for block in chain.from_iterable(parts):
        if block["kind"] == "text":
            yield "".join(_sound(str(span["text"])) for span in block["spans"])  # type: ignore[attr-defined]  # JSON


def _moment() -> str:
    return said_moment(AT, "Europe/Berlin", WORDS)


def _sound(text: str) -> str:
    """Halves of surrogate pairs cannot be sent: they become a sign for what is missing."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _bare(texts: Iterable[str]) -> str:
    """All that can be seen, without the blanks that are joined, cut and wrapped."""
    return "".join("".join(texts).replace("\u200b", "").replace("\ufffd", "").split())


_DISCORD_MARKS = re.compile(
    r"<(?P<url>(?i:https?)://[^\s|<>()\[\]\\]+)>|\\(?P<escaped>.)|(?P<moment><t:\d+:F>)"
    r"|\|\||\]\(<[^>]*>\)|\[|^(?:-# |#{1,3} |>{1,3} )|[*_~`]",
    re.MULTILINE | re.DOTALL,
)
