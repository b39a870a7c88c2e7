"""What a member keeps here is theirs, as a conversation: seen, taken along, forgotten, brought back."""

import json

import pytest

from core.knowledge import Knowledge
from core.model.identity import Role
from core.model.message import DoorButton
from core.model.reply import Say
from tests.core.belongings_kit import documents, is_forgotten, sections, settled_in
from tests.core.company import Company, Person
from tests.stage import GROUP, account_of


@pytest.fixture
async def ana(here: Company) -> Person:
    return await settled_in(here)


async def test_a_member_is_told_what_there_is_since_when_and_how_long(ana: Person) -> None:
    told = await ana.says("what do you have about me")
    assert told == (
        "What I have about you\n"
        "Check-ins: 2, from Monday 2 March 2026 to today\n"
        "Reminders: 1\n"
        "Your accounts: 1\n"
        "Your time zone: London\n"
        "What you agreed to: 1\n"
        "I keep check-ins for 365 days. The rest stays until you delete it, or say that I should forget you."
    )
    assert list(ana.buttons) == ["Take it with you", "Bring back a file", "Forget me", "Privacy"]


async def test_what_waits_for_an_answer_is_told_too(ana: Person) -> None:
    await ana.command("privacy")
    privacy = ana.seen
    await ana.command("remind rest")
    ana.seen = privacy
    assert "Questions that wait for your answer: 1" in await ana.taps("What I keep about you")


@pytest.mark.parametrize("command", ["mydata", "export", "forget"])
async def test_asking_makes_no_member_of_a_stranger(here: Company, command: str) -> None:
    assert "I have nothing about you." in await here.member("zoe").command(command)
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(account_of("zoe")) is None


async def test_the_export_holds_every_word_and_its_tables_are_inert(ana: Person) -> None:
    await ana.command("export")
    files = documents(ana)
    assert list(files) == ["spoonlight-export-2026-03-03.json", "checkins.csv", "reminders.csv"]
    whole = json.loads(files["spoonlight-export-2026-03-03.json"].content)
    assert whole["format"], whole["version"] == ("spoonlight-export", 1)
    first = whole["sections"]["checkins"][0]
    assert [answer["value"] for answer in first["answers"]] == [1, 2, 3, 4, 5]
    assert first["note"] == "=SUM(A1) a hard day"
    assert whole["sections"]["reminders"][0]["what"] == "take Vitamin D"
    assert b",1,'=SUM(A1) a hard day\r\n" in files["checkins.csv"].content


@pytest.mark.parametrize("command", ["export", "import"])
async def test_files_go_through_the_private_chat_alone(ana: Person, command: str) -> None:
    ana.place = GROUP
    assert await ana.command(command) == "This is for your eyes only. Let us do it in our private chat."
    assert documents(ana) == {}
    assert all(isinstance(reply, Say) and reply.private for reply in ana.replies)
    assert isinstance(ana.buttons["Open our private chat"], DoorButton)
    await ana.taps("Open our private chat")
    assert documents(ana) if command == "export" else "Send me the file here" in str(ana.seen)


@pytest.mark.parametrize("command", ["mydata", "forget"])
async def test_in_a_group_the_answer_is_for_the_asker_alone(ana: Person, command: str) -> None:
    ana.place = GROUP
    assert "Check-ins: 2" in await ana.command(command)
    assert all(isinstance(reply, Say) and reply.private for reply in ana.replies)


async def test_an_anonymous_admin_is_told_that_only_a_person_can_have_this(here: Company) -> None:
    assert here.transport.roles == {}
    mo = here.moderator()
    assert here.transport.roles["mo", GROUP.conversation] is Role.MODERATOR
    assert "nothing about you" in await mo.command("mydata")


async def test_forgetting_asks_twice_and_says_what_goes_and_what_stays(ana: Person) -> None:
    first = await ana.command("forget")
    assert "Check-ins: 2" in first
    assert "posts that moderators made for a group" in first
    assert list(ana.buttons) == ["Take it with you first", "Forget everything", "Keep it"]
    assert "I cannot bring it back." in await ana.taps("Forget everything")
    assert await ana.taps("No, keep it") == "All right. Everything stays as it is."
    assert len((await sections(ana))["checkins"]) == 2


async def test_a_forgotten_member_is_a_stranger_with_nothing_waiting(here: Company, ana: Person) -> None:
    await ana.command("remind rest")
    last = await is_forgotten(ana)
    assert "Check-ins: 2" in last
    assert "nothing about you is left here" in last
    assert "choose Delete chat" in last
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(account_of("ana")) is None
        assert await uow.forms.current(account_of("ana")) is None
        assert await uow.schedules.next_due_at() is None
    here.clock.forward(days=2)
    assert await here.due() == []
    assert await ana.command("mydata") == "I have nothing about you."


async def test_a_second_yes_makes_no_new_member(here: Company, ana: Person) -> None:
    await ana.command("forget")
    await ana.taps("Forget everything")
    asked = ana.seen
    await ana.taps("Yes, forget everything")
    ana.seen = asked
    assert await ana.taps("Yes, forget everything") == "I have nothing about you. There is nothing to delete."
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(account_of("ana")) is None


def test_every_kind_that_a_feature_declares_has_its_words(knowledge: Knowledge) -> None:
    told_one_by_one = {"you", "waiting"}
    for holding in knowledge.table.holdings:
        assert holding.name in told_one_by_one or knowledge.words(f"belongings.holds_{holding.name}")
