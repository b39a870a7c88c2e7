"""Whatever people are called and whatever they wrote: each platform takes it, nobody is pinged, and no word is lost.

The checkers are the stand-ins' own: Telegram's reading of HTML, Discord's limits. The seeds are fixed.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain

from hypothesis import given, settings
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
    AnyButton,
    Button,
    Choice,
    ChoiceField,
    CopyButton,
    DoorButton,
    Form,
    Link,
    LinkButton,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Style,
    TextField,
)
from core.scheduling.saying import said_moment
from tests.fakes import english
from tests.standins.discord_rules import check_message, check_modal
from tests.standins.telegram_formatting import parse_html

FUZZ = settings(max_examples=100, derandomize=True, deadline=None)
WORDS = english()
SIGNER = ButtonSigner(b"a secret of the tests alone")
RENDERER = Renderer(signer=SIGNER, words=WORDS, username="spoonlight_bot")
AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
GROUP, PRIVATE = Place(conversation="-100", private=False), Place(conversation="42", private=True)
PLACE = Address(platform=Platform.LOCAL, conversation="group")

NASTY = (
    *("<b>", "</b>", "<a href='tg://user?id=7'>", '<tg-time unix="1">', "</tg-spoiler>", "&lt;", "&#0;", "&amp", "<"),
    *("@everyone", "@here", "<@42>", "<@!42>", "<@&7>", "<#9>", "</start:1>", "<t:1:R>", "<:x:1>", "<id:home>"),
    *("**", "__", "~~", "`", "```", "||", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "[a](https://b.c)", "\\" * 2100),
    *("https://x.y/@everyone", "https://x.y/a_b||", "https://x.y/<@42>", "javascript:alert(1)", "<https://x.y>"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\ufeff", "\u200d", "\u0301" * 40, "\x00", "\x1b[31m", "\x85"),
    *("😀", "👩🏽‍🦽‍➡️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🫠" * 900, "é" * 500, "שלום", "مرحبا", "\ud83d", "\ude00", "\n", "\n\n\n", "\t", " "),
    *("x" * 10_000, "word " * 500, "a b\n" * 700, "*_" * 600, "💜" * 1_500, "<" * 1_200, "@here" * 300),
)  # fmt: skip

texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=12)), max_size=5).map("".join)
labels = texts.map(lambda text: f"x{text[:200]}")  # a house test holds that each label says something
addresses = st.sampled_from(
    ["https://x.y/", "http://x.y/a b<c>(d)", "javascript:alert(1)", "tg://user?id=7", "", f"https://x.y/{'a' * 600}"]
)
spans = st.one_of(
    texts,
    st.builds(Link, label=labels, url=addresses),
    st.just(Moment(at=AT, zone="Europe/Berlin")),
)
paragraphs = st.builds(Paragraph, spans=st.lists(spans, max_size=3).map(tuple), style=st.sampled_from(Style))
pictures = st.builds(Picture, content=st.just(b"png"), alt=texts.map(lambda text: text[:300]))
buttons: st.SearchStrategy[AnyButton] = st.one_of(
    st.builds(Button, label=labels, action=st.builds(action, st.just("checkin.answer"), st.integers(0, 9_999_999_999))),
    st.builds(DoorButton, label=labels, action=st.builds(action, st.just("remind.item"), st.integers(0, 999))),
    st.builds(LinkButton, label=labels, url=addresses),
    st.builds(CopyButton, label=labels, text=texts.map(lambda text: f"0800 {text}")),
)
keyboards = st.lists(st.lists(buttons, min_size=1, max_size=5).map(tuple), max_size=7).map(tuple)
messages = st.builds(
    lambda blocks, rows: Outbound(blocks=(Paragraph(spans=("hi",)), *blocks), buttons=rows),
    st.lists(st.one_of(paragraphs, paragraphs, pictures), max_size=3),
    keyboards,
)


@FUZZ
@given(messages, st.sampled_from([GROUP, PRIVATE]))
def test_telegram_takes_it_and_shows_it_as_it_was_written(message: Outbound, place: Place) -> None:
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


@FUZZ
@given(messages)
def test_discord_takes_it_pings_nobody_and_loses_no_word(message: Outbound) -> None:
    parts = render(message)
    asyncio.run(_checked_by_discord(parts))
    told = [part.content for part in parts]
    for text in told:
        assert not _pings(text), text
    told = [text for text in told if text != "\N{HORIZONTAL ELLIPSIS}"]
    assert _bare(map(_read_by_discord, told)) == _bare(_discord_words(message))
    assert sum(len(part.files) for part in parts) == sum(isinstance(block, Picture) for block in message.blocks)


@FUZZ
@given(texts)
def test_a_form_opens_whatever_a_group_or_a_thing_is_called(name: str) -> None:
    fields = (
        TextField(name="one", label=f"x{name}", hint=name),
        ChoiceField(name="two", label=f"y{name}", choices=(Choice(value="a", label=f"x{name}"),)),
    )
    form = Form(action=action("x.y"), title=f"x{name}", fields=fields)

    async def open_it() -> None:
        check_modal(json.loads(json.dumps(modal_of(form, "custom").to_dict(), ensure_ascii=False).encode()))

    asyncio.run(open_it())


@FUZZ
@given(messages, texts, st.sampled_from(Look))
def test_the_preview_draws_it_as_data_and_never_as_a_page(message: Outbound, name: str, look: Look) -> None:
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
    bare = re.sub(r"https?://\S+", "", text)
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


def _span(span: str | Link | Moment) -> str:
    match span:
        case Link(label=label):
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
    r"(?P<url>https?://[^\s|<>()\[\]\\]+)|\\(?P<escaped>.)|(?P<moment><t:\d+:F>)"
    r"|\|\||\]\(<[^>]*>\)|\[|^(?:-# |#{1,3} |>{1,3} )|[*_~`]",
    re.MULTILINE | re.DOTALL,
)
