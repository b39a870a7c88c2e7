"""What somebody may write, be called, or make an app send, when they mean harm or just paste: for Hypothesis.

A property is held against 200 of these in every run, and against 10,000 with `pytest -m sweep`. The seeds are fixed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.action import action
from core.model.identity import Account, Platform
from core.model.message import (
    AnyButton,
    Button,
    CopyButton,
    Document,
    DoorButton,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Style,
)

Check = Callable[..., None]

QUICK, SWEEP = 200, 10_000

many = pytest.mark.parametrize("examples", [QUICK, pytest.param(SWEEP, marks=pytest.mark.sweep)])
"""Gives a test how often it holds its property."""

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)


def held(examples: int, *strategies: st.SearchStrategy[Any]) -> Callable[[Check], None]:
    """Holds a check against what the strategies draw, at once."""

    def hold(check: Check) -> None:
        often = settings(
            max_examples=examples,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
        )
        often(given(*strategies)(check))()

    return hold


NASTY = (
    *("*bold*", "_it_", "[x](tg://user?id=7)", "![x](tg://emoji?id=1)", "||s||", "\\_", "{}.!+-=", "~~~", "@ben_user"),
    *('<tg-emoji emoji-id="1">x</tg-emoji>', "<blockquote expandable>", "<pre><code class='language-x'>", "/a@a_bot"),
    *("#tag", "$USD", "+15550100", "a@b.org", "https://a.b/@ben", "http://@ben", "HTTPS://X.Y/", "steam://x", "t.me/x"),
    *("discord.gg/x", "[x](<https://b.c>)", "[x]: https://b.c", "```ansi\n\x1b[31m", ":smile:", "\u2028", "\u202d"),
    *("\U0010ffff", "\uffff", "\ufdd0", "\ufdfd" * 300, "👨‍👩‍👧‍👦" * 400, "\ufe0f", "\U000e0041", "\udfff\ud800"),
    *("<b>", "</b>", "<a href='tg://user?id=7'>", '<tg-time unix="1">', "</tg-spoiler>", "&lt;", "&#0;", "&amp", "<"),
    *("@everyone", "@here", "<@42>", "<@!42>", "<@&7>", "<#9>", "</start:1>", "<t:1:R>", "<:x:1>", "<id:home>"),
    *("**", "__", "~~", "`", "```", "||", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "[a](https://b.c)", "\\" * 2100),
    *("https://x.y/@everyone", "https://x.y/a_b||", "https://x.y/<@42>", "javascript:alert(1)", "<https://x.y>"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\ufeff", "\u200d", "\u0301" * 40, "\x00", "\x1b[31m", "\x85"),
    *("😀", "👩🏽‍🦽‍➡️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🫠" * 900, "é" * 500, "שלום", "مرحبا", "\ud83d", "\ude00", "\n", "\n\n\n", "\t", " "),
    *("x" * 4_095 + "😀", "x" * 1_999 + "👩🏽‍🦽‍➡️", "x " * 1_023 + "💜", "https://x.y/" + "a" * 2_000, "||" * 1_100),
    *("x" * 10_000, "word " * 500, "a b\n" * 700, "*_" * 600, "💜" * 1_500, "<" * 1_200, "@here" * 300),
)  # fmt: skip

texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=12)), max_size=5).map("".join)
addresses = st.sampled_from(
    ["https://x.y/", "http://x.y/a b<c>(d)", "javascript:alert(1)", "tg://user?id=7", "", f"https://x.y/{'a' * 600}"]
)


def messages_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Outbound]:
    """Messages with all kinds of blocks and buttons, and these texts wherever there is room for one."""
    labels = texts.map(lambda text: f"x{text[:200]}")  # a house test holds that each label says something
    alts = texts.map(lambda text: text[:300])
    links = st.builds(Link, label=labels, url=addresses)
    account = Account(platform=Platform.LOCAL, user_id="7")
    somebody = st.builds(Mention, account=st.just(account), label=labels)
    spans = st.one_of(texts, links, somebody, st.just(Moment(at=AT, zone="Europe/Berlin")))
    paragraphs = st.builds(Paragraph, spans=st.lists(spans, max_size=3).map(tuple), style=st.sampled_from(Style))
    pictures = st.builds(Picture, content=st.just(b"png"), alt=alts)
    documents = st.builds(
        Document, content=st.just(b"a,b"), name=st.just("mine.csv"), media_type=st.just("text/csv"), alt=alts
    )
    answers = st.builds(action, st.just("checkin.answer"), st.integers(0, 9_999_999_999))
    doors = st.builds(action, st.just("remind.item"), st.integers(0, 999))
    buttons: st.SearchStrategy[AnyButton] = st.one_of(
        st.builds(Button, label=labels, action=answers),
        st.builds(DoorButton, label=labels, action=doors),
        st.builds(LinkButton, label=labels, url=addresses),
        st.builds(CopyButton, label=labels, text=texts.map(lambda text: f"0800 {text}")),
    )
    return st.builds(
        lambda blocks, rows: Outbound(blocks=(Paragraph(spans=("hi",)), *blocks), buttons=rows),
        st.lists(st.one_of(paragraphs, paragraphs, pictures, documents), max_size=3),
        st.lists(st.lists(buttons, min_size=1, max_size=5).map(tuple), max_size=7).map(tuple),
    )


messages = messages_of(texts)
