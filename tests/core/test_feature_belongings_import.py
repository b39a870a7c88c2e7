"""Bringing an export back: looked at first, added after a yes, and never in the place of what is here."""

import json

import pytest

from core.model.consent import ConsentPurpose
from core.model.reply import Notice
from tests.core.belongings_kit import agrees, exported, is_forgotten, sections, sends, settled_in
from tests.core.company import Company, Person
from tests.stage import account_of


@pytest.fixture
async def ana(here: Company) -> Person:
    return await settled_in(here)


async def test_what_was_taken_along_comes_back_after_a_yes_and_is_the_same(here: Company, ana: Person) -> None:
    before, file = await sections(ana), await exported(ana)
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.taps("Stop")
    await ana.command("import")
    assert await sends(ana, here, file) == (
        "This is in the file\n"
        "Check-ins: 2 new, 0 here already\n"
        "Reminders: 1 new, 0 here already\n"
        "Your accounts, your time zone and what you agreed to do not come back from a file.\n"
        "Nothing is kept yet. What is here already stays as it is."
    )
    assert "Check-ins: 2 new" in await ana.taps("Bring it in")
    after = await sections(ana)
    assert [one for one in after["checkins"] if one["answers"]] == before["checkins"]
    assert after["reminders"] == before["reminders"]


async def test_without_a_yes_to_check_ins_it_is_asked_for_and_the_file_waits(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await is_forgotten(ana)
    await ana.command("import")
    assert "I keep them only after your yes." in await sends(ana, here, file)
    await ana.taps("Read what I ask")
    await ana.taps("Continue")
    assert "Check-ins: 2 new" in await ana.taps("Yes")
    assert "It is here again" in await ana.taps("Bring it in")


async def test_a_yes_that_was_taken_back_meanwhile_keeps_the_file_out(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.command("import")
    await sends(ana, here, file)
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(account_of("ana"))
        assert member is not None
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=here.clock.now())
        await uow.commit()
    said = await ana.taps("Bring it in")
    assert "I keep them only after your yes." in said


async def test_looking_at_a_file_keeps_nothing_and_cancel_ends_it(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.command("import")
    await sends(ana, here, file)
    assert await ana.taps("Cancel") == "All right. I put it away and kept nothing."
    assert "Reminders" not in await ana.command("mydata")


async def test_bringing_in_twice_adds_nothing(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await ana.command("import")
    assert "There is nothing new in it." in await sends(ana, here, file)
    assert "Check-ins: 2, " in await ana.command("mydata")
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.command("import")
    await sends(ana, here, file)
    preview = ana.seen
    await ana.taps("Bring it in")
    ana.seen = preview
    await ana.taps("Bring it in")
    assert isinstance(ana.replies[0], Notice)
    assert len((await sections(ana))["reminders"]) == 1


async def test_a_file_that_nobody_waits_for_is_refused_and_never_fetched(here: Company, ana: Person) -> None:
    assert "I cannot open pictures" in await sends(ana, here, await exported(ana))
    assert here.transport.fetched == []


async def test_words_where_a_file_is_awaited_do_not_end_the_waiting(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await ana.command("import")
    assert "I am waiting for the file." in await ana.says("here it comes")
    assert "There is nothing new in it." in await sends(ana, here, file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "I cannot read that file."),
        (b'{"format": "another"}', "not one of my exports"),
        (b'{"format": "spoonlight-export", "version": 2, "sections": {}}', "a newer Spoonlight"),
        (b"x" * 5_000_001, "too big for me"),
        (b"[" * 300_000, "more in that file than I can take in"),
    ],
)
async def test_a_bad_file_gets_a_kind_sentence_and_the_next_one_may_be_good(
    here: Company, ana: Person, content: bytes, said: str
) -> None:
    file = await exported(ana)
    await ana.command("import")
    assert said in await sends(ana, here, content)
    assert said in await sends(ana, here, content, size=10)
    assert "There is nothing new in it." in await sends(ana, here, file)


async def test_a_file_that_is_said_to_be_too_big_is_not_fetched(here: Company, ana: Person) -> None:
    await ana.command("import")
    assert "too big for me" in await sends(ana, here, b"{}", size=5_000_001)
    assert here.transport.fetched == []


async def test_a_file_that_is_gone_when_it_is_wanted_changes_nothing(here: Company, ana: Person) -> None:
    file = await exported(ana)
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.command("import")
    await sends(ana, here, file)
    here.transport.files.clear()
    assert "I could not get that file." in await ana.taps("Bring it in")
    assert "Reminders" not in await ana.command("mydata")


async def test_broken_records_are_counted_and_the_good_ones_come_in(here: Company, ana: Person) -> None:
    whole = json.loads(await exported(ana))
    in_a_thousand_years = whole["sections"]["checkins"][0] | {"date": "3026-03-02"}
    strange = [{"date": 7}, "words", {"answers": [[1]], "opened_at": None}, {}, in_a_thousand_years]
    whole["sections"]["checkins"] += strange
    whole["sections"]["reminders"] += [{"kind": [], "words": 1, "rule": {"repeats": "never"}}]
    whole["sections"]["wishes"] = [{}, {}]
    await is_forgotten(ana)
    here.clock.forward(hours=1)
    await agrees(ana)
    await ana.command("import")
    said = await sends(ana, here, json.dumps(whole).encode())
    assert "Check-ins: 2 new, 0 here already" in said
    assert "Check-ins that I cannot read: 5" in said
    assert "Reminders that I cannot read: 1" in said
    assert "Things that I do not know: 2." in said


async def test_an_answer_fits_the_kind_of_its_own_measure_wherever_that_stands_in_the_file(
    here: Company, ana: Person
) -> None:
    whole = json.loads(await exported(ana))
    [good, *_] = whole["sections"]["checkins"]
    named = {"label": "Stiffness", "place": 0, "used_at": None, "retired": False}
    own = {"measure": "own-abc123", "kind": "scale", **named}
    pain_as_a_tick = {"measure": "pain", "kind": "symptom", **named, "label": ""}
    answers = [[{"measure": "own-abc123", "value": value, "at": None}] for value in (10, 11)]
    whole["sections"] = {
        "checkins": [
            good | {"answers": one, "opened_at": f"2026-03-02T06:0{minute}:00+00:00"}
            for minute, one in enumerate(answers)
        ],
        "tracked": [own, pain_as_a_tick],
    }
    await ana.command("import")
    said = await sends(ana, here, json.dumps(whole).encode())
    assert "Check-ins: 1 new, 0 here already" in said
    assert "Check-ins that I cannot read: 1" in said
    await ana.taps("Bring it in")
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        assert [one.key for one in await uow.tracked.of(member.id)] == ["own-abc123"]


async def test_check_ins_that_would_soon_be_deleted_again_are_told_before(here: Company, ana: Person) -> None:
    whole = json.loads(await exported(ana))
    old = json.loads(json.dumps(whole["sections"]["checkins"][0]).replace("2026-03-02", "2024-03-02"))
    whole["sections"]["checkins"].append(old)
    await ana.command("import")
    said = await sends(ana, here, json.dumps(whole).encode())
    assert "older than 365 days: 1." in said
    assert "How long I keep answers" in ana.buttons
