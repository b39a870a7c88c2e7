"""Questions and lines without a name, as conversations: who sees what, and who was faster."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.identity import Role
from core.model.inbound import ButtonTapped
from core.model.message import DoorButton
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock
from tests.rows import database_of, rows_of
from tests.stage import GROUP, private_with

QUESTION = "What helps you fall asleep?"


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=False) as opened:
        yield opened


@pytest.fixture
async def mo(here: Company) -> Person:
    """A moderator of a group that takes both kinds."""
    return await takes_both(here)


async def takes_both(here: Company) -> Person:
    mo = here.moderator()
    await mo.command("group anonymous")
    await mo.taps("Turn on: questions")
    await mo.taps("Turn on: messages")
    return mo


def in_the_group(here: Company, name: str = "ana") -> Person:
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    return here.member(name)


async def ripens(here: Company) -> list[str]:
    """An hour goes by."""
    lines = []
    for _ in range(2):
        here.clock.move_to(here.clock.now() + timedelta(minutes=30))
        lines += await here.due()
    return lines


async def asks(ana: Person, said: str = QUESTION) -> str:
    await ana.command("ask group")
    await ana.says(said)
    return await ana.taps("Hand it in")


async def sees_the_queue(mo: Person) -> str:
    await mo.command("group anonymous")
    return await mo.taps("See what waits")


async def test_it_is_off_until_a_moderator_turns_it_on(here: Company) -> None:
    ana = in_the_group(here)
    assert "None of your groups takes questions" in await ana.command("ask group")
    mo = here.moderator()
    assert "Questions to the group: off" in await mo.command("group anonymous")
    await mo.taps("Turn on: questions")
    assert "Type it as your next message" in await ana.command("ask group")
    assert "None of your groups takes messages" in await ana.command("ask moderators")
    await mo.taps("Turn off: questions")
    assert "None of your groups takes questions" in await ana.command("ask group")


async def test_a_stranger_and_whoever_left_cannot_write(here: Company, mo: Person) -> None:
    assert "None of your groups" in await here.member("eve").command("ask group")
    ana = in_the_group(here)
    await ana.command("ask group")
    await ana.says(QUESTION)
    del here.transport.roles["ana", GROUP.conversation]
    assert "None of your groups" in await ana.taps("Hand it in")
    await ripens(here)
    assert "Nothing waits" not in await mo.command("group anonymous")
    assert "See what waits (1)" not in mo.buttons


async def test_a_question_is_seen_first_approved_and_posted_as_it_is(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await ana.command("ask group")
    preview = await ana.says(QUESTION)
    assert QUESTION in preview
    assert "can give you away" in preview
    assert "30 to 60 minutes" in await ana.taps("Hand it in")
    assert "It waits for the moderators" in await ana.taps("See how it stands")
    await ripens(here)
    assert QUESTION in await sees_the_queue(mo)
    assert "Posted." in await mo.taps("Post it")
    (posted,) = await here.due()
    assert QUESTION in posted
    assert "Asked without a name" in posted
    assert "It is in the group" in await ana.taps("See how it stands")


async def test_a_posted_question_can_be_taken_out_of_the_group_again(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await asks(ana)
    await ripens(here)
    await sees_the_queue(mo)
    await mo.taps("Post it")
    posted = mo.seen
    await here.due()
    assert "taking it out" in await mo.taps("Take it out again")
    await here.due()
    mo.seen = posted
    assert "taken out of the group already" in await mo.taps("Take it out again")
    assert "took it out of the group again" in await ana.taps("See how it stands")
    async with here.bot.open_unit() as uow:
        assert await uow.outbox.receipts("anonymous_post", 1) == []


@pytest.mark.usefixtures("mo")
async def test_the_words_may_stand_behind_the_command(here: Company) -> None:
    ana = in_the_group(here)
    assert QUESTION in await ana.command(f"ask group {QUESTION}")
    assert "First the moderators see it" in await ana.command(f"ask {QUESTION}")
    assert "Only the group's moderators will see it" in await ana.command("ask moderators I feel left out.")
    assert QUESTION in await ana.says(f"/ask group {QUESTION}")


async def test_moderators_are_told_only_that_something_waits_and_not_at_once(here: Company, mo: Person) -> None:
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        member = await uow.members.welcome(mo.account, now=here.clock.now())
        await uow.desk.add(group.id, private_with("mo"), member_id=member.id)
        await uow.commit()
    ana = in_the_group(here)
    await asks(ana)
    here.clock.move_to(here.clock.now() + timedelta(minutes=30))
    assert await here.due() == []
    await mo.command("group anonymous")
    assert not any(label.startswith("See what waits") for label in mo.buttons)
    here.clock.move_to(here.clock.now() + timedelta(minutes=30))
    assert await here.due() == ["Something without a name waits for the moderators."]
    here.clock.move_to(here.clock.now() + timedelta(minutes=60))
    assert await here.due() == []


async def test_a_declined_question_is_never_posted_and_its_writer_can_see_that(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await asks(ana)
    await ripens(here)
    await sees_the_queue(mo)
    assert "Declined. The words are gone." in await mo.taps("Decline")
    assert await here.due() == []
    assert "did not post this one" in await ana.taps("See how it stands")


async def test_of_two_moderators_one_decides_and_the_other_is_told(here: Company, mo: Person) -> None:
    await asks(in_the_group(here))
    await ripens(here)
    zoe = here.moderator("zoe")
    await sees_the_queue(mo)
    await sees_the_queue(zoe)
    await mo.taps("Post it")
    assert "Another moderator was faster: it was posted." in await zoe.taps("Decline")
    assert len(await here.due()) == 1
    record = await mo.command("group record")
    assert record.count("Let a question without a name through") == 1
    assert "Declined" not in record


async def test_whoever_takes_it_back_is_faster_or_is_told_the_truth(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await asks(ana)
    await ripens(here)
    await sees_the_queue(mo)
    assert "You took it back" in await ana.taps("Take it back")
    assert "has taken it back" in await mo.taps("Post it")
    assert await here.due() == []
    await asks(ana)
    handed_in = ana.seen
    await ripens(here)
    await sees_the_queue(mo)
    await mo.taps("Post it")
    ana.seen = handed_in
    assert "It is in the group" in await ana.taps("Take it back")


async def test_an_answer_waits_for_whoever_holds_the_ticket_and_is_sent_to_nobody(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await ana.command("ask moderators")
    await ana.says("I felt left out last week.")
    await ana.taps("Hand it in")
    assert "There is no answer yet" in await ana.taps("Look for an answer")
    await ripens(here)
    assert "I felt left out" in await sees_the_queue(mo)
    await mo.taps("Write an answer")
    await mo.taps(next(iter(mo.buttons)))
    await mo.says("We are sorry. Thank you for telling us.")
    assert await here.due() == []
    seen = await ana.taps("Look for an answer")
    assert "We are sorry" in seen
    assert "I felt left out" in seen


@pytest.mark.usefixtures("mo")
async def test_a_draft_is_put_away_handed_in_once_and_gone_after_an_hour(here: Company) -> None:
    ana = in_the_group(here)
    await ana.command("ask group")
    await ana.says(QUESTION)
    preview = ana.seen
    await ana.taps("Hand it in")
    ana.seen = preview
    assert "I do not have those words any more" in await ana.taps("Hand it in")
    await ana.command("ask group")
    await ana.says(QUESTION)
    preview = ana.seen
    assert "I kept nothing" in await ana.taps("Put it away")
    ana.seen = preview
    assert "I do not have those words any more" in await ana.taps("Hand it in")
    await ana.command("ask group")
    await ana.says(QUESTION)
    here.clock.move_to(here.clock.now() + timedelta(hours=1))
    assert "I do not have those words any more" in await ana.taps("Hand it in")


@pytest.mark.usefixtures("mo")
async def test_a_draft_of_somebody_else_cannot_be_handed_in(here: Company) -> None:
    ana, ben = in_the_group(here), in_the_group(here, "ben")
    await ana.command("ask group")
    await ana.says(QUESTION)
    ben.seen = ana.seen
    assert "I do not have those words any more" in await ben.taps("Hand it in")


async def test_words_of_a_crisis_get_help_first_and_are_passed_on_to_nobody(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await ana.command("ask group")
    said = await ana.says("I want to end my life")
    assert "I am a program" in said
    assert "I did not pass on what you wrote" in said
    assert "I did not pass on" in await ana.command("ask group I want to end my life")
    assert "Hand it in" not in ana.buttons
    await ripens(here)
    await mo.command("group anonymous")
    assert not any(label.startswith("See what waits") for label in mo.buttons)


@pytest.mark.usefixtures("mo")
async def test_another_command_puts_the_open_room_away(here: Company) -> None:
    ana = in_the_group(here)
    await ana.command("ask group")
    assert "I put away what we had begun" in await ana.command("learn")
    assert "It will read like this" not in await ana.says("what is fibro fog")


@pytest.mark.usefixtures("mo")
async def test_a_half_filled_form_waits_beside_it(here: Company) -> None:
    """Nothing of a member's rows is touched: not even a form of theirs is put away."""
    ana = in_the_group(here)
    await ana.command("remind")
    before = rows_of(database_of(here.bot))
    await ana.command("ask group")
    assert QUESTION in await ana.says(QUESTION)
    assert rows_of(database_of(here.bot)) == before


async def test_the_button_in_the_group_leads_into_the_private_chat(here: Company, mo: Person) -> None:
    await mo.command("group anonymous")
    assert "on its way to the group" in await mo.taps("Post the button in the group")
    await here.due()
    ana = in_the_group(here)
    ana.seen = here.transport.sent[-1].message
    assert all(isinstance(one, DoorButton) for one in ana.buttons.values())
    assert "Type it as your next message" in await ana.taps("Ask the group")


@pytest.mark.usefixtures("mo")
async def test_the_same_tap_told_twice_hands_in_once(here: Company) -> None:
    ana = in_the_group(here)
    await ana.command("ask group")
    await ana.says(QUESTION)
    button = ana.buttons["Hand it in"]
    packed = here.bot.signer.sign(button.action, conversation=ana.place.conversation)  # type: ignore[union-attr]
    tapped = ButtonTapped(origin=ana._origin(), packed=packed, message_private=True)
    assert await here.bot.handle(tapped, here.transport)
    assert await here.bot.handle(tapped, here.transport) == ()


async def test_while_a_groups_posts_rest_what_is_written_without_a_name_is_seen_all_the_same(
    here: Company, mo: Person
) -> None:
    await mo.command("group pause a week")
    await asks(in_the_group(here))
    await ripens(here)
    assert QUESTION in await sees_the_queue(mo)
