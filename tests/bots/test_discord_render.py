"""What Discord is given to show: nothing is markup by accident, nothing is too long, and no word is lost."""

import re
from datetime import UTC, datetime

import discord
import pytest

from bots.discord.components import view_of
from bots.discord.markdown import escaped, length
from bots.discord.modals import modal_of, values_of
from bots.discord.render import Part, render, shortened
from core.dispatch.signing import ButtonSigner
from core.model.action import Action, action
from core.model.identity import Account, Platform
from core.model.message import (
    AnyButton,
    Button,
    ChoiceField,
    CopyButton,
    Form,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Picture,
    TextField,
    message,
    note,
    plain,
    spoiler,
    title,
)
from core.model.message import Choice as Pick
from tests.bots.spoonlight_bot import real_knowledge
from tests.house.forms import all_forms

SIGNER = ButtonSigner(b"a secret of the tests alone")


def content_of(*blocks: str | object) -> str:
    (part,) = render(message(*blocks))  # type: ignore[arg-type]  # blocks as `message` takes them
    return part.content


def buttons(count: int, width: int, *, first: int = 0) -> tuple[tuple[AnyButton, ...], ...]:
    every = [Button(label=f"B{number}", action=action("x.y", number)) for number in range(first, first + count)]
    return tuple(tuple(every[at : at + width]) for at in range(0, count, width))


def sizes(part: Part) -> list[int]:
    return [len(row) for row in part.rows]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2 * 3 * 4, snake_case and ~ok~", r"2 \* 3 \* 4, snake\_case and \~ok\~"),
        ("||not hidden|| `code`", r"\|\|not hidden\|\| \`code\`"),
        ("# no title\n> no quote\n- no list\n-# not small", "\\# no title\n\\> no quote\n\\- no list\n\\-# not small"),
        ("[a](https://b.c)", r"\[a\](<https://b.c>)"),
        ("https://example.org/a_b_c stays", "<https://example.org/a_b_c> stays"),
        ("see HTTPS://example.org/a, or (http://b.c).", "see <HTTPS://example.org/a>, or (<http://b.c>)."),
        ("<https://example.org>", r"\<<https://example.org>>"),
        ("<@123> <#1> <t:1:F> </help:1> <:x:1>", r"\<@123> \<#1> \<t:1:F> \</help:1> \<:x:1>"),
        ("a < b and 3 <4", "a < b and 3 <4"),
        (r"back\slash", r"back\\slash"),
    ],
)  # fmt: skip
def test_what_people_typed_is_shown_as_they_typed_it(typed: str, shown: str) -> None:
    assert escaped(typed) == shown


def test_nobody_is_called_by_a_text() -> None:
    assert "@everyone" not in escaped("hello @everyone and @here")
    assert "@here" not in escaped("hello @everyone and @here")


def test_each_style_has_its_own_look() -> None:
    shown = content_of(title("A title"), "A text.", spoiler("Hard to read."), note("Small\nprint."))
    assert shown == "### A title\nA text.\n\n||Hard to read.||\n-# Small\n-# print."


def test_short_lines_stand_together_like_a_list() -> None:
    assert content_of("Pain: 6 of 10", "Sleep: skipped", "x" * 100) == "Pain: 6 of 10\nSleep: skipped\n\n" + "x" * 100


def test_a_moment_is_in_each_readers_own_zone_and_a_link_has_no_preview() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    shown = content_of(plain("At ", Moment(at=at, zone="Europe/London"), " ", Link(label="a_b", url="https://x.y/(z)")))
    assert shown == f"At <t:{int(at.timestamp())}:F> [a\\_b](<https://x.y/(z%29>)"


def test_somebody_is_shown_by_a_mention_that_discord_fills_and_nobody_of_another_app_is() -> None:
    def shown(platform: Platform, user_id: str) -> str:
        return content_of(plain(Mention(account=Account(platform=platform, user_id=user_id), label="this *person*")))

    assert shown(Platform.DISCORD, "42") == "<@42>"
    assert shown(Platform.TELEGRAM, "42") == shown(Platform.DISCORD, "&42") == "this \\*person\\*"


def test_a_long_text_comes_in_parts_that_lose_no_word() -> None:
    words = [f"word{number}_\N{SPARKLES}" for number in range(1500)]
    link = Link(label="the very end", url="https://example.org/" + "a" * 300)
    parts = render(message(note(" ".join(words)), plain(" ".join(words[:400]), " ", link), buttons=buttons(2, 2)))
    assert all(0 < length(part.content) <= 2000 for part in parts)
    said = " ".join(part.content.replace("\\", "").replace("-# ", "") for part in parts)
    assert re.findall(r"word\d+_\N{SPARKLES}", said) == words + words[:400]
    assert said.count("[the very end](<https://example.org/") == 1
    assert [bool(part.rows) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert all(line.startswith("-# ") for part in parts[:3] for line in part.content.split("\n"))


def test_one_endless_word_is_cut_and_not_lost() -> None:
    parts = render(message("*" * 5000))
    assert all(length(part.content) <= 2000 for part in parts)
    assert sum(part.content.count("\\*") for part in parts) == 5000


def test_rows_that_are_too_many_are_joined_and_then_filled() -> None:
    assert sizes(render(message("x", buttons=buttons(6, 2)))[0]) == [2, 2, 2]
    assert sizes(render(message("x", buttons=(*buttons(6, 1), *buttons(3, 3, first=6))))[0]) == [2, 2, 1, 1, 3]
    assert sizes(render(message("x", buttons=buttons(8, 8)))[0]) == [5, 3]
    many = render(message("x", buttons=buttons(51, 3)))
    assert [sum(sizes(part)) for part in many] == [25, 25, 1]
    assert all(len(part.rows) <= 5 and max(sizes(part)) <= 5 for part in many)
    assert all(part.content for part in many)


def test_a_number_that_cannot_be_copied_by_a_tap_stands_in_the_text() -> None:
    copy = CopyButton(label="Copy 988", text="988")
    assert content_of(message("x", buttons=((copy,),)).blocks[0]) == "x"
    (part,) = render(message("x", buttons=((copy,),)))
    assert (part.content, part.rows) == ("x\n-# Copy 988: 988", ())
    (part,) = render(message("Call 988.", buttons=((copy,),)))
    assert part.content == "Call 988."


def test_a_second_button_that_does_the_same_is_left_out_since_discord_would_refuse_both() -> None:
    twice = (Button(label="A", action=action("x.y")), Button(label="B", action=action("x.y")))
    assert sizes(render(message("x", buttons=(twice,)))[0]) == [1]


def test_a_text_of_nothing_but_marks_is_cut_between_marks() -> None:
    parts = render(message("\\" * 3_000, note("line\n" * 900)))
    assert all(length(part.content) <= 2000 for part in parts)
    assert "".join(part.content for part in parts).count("\\") == 6_000


def test_what_begins_a_message_only_because_of_a_cut_is_no_heading() -> None:
    parts = render(message("x" * 1_994 + " # not a title"))
    assert parts[1].content == "\\# not a title"


def test_an_address_too_long_for_a_button_becomes_a_link() -> None:
    (part,) = render(message("x", buttons=((LinkButton(label="Read", url="https://x.y/" + "a" * 600),),)))
    assert part.rows == ()
    assert "[Read](<https://x.y/aaa" in part.content


def test_pictures_come_under_the_text_and_even_alone() -> None:
    picture = Picture(content=b"png", alt="Pain went down")
    (part,) = render(Outbound(blocks=(picture,)))
    assert (part.content, part.files) == ("", (picture,))


def test_a_label_that_is_too_long_is_cut() -> None:
    assert shortened("short", 80) == "short"
    assert shortened("x" * 80, 80) == "x" * 80
    cut = shortened("word " * 40, 80)
    assert length(cut) <= 80
    assert cut.endswith("word\N{HORIZONTAL ELLIPSIS}")


async def test_a_view_is_forgotten_once_it_is_sent_and_its_buttons_carry_signatures() -> None:
    def sign(wanted: Action) -> str:
        return SIGNER.sign(wanted, conversation="1", only_for="2")

    view = view_of(render(message("x", buttons=buttons(25, 5)))[0].rows, sign)
    assert view is not None
    assert view.is_finished()
    ids = [one["custom_id"] for row in view.to_components() for one in row["components"]]
    assert [SIGNER.read(one, conversation="1", presser="2").args[0] for one in ids] == [str(n) for n in range(25)]
    assert max(map(len, ids)) <= 100


async def test_every_form_of_the_bot_fits_into_a_modal() -> None:
    for form in all_forms():
        assert len(form.fields) <= 5, form.action.route
        modal = modal_of(form, "x" * 64).to_dict()
        assert len(modal["title"]) <= 45
        shown = [one["label"] for one in modal["components"]]
        assert shown == [field.label for field in form.fields], form.action.route


def test_every_form_of_the_table_is_among_those_that_are_tried() -> None:
    assert {form.action.route for form in all_forms()} == real_knowledge().table.forms.keys()


async def test_a_choice_is_a_radio_group_while_it_is_short_and_a_menu_beyond() -> None:
    def choice(name: str, count: int) -> ChoiceField:
        return ChoiceField(
            name=name, label=name, choices=tuple(Pick(value=str(n), label=f"L{n}") for n in range(count))
        )

    fields = (
        choice("few", 3),
        choice("many", 20),
        TextField(name="why", label="W" * 60, hint="a hint", multiline=True),
    )
    modal = modal_of(Form(action=action("a.b"), title="T", fields=fields), "id").to_dict()
    kinds = [discord.ComponentType(one["component"]["type"]) for one in modal["components"]]
    assert kinds == [discord.ComponentType.radio_group, discord.ComponentType.select, discord.ComponentType.text_input]
    label = modal["components"][2]
    assert label["description"] == "W" * 60
    assert label["component"]["placeholder"] == "a hint"


def test_a_submission_is_read_whatever_its_fields_were() -> None:
    raw = [
        {"type": 18, "component": {"type": 4, "custom_id": "title", "value": "A leaflet"}},
        {"type": 18, "component": {"type": 3, "custom_id": "when", "values": ["2"]}},
        {"type": 18, "component": {"type": 21, "custom_id": "kind", "value": None}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "way"}]},
        {"type": 10, "content": "words"},
    ]
    assert values_of(raw) == {"title": "A leaflet", "when": "2", "kind": "", "old": "way"}
