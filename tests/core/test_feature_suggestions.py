"""Members suggest something for the group's list; its moderators decide, and the member is told in private."""

from pathlib import Path

from core.knowledge import Knowledge
from core.model.identity import Role
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock
from tests.stage import GROUP, private_with

TALK = {"title": "A talk about pacing", "link": "https://example.org/talk", "why": "It helped me rest in time."}


def of_the_group(here: Company, name: str = "ana") -> Person:
    """Stands in the group; the platform knows them there."""
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    return Person(here, name, GROUP, None)


async def suggests(here: Company, name: str = "ana", **changed: str) -> Person:
    """From the command in the group, through the door, to the end of the form."""
    person = of_the_group(here, name)
    await person.command("suggest")
    await person.taps("Open our private chat")
    for words in (TALK | changed).values():
        await person.says(words)
    return person


async def at_the_desk(here: Company, name: str = "mo") -> Person:
    """A moderator who wants to hear of things in private."""
    moderator = here.moderator(name)
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        member = await uow.members.welcome(moderator.account, now=here.clock.now())
        await uow.desk.add(group.id, private_with(name), member_id=member.id)
        await uow.commit()
    moderator.place = private_with(name)
    return moderator


def arrived(here: Company, person: Person) -> None:
    """Looks at the last message that came to them."""
    person.seen = [one for one in here.transport.sent if one.address == private_with(person.account.user_id)][
        -1
    ].message


async def test_a_suggestion_is_read_approved_with_one_tap_and_its_member_told(here: Company) -> None:
    mo = await at_the_desk(here)
    ana = await suggests(here)
    assert "moderators will look at it" in "".join(map(str, ana.seen.blocks))
    (line,) = await here.due()
    assert line == "A member suggested something for this group. Tap to read it."
    arrived(here, mo)
    shown = await mo.taps("Read it")
    assert all(words in shown for words in TALK.values())
    assert "ana" not in shown.replace("a suggestion", "").split()
    assert "It is in the group's list now." in await mo.taps("Add to the list")
    (told,) = await here.due()
    assert 'put "A talk about pacing" into the group\'s list' in told
    assert here.transport.sent[-1].address == private_with("ana")
    listed = here.member("ana")
    listed.place = GROUP
    await listed.command("resources")
    assert TALK["title"] in listed.buttons


async def test_the_desk_line_holds_no_word_of_the_member_and_comes_once_for_all_that_wait(here: Company) -> None:
    await at_the_desk(here)
    for number in range(3):
        await suggests(here, "ana", title=f"Zebrafinch {number}")
    lines = await here.due()
    assert len(lines) == 2, "one for the first, one more for that day"
    assert not [line for line in lines if "zebrafinch" in line.lower()]


async def test_nobody_has_more_than_three_waiting(here: Company) -> None:
    await at_the_desk(here)
    for _ in range(3):
        await suggests(here)
    ana = of_the_group(here)
    assert "You have 3 suggestions waiting." in await ana.command("suggest")
    assert "Thank you." in str((await suggests(here, "ben")).seen)


async def test_a_member_takes_a_suggestion_back_until_somebody_has_decided(here: Company) -> None:
    mo = await at_the_desk(here)
    ana = await suggests(here)
    kept = ana.seen
    assert "I took it back." in await ana.taps("Take it back")
    await here.due()
    arrived(here, mo)
    assert "No suggestions wait." in await mo.taps("Read it")
    ana = await suggests(here)
    kept = ana.seen
    await _opens_the_queue(mo)
    await mo.taps("Add to the list")
    ana.seen = kept
    assert "It is too late for that." in await ana.taps("Take it back")


async def test_of_two_moderators_at_once_one_decides_and_the_other_hears_what(here: Company) -> None:
    mo, max_ = await at_the_desk(here, "mo"), await at_the_desk(here, "max")
    await suggests(here)
    await here.due()
    for one in (mo, max_):
        await _opens_the_queue(one)
    await max_.taps("Do not add")
    assert "in the group's list now" in await mo.taps("Add to the list")
    assert "Another moderator was faster and put it on the list." in await max_.taps("It does not fit")
    assert len(await here.due()) == 1, "its member is told once"


async def test_a_suggestion_is_declined_kindly_with_a_reason(here: Company) -> None:
    mo = await at_the_desk(here)
    await suggests(here)
    await here.due()
    await _opens_the_queue(mo)
    assert "What shall I tell the member?" in await mo.taps("Do not add")
    assert "tell the member kindly" in await mo.taps("We have something like it")
    (told,) = await here.due()
    assert "They did not add it this time.\nThe group has something like it already." in told
    mo.place = GROUP
    record = await here.moderator().command("group record")
    assert "Declined: a member's suggestion" in record
    assert TALK["title"] not in record


async def test_a_moderator_changes_it_first_and_what_is_skipped_stays(here: Company) -> None:
    mo = await at_the_desk(here)
    await suggests(here)
    await here.due()
    await _opens_the_queue(mo)
    await mo.taps("Change it first")
    await mo.says("Pacing, a talk")
    await mo.taps("Skip")
    await mo.taps("Skip")
    assert "Pacing, a talk" in str(mo.seen)
    shown = await mo.taps("See it")
    assert "Pacing, a talk" in shown
    assert TALK["link"] in shown
    assert TALK["why"] in shown


async def test_a_link_that_is_none_is_kept_beside_the_words(here: Company) -> None:
    mo = await at_the_desk(here)
    ana = await suggests(here, link="javascript:alert(1)")
    assert "put it beside your words" in str(ana.seen)
    await here.due()
    shown = await _opens_the_queue(mo)
    assert "It helped me rest in time.\njavascript:alert(1)" in shown
    assert "Link(" not in str(mo.seen)


async def test_a_moderator_does_not_decide_about_their_own(here: Company) -> None:
    mo = await at_the_desk(here)
    await suggests(here, "mo")
    here.moderator()
    assert "You suggested this one." in await _opens_the_queue(mo) + await mo.taps("Add to the list")
    await _opens_the_queue(mo)
    await mo.taps("Do not add")
    assert "You suggested this one." in await mo.taps("No reason")


async def test_somebody_who_is_not_in_the_group_suggests_nothing(here: Company) -> None:
    ana = of_the_group(here)
    await ana.command("suggest")
    eve = here.member("eve")
    eve.seen = ana.seen
    assert await eve.taps("Open our private chat") == "This one is for people in that group."


async def test_what_a_member_suggested_is_in_their_export_and_goes_with_them(here: Company) -> None:
    await at_the_desk(here)
    ana = await suggests(here)
    assert "What you suggested for a group: 1" in await ana.command("mydata")
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        await uow.members.forget(member.id, now=here.clock.now())
        await uow.commit()
    assert "No suggestions wait." in await _opens_the_queue(await at_the_desk(here))


async def test_what_was_decided_is_let_go_after_its_time(here: Company) -> None:
    mo = await at_the_desk(here)
    await suggests(here)
    await _opens_the_queue(mo)
    await mo.taps("Add to the list")
    assert (await here.bot.tidy())["suggestions"] == 0
    here.clock.forward(days=31)
    assert (await here.bot.tidy())["suggestions"] == 1


async def _opens_the_queue(moderator: Person) -> str:
    moderator.place, private = GROUP, moderator.place
    shown = await moderator.command("resource queue")
    moderator.place = private
    return shown


async def test_a_call_for_help_in_a_modal_is_heard_before_it_is_a_suggestion(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    """The same words typed as plain messages are heard, too. A moderator's leaflet about such days is none."""
    async with company(knowledge, tmp_path, clock, forms=True) as here:
        ana = of_the_group(here)
        await ana.command("suggest")
        assert "I am glad you said it." in await ana.fills(**TALK | {"why": "I want to kill myself"})
        async with here.bot.open_unit() as uow:
            group = await uow.groups.of_chat(GROUP)
            assert group is None or await uow.suggestions.count_waiting(group.id) == 0
        mo = here.moderator()
        await mo.command("resource add")
        assert "Only you can see this." in await mo.fills(title="A leaflet", why="I want to kill myself: a talk.")


async def test_where_two_moderators_look_at_each_a_suggestion_that_one_took_up_waits_for_the_other(
    here: Company,
) -> None:
    mo = await at_the_desk(here)
    mo.place = GROUP
    await mo.command("resource list")
    await mo.taps("Ask for two moderators")
    ana = await suggests(here)
    await mo.command("resource queue")
    assert "It waits for a second look by another moderator now." in await mo.taps("Add to the list")
    told = await here.due()
    assert "A resource waits for a second look." in told
    assert any("once a second one has looked at it" in one for one in told)
    ana.place = GROUP
    assert "Nothing has been shared here yet." in await ana.command("resources")
    assert "It waits for another moderator." in await mo.taps("See it")
    max_ = here.moderator("max")
    await max_.command("resource list")
    await max_.taps("Waits: A talk about pacing")
    assert "Nothing was posted." in await max_.taps("Keep in the list")
    await ana.command("resources")
    assert TALK["title"] in ana.buttons
