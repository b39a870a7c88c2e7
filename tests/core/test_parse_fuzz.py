"""Whatever somebody types, each reader of typed words comes to an answer of its own kind, and never to an error."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from core.dispatch.arguments import options_of, route_of
from core.dispatch.cleaning import clean
from core.dispatch.doors import from_payload
from core.dispatch.form_check import Misfit, fitted
from core.dispatch.signing import ButtonSigner
from core.errors import ActionTooLong, ButtonRefused
from core.library.listening.screening import Screening, screen
from core.model.action import Action
from core.model.inbound import CommandGiven, FileOffered, Inbound, OptionTyped, TextSaid
from core.model.message import Choice, ChoiceField, Outbound, TextField, message
from core.scheduling.phrases.apart import take_apart
from core.scheduling.phrases.understand import understand
from core.scheduling.recurrence import next_due
from core.scheduling.zones import find_zones
from core.storage.message_json import message_from_json, message_to_json
from tests.core.company import Company, company
from tests.fakes import MovableClock
from tests.hostile import held, many, messages, messages_of, texts
from tests.house.pages import knowledge
from tests.stage import read

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ZONES = st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Cairo"])
PHRASES = (
    *("every", "day", "at", "8", "25:61", "tomorrow", "in", "0", "-1", "99999999999", "weeks", "on", "31", "february"),
    *("monday", "to", "friday", "half", "past", "noon", "until", "2026-13-45", "١٢", "²", "½", "1e9", "am", "weekdays"),
    *("remind", "me", "pain", "6", "/10", "skip", "stop", "/help", "/start", "/remind", "a" * 5_000, "1" * 400),
)
typed = st.lists(st.one_of(st.sampled_from(PHRASES), texts), max_size=6).map(" ".join)
wishes = texts.map(lambda text: f"{text[:60]} every day at 8")
SIGNER = ButtonSigner(b"a secret of the tests alone")


@many
def test_times_and_zones_are_read_or_asked_about(examples: int) -> None:
    @held(examples, typed, ZONES)
    def check(text: str, zone: str) -> None:
        found = understand(text, now=NOW, zone=zone)
        if (recurrence := getattr(found, "recurrence", None)) is not None:
            next_due(recurrence, NOW)
        take_apart(text, now=NOW, zone=zone)
        find_zones(text[:300], now=NOW)


@many
def test_fields_of_forms_fit_or_say_why(examples: int) -> None:
    choices = (Choice(value="a", label="A day"), Choice(value="b", label="b"))

    @held(examples, typed, st.booleans())
    def check(text: str, required: bool) -> None:
        line = fitted(TextField(name="x", label="X", required=required), text)
        assert isinstance(line, Misfit) or (len(line) <= 200 and line == text.strip())
        choice = fitted(ChoiceField(name="x", label="X", choices=choices, required=required), text)
        assert isinstance(choice, Misfit) or choice in ("", "a", "b")


@many
def test_commands_and_their_options_are_told_apart(examples: int) -> None:
    table = knowledge().table
    names = st.one_of(st.sampled_from([*table.commands, "group", "resource"]), texts)

    @held(examples, names, typed)
    def check(name: str, rest: str) -> None:
        given = CommandGiven(origin=None, name=name, rest=rest)  # type: ignore[arg-type]  # nobody asks whose it is
        route, meant = route_of(given, table)
        if route is not None:
            assert set(options_of(meant, route.command)) <= {option.name for option in route.command.options}


@many
def test_payloads_are_read_as_written_or_refused(examples: int) -> None:
    @held(examples, texts, st.lists(texts, max_size=3), st.one_of(st.none(), texts))
    def check(route: str, args: list[str], only_for: str | None) -> None:
        for text in (route, *args):
            from_payload(text)
            Action.unpack(text)
            try:
                SIGNER.read(text, conversation="1", presser="2")
            except ButtonRefused:
                pass
            else:
                raise AssertionError(text)
        wanted = Action(route=route, args=tuple(args))
        try:
            packed = SIGNER.sign(wanted, conversation="1", only_for=only_for)
        except (ActionTooLong, UnicodeEncodeError):
            return
        assert SIGNER.read(packed, conversation="1", presser="2" if only_for is None else only_for) == wanted


@many
def test_a_stored_message_comes_back_as_it_was(examples: int) -> None:
    @held(examples, messages_of(texts.map(clean)), messages)
    def check(message: Outbound, unclean: Outbound) -> None:
        assert message_from_json(message_to_json(message)) == message
        told = message_from_json(message_to_json(unclean))
        assert message_from_json(message_to_json(told)) == told


def test_two_halves_that_nobody_cleaned_become_one_character_and_clean_words_hold_none() -> None:
    """JSON cannot tell two halves side by side from the whole character; nothing else may change."""
    halves = message("a\ud83d", "\ud83d\udc31b")
    stored = message_from_json(message_to_json(halves))
    assert stored == message("a\ud83d", "\N{CAT FACE}b")
    assert clean("\ud83d\udc31b") == "\N{CAT FACE}b"
    assert clean("a\ud83d") == "a\ufffd"


@many
def test_the_ear_the_screen_and_the_search_hear_anything(examples: int) -> None:
    ear, table = knowledge().ear, knowledge().table
    suggests = [route.suggest for route in table.commands.values() if route.suggest is not None]

    @held(examples, typed)
    def check(text: str) -> None:
        assert isinstance(screen(text), Screening)
        ear.hear(text[:4000])
        for suggest in suggests:
            assert len(suggest(text[:100])) <= 25


@many
def test_nothing_that_anybody_sends_makes_the_bot_fail(examples: int, tmp_path: Path) -> None:
    clock = MovableClock()
    sorry = knowledge().words("dispatch.went_wrong")
    commands = st.one_of(st.sampled_from([one.name for one in knowledge().table.declared]), texts)

    with asyncio.Runner() as runner:
        room = company(knowledge(), tmp_path, clock)
        held_company: Company = runner.run(room.__aenter__())
        anas, maya = held_company.member(), held_company.moderator()
        runner.run(anas.command("timezone London"))

        @held(
            examples,
            commands,
            st.one_of(typed, wishes),
            st.sampled_from([TextSaid, CommandGiven, FileOffered, OptionTyped]),
        )
        def check(name: str, text: str, kind: type[Inbound | OptionTyped]) -> None:
            for person in (anas, maya):
                origin = person._origin()
                if kind is OptionTyped:
                    held_company.bot.suggest(OptionTyped(origin=origin, command=name, option="topic", text=text))
                    continue
                said: Inbound = TextSaid(origin=origin, text=text)
                if kind is CommandGiven:
                    said = CommandGiven(origin=origin, name=name, rest=text)
                elif kind is FileOffered and origin.address.private:
                    said = FileOffered(origin=origin, name=name, size=1, ref="", words=text)
                replies = runner.run(held_company.bot.handle(said, held_company.transport))
                assert sorry not in read(replies), said

        runner.run(room.__aexit__(None, None, None))


async def test_a_wish_with_half_a_character_and_a_nul_is_kept_as_it_can_be_shown(tmp_path: Path) -> None:
    async with company(knowledge(), tmp_path, MovableClock()) as held_company:
        ana = held_company.member()
        await ana.command("timezone London")
        assert "feed\ufffd the\ufffd cat" in await ana.command(
            "remind feed\ud83d the\udc31 c\x00at\u202e every day at 8"
        )
