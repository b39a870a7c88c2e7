"""Nothing that can be tapped leads nowhere, and nothing that can be shown is too big for a platform or a person."""

import re
from collections.abc import Iterator
from itertools import chain
from zoneinfo import available_timezones

import pytest

from core.dispatch.doors import MAX_PAYLOAD, to_payload
from core.dispatch.form_walk import CANCEL, PICK, SKIP
from core.dispatch.signing import ButtonSigner
from core.knowledge import _BEHIND_DOORS, _SAID_IN_PLAIN_WORDS, door_button
from core.library.doors import Door
from core.library.forms import count_words
from core.model.action import Action, action
from core.model.message import (
    AnyButton,
    Button,
    ChoiceField,
    CopyButton,
    DoorButton,
    LinkButton,
    Outbound,
    Paragraph,
    Style,
    TextField,
)
from tests.fakes import words_of
from tests.house.forms import all_forms
from tests.house.pages import LARGEST_ID, Page, knowledge, pages

TELEGRAM_CALLBACK, TELEGRAM_TEXT, DISCORD_TEXT = 64, 4096, 2000
MOST_ROWS, MOST_IN_A_ROW = 5, 5  # Discord's; Telegram takes more
LONGEST_LABEL = 64  # Discord takes 80; a phone cuts longer ones off
OF_THE_WALK = {PICK, SKIP, CANCEL}
LARGEST = str(LARGEST_ID)


def buttons_of(shown: Outbound) -> Iterator[AnyButton]:
    return chain.from_iterable(shown.buttons)


def all_buttons() -> Iterator[tuple[str, AnyButton]]:
    for page in pages():
        yield from ((page.name, button) for button in buttons_of(page.shown))


def content_doors() -> list[Door]:
    content = knowledge().content
    bands = [band for question in content.checkins.questions.values() for band in question.follow_ups]
    bands += [*content.checkins.closings, content.checkins.all_skipped]
    doors = [door for remark in content.smalltalk.values() for door in remark.doors]
    return doors + [door for band in bands for door in band.doors]


def test_every_button_of_every_page_leads_somewhere() -> None:
    routes = knowledge().table.buttons.keys() | OF_THE_WALK
    lost = {
        (where, button.action.route)
        for where, button in all_buttons()
        if isinstance(button, Button | DoorButton) and button.action.route not in routes
    }
    assert lost == set()


def test_every_door_of_every_page_is_declared_as_one_and_fits_a_start_link() -> None:
    routes = knowledge().table.buttons
    for where, button in all_buttons():
        if isinstance(button, DoorButton):
            assert routes[button.action.route].door, where
            assert len(to_payload(button.action)) <= MAX_PAYLOAD


@pytest.mark.parametrize("opens", _BEHIND_DOORS)
def test_what_lies_behind_a_door_of_content_is_there(opens: str) -> None:
    assert _BEHIND_DOORS[opens].route in knowledge().table.buttons


def test_every_door_that_content_opens_leads_to_something_that_exists() -> None:
    content = knowledge().content
    assert content_doors()
    for door in content_doors():
        wanted = door_button(door).action
        assert wanted.route in knowledge().table.buttons, door
        assert door.topic is None or door.topic in content.topics, door


def test_every_command_that_the_ear_hears_is_in_the_table() -> None:
    assert knowledge().table.commands.keys() >= _SAID_IN_PLAIN_WORDS
    assert {rule.id for rule in knowledge().listening.commands} >= _SAID_IN_PLAIN_WORDS


def test_every_command_that_a_sentence_names_is_in_the_table() -> None:
    words = knowledge().words
    texts = [wording for key in words for wording in words.wordings(key)]  # type: ignore[attr-defined]  # Words lists its keys
    table = knowledge().table.commands.keys()
    named = {found for text in texts for found in re.findall(r"(?<![\w/])/([a-z]+)(?: ([a-z]+))?\b", text)}
    first_words = {name.split()[0] for name in table}  # alone they open the first command that begins so
    unknown = [
        f"{first} {second}"
        for first, second in named
        if first not in table and (f"{first} {second}" not in table if second else first not in first_words)
    ]
    assert unknown == []
    assert ("group", "help") in named


def test_every_command_tells_in_a_line_what_it_is_for() -> None:
    commands = knowledge().table.declared
    said = [one.summary for one in commands] + [option.summary for one in commands for option in one.options]
    assert all(3 <= len(text) <= 100 and "\n" not in text for text in said)
    assert len({one.summary for one in commands}) == len(commands)
    assert all(re.fullmatch(r"[a-z]{1,32}(?: [a-z]{1,32})?", one.name) for one in commands)


def test_every_form_has_a_route_and_fits_a_modal() -> None:
    for form in all_forms():
        assert form.action.route in knowledge().table.forms
        assert len(form.title) <= 45, form.title
        assert 1 <= len(form.fields) <= 5
        for field in form.fields:
            assert len(field.label) <= 45, field.label
            assert not isinstance(field, TextField) or len(field.hint) <= 100, field.hint
            assert not isinstance(field, ChoiceField) or len(field.choices) <= 25
        rebuilt = knowledge().table.forms[form.action.route].build(form.action, knowledge().words)
        assert rebuilt == form


def test_every_form_of_the_table_is_looked_at_here() -> None:
    assert {form.action.route for form in all_forms()} == set(knowledge().table.forms)


def test_every_action_signs_into_sixty_four_bytes_with_the_largest_ids() -> None:
    signer = ButtonSigner(b"secret of the tests")
    actions = [button.action for _, button in all_buttons() if isinstance(button, Button | DoorButton)]
    actions += [form.action for form in all_forms()]
    for one in {*actions}:
        signed = signer.sign(one, conversation=f"-100{LARGEST}", only_for=LARGEST)
        assert len(signed.encode()) <= TELEGRAM_CALLBACK, one
        assert Action.unpack(one.pack()) == one


@pytest.mark.parametrize("name", ["group.tz", "remind.zone", "setup.z"])
def test_every_zone_fits_behind_a_button(name: str) -> None:
    for zone in available_timezones():
        first = [] if name == "remind.zone" else [LARGEST_ID]
        assert action(name, *first, zone).pack()


def test_every_label_can_be_read_on_a_phone_and_stands_on_its_own() -> None:
    for where, button in all_buttons():
        assert button.label.strip(), where
        assert len(button.label.encode()) <= LONGEST_LABEL, (where, button.label)
        if isinstance(button, LinkButton):
            assert button.url.startswith("https://"), where
        if isinstance(button, CopyButton):
            assert len(button.text) <= 256, where


def test_no_page_has_two_buttons_of_one_label() -> None:
    doubled = set()
    for page in pages():
        labels = [button.label for button in buttons_of(page.shown)]
        if len(set(labels)) < len(labels) and not page.name.startswith(
            ("remind/place", "remind/when", "resource/list")
        ):
            doubled.add(page.name)  # the three hold the same long entry several times, on purpose
    assert doubled == set()


def test_every_page_fits_both_platforms() -> None:
    for page in pages():
        text = words_of(page.shown)
        assert 0 < len(text) <= DISCORD_TEXT < TELEGRAM_TEXT, (page.name, len(text))


def test_the_rows_of_every_page_fit_both_platforms() -> None:
    for page in pages():
        rows = page.shown.buttons
        assert all(1 <= len(row) <= MOST_IN_A_ROW for row in rows), page.name
        assert sum(map(len, rows)) <= MOST_ROWS * MOST_IN_A_ROW, page.name


def test_no_page_tells_more_than_a_tired_person_can_read() -> None:
    long = {
        page.name: told for page in pages() if page.most_words is not None and (told := _told(page)) > page.most_words
    }
    assert long == {}


def _told(page: Page) -> int:
    """Words of the paragraphs; a title and the small print (source, hint) stand beside them."""
    paragraphs = [block for block in page.shown.blocks if isinstance(block, Paragraph)]
    told = [block for block in paragraphs if block.style in (Style.PLAIN, Style.SPOILER)]
    return sum(count_words(words_of(Outbound(blocks=(block,)))) for block in told)
