"""How a neutral message becomes Telegram's HTML: escaped, whole, and never longer than Telegram takes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.lettering import TEXT_LIMIT, Lettered, lettered, shortened, units
from bots.telegram.render import FilePart, Place, Rendered, Renderer
from core.dispatch.signing import ButtonSigner
from core.errors import MessageRefused
from core.model.action import action
from core.model.identity import Account, Platform
from core.model.message import (
    Button,
    CopyButton,
    DoorButton,
    Emphasis,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Style,
    message,
    note,
    plain,
    spoiler,
    title,
)
from tests.fakes import english
from tests.standins.telegram_formatting import parse_html

WORDS = english()
SIGNER = ButtonSigner(b"a secret of the tests alone")
NOON = Moment(at=datetime(2026, 12, 1, 12, tzinfo=UTC), zone="Europe/Berlin")
GROUP = Place(conversation="-100", private=False)
PRIVATE = Place(conversation="42", private=True)


def rendered(outbound: Outbound, place: Place = GROUP) -> Rendered:
    return Renderer(signer=SIGNER, words=WORDS, username="spoonlight_bot").render(outbound, place)


def html(outbound: Outbound, place: Place = GROUP) -> str:
    return "|".join(part.html for part in rendered(outbound, place).parts if isinstance(part, Lettered))


def test_nothing_that_somebody_wrote_is_markup() -> None:
    name = '<b>Ana</b> & "friends"'
    text, entities = parse_html(html(message(title(name), note(name), spoiler(name))))
    assert text == "\n\n".join([name] * 3)
    assert [one["type"] for one in entities] == ["bold", "italic", "spoiler"]


def test_a_moment_is_shown_in_each_readers_zone_in_a_group_and_in_the_members_own_in_private() -> None:
    said = message(plain("See you ", NOON, "."))
    assert html(said) == ('See you <tg-time unix="1796126400" format="wDt">Tuesday 1 December, 1:00 pm</tg-time>.')
    assert html(said, PRIVATE) == "See you Tuesday 1 December, 1:00 pm."


def test_a_server_that_does_not_know_moments_gets_them_written() -> None:
    renderer = Renderer(signer=SIGNER, words=WORDS, username="spoonlight_bot")
    renderer.knows_moments = False
    (part,) = renderer.render(message(plain(NOON)), GROUP).parts
    assert part == Lettered("Tuesday 1 December, 1:00 pm", "Tuesday 1 December, 1:00 pm")


def test_somebody_is_shown_by_a_mention_without_a_name_and_nobody_of_another_app_is() -> None:
    def shown(platform: Platform, user_id: str) -> str:
        return html(message(plain(Mention(account=Account(platform=platform, user_id=user_id), label="this <person>"))))

    assert shown(Platform.TELEGRAM, "42") == '<a href="tg://user?id=42">this &lt;person&gt;</a>'
    assert shown(Platform.DISCORD, "42") == shown(Platform.TELEGRAM, '4"2') == "this &lt;person&gt;"


def test_only_web_pages_become_links() -> None:
    said = message(
        plain(Link(label="a <leaflet>", url='https://example.org/?a=1&b="2"'), " ", Link(label="x", url="javascript:1"))
    )
    assert html(said) == '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">a &lt;leaflet&gt;</a> x'


SPANS = st.one_of(
    st.text(max_size=200),
    st.sampled_from(["🥄" * 3000, "pain " * 1500, "&" * 5000, "a" * 4096]),
    st.just(NOON),
    st.builds(lambda label: Link(label=label, url="https://example.org"), st.text(min_size=1, max_size=80)),
)
PARAGRAPHS = st.lists(
    st.builds(
        lambda spans, style: Paragraph(spans=tuple(spans), style=style),
        st.lists(SPANS, max_size=4),
        st.sampled_from(list(Style)),
    ),
    max_size=4,
)


@given(PARAGRAPHS)
def test_whatever_is_said_each_part_can_be_read_and_fits(paragraphs: list[Paragraph]) -> None:
    for part in lettered(paragraphs, WORDS, own_zone=True):
        text, entities = parse_html(part.html)
        assert units(text) <= TEXT_LIMIT
        assert text == part.plain
        assert all(one["offset"] + one["length"] <= units(text) for one in entities)


def test_no_word_is_lost_where_a_text_is_cut() -> None:
    words = [f"word{number}" for number in range(3000)]
    parts = lettered([plain(" ".join(words))], WORDS, own_zone=True)
    assert len(parts) > 5
    assert " ".join(part.plain for part in parts).split() == words


def test_a_label_is_cut_at_a_word_and_never_in_the_middle_of_a_character() -> None:
    assert shortened("Take a short rest before you go on", 20) == "Take a short rest…"
    assert shortened("🥄" * 20, 10) == "🥄🥄🥄🥄…"
    assert shortened("short", 20) == "short"


def test_buttons_say_what_they_are() -> None:
    keyboard = rendered(
        message(
            "Hello",
            buttons=(
                (Button(label="Go", action=action("a.b"), emphasis=Emphasis.PRIMARY),),
                (Button(label="Delete", action=action("a.c"), emphasis=Emphasis.DANGER),),
                (LinkButton(label="Read", url="https://example.org"), LinkButton(label="Bad", url="ftp://x")),
                (CopyButton(label="Copy the number", text="116 123"),),
                (DoorButton(label="Private", action=action("a.d")),),
            ),
        )
    ).keyboard
    assert keyboard is not None
    rows = keyboard.to_dict()["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["Go"],
        ["Delete"],
        ["Read"],
        ["Copy the number"],
        ["Private"],
    ]
    assert [rows[0][0]["style"], rows[1][0]["style"]] == ["primary", "danger"]
    assert rows[3][0]["copy_text"] == {"text": "116 123"}
    assert rows[4][0]["url"].startswith("https://t.me/spoonlight_bot?start=")
    assert SIGNER.read(rows[0][0]["callback_data"], conversation="-100", presser="7") == action("a.b")


def test_a_door_inside_the_private_chat_is_an_ordinary_button() -> None:
    keyboard = rendered(message("Hi", buttons=((DoorButton(label="Go", action=action("a.d")),),)), PRIVATE).keyboard
    assert keyboard is not None
    packed = keyboard.inline_keyboard[0][0].callback_data
    assert SIGNER.read(str(packed), conversation="42", presser="42") == action("a.d")


def test_a_row_too_wide_for_a_telephone_becomes_several() -> None:
    wide = tuple(Button(label="Something rather long", action=action("a", number)) for number in range(3))
    narrow = tuple(Button(label=str(number), action=action("a", number)) for number in range(11))
    keyboard = rendered(message("Hi", buttons=(wide, narrow))).keyboard
    assert keyboard is not None
    assert [len(row) for row in keyboard.inline_keyboard] == [1, 1, 1, 8, 3]


def test_a_picture_carries_its_description_and_the_keyboard_comes_last() -> None:
    picture = Picture(content=b"png", alt="Pain went down <slowly>.")
    button = ((Button(label="Go", action=action("a.b")),),)
    shown = rendered(message("Before", picture, "After", buttons=button))
    first, file, last = shown.parts
    assert isinstance(file, FilePart)
    assert file.caption == Lettered("Pain went down &lt;slowly&gt;.", "Pain went down <slowly>.")
    assert (shown.keyboard_of(0), shown.keyboard_of(1)) == (None, None)
    assert shown.keyboard_of(2) is not None
    assert (first, last) == (Lettered("Before", "Before"), Lettered("After", "After"))


def test_a_message_without_words_is_refused_before_it_is_sent() -> None:
    with pytest.raises(MessageRefused):
        rendered(message("  "))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ask @ben_user.@maya", "ask @\u200bben_user.@\u200bmaya"),
        ("jo@samaritans.org, https://a.b/@ben", "jo@samaritans.org, https://a.b/@ben"),
        ("http://@ben @ 8", "http://@\u200bben @ 8"),
    ],
)
def test_a_name_that_somebody_typed_rings_nobody_and_addresses_stay_whole(typed: str, shown: str) -> None:
    (text,) = lettered([plain(typed)], english(), own_zone=False)
    assert text.plain == shown
