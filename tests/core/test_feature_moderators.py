"""Who moderates a group: admins of the chat, and whomever they name; the record; the desk. As people read it."""

from dataclasses import replace

import pytest

from core.model.identity import Platform, Role
from core.model.inbound import CommandGiven
from core.model.message import Mention, Outbound, Paragraph
from core.model.naming import ASK_KEPT, CALL_OPEN_FOR, Rank, RankThere
from core.upkeep import tidy
from tests.core.company import Company, Person
from tests.stage import GROUP, account_of, private_with

REFUSED = "Only this group's moderators can do that."
PANEL = "Who moderates this group"
HELPERS = RankThere(rank=Rank(platform=Platform.TELEGRAM, id="1234567890123456789"), name="Helpers")


def in_group(here: Company, name: str = "ana") -> Person:
    """A member who stands in the group; the platform says so when it is asked."""
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    return Person(here, name, GROUP, Role.MEMBER)


def mentions(shown: Outbound) -> list[str]:
    spans = [span for block in shown.blocks if isinstance(block, Paragraph) for span in block.spans]
    return [span.account.user_id for span in spans if isinstance(span, Mention)]


async def refused(one: Person) -> bool:
    said = await one.command("group record")
    assert (REFUSED in said) is not ("What this group's moderators did" in said)
    return REFUSED in said


async def founds(mo: Person) -> None:
    """The group is known from now on."""
    await mo.command("group moderators")


async def becomes_a_moderator(mo: Person, ana: Person) -> None:
    await mo.command("group moderators")
    await mo.taps("Ask for helpers")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    await mo.taps("All moderators")
    await mo.taps("Yes to 1")


async def test_a_member_is_refused_until_an_admin_names_them(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await founds(mo)
    assert await refused(ana)
    await becomes_a_moderator(mo, ana)
    assert "What this group's moderators did" in await ana.command("group record")
    assert mo.seen is not None
    assert [one for one in await here.due() if "You are a moderator now" in one]


async def test_nobody_can_ask_to_help_before_moderators_look_for_helpers_or_a_day_after(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await founds(mo)
    assert "You do not moderate this group." in await ana.command("moderate")
    await mo.taps("Ask for helpers")
    assert "look for helpers" in await ana.command("moderate")
    assert "Would you like to help?" in await ana.taps("Open our private chat")
    here.clock.forward(seconds=CALL_OPEN_FOR.total_seconds() + 1)
    assert "You do not moderate this group." in await ana.taps("I would like to help")
    ana.place = GROUP
    assert "You do not moderate this group." in await ana.command("moderate")


async def test_the_panel_shows_by_mention_who_would_like_to_help(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await founds(mo)
    await mo.taps("Ask for helpers")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    said = await mo.command("group moderators")
    assert "Would like to help:" in said
    assert mentions(mo.seen) == [ana.account.user_id]


async def test_somebody_who_was_not_named_stays_a_member_and_hears_nothing(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await founds(mo)
    await mo.taps("Ask for helpers")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    await mo.command("group moderators")
    panel = mo.seen
    assert "They were not named." in await mo.taps("No to 1")
    assert await here.due() == []
    assert await refused(ana)
    mo.seen = panel
    assert await mo.taps("No to 1") == "That was done already."


async def test_of_two_admins_who_say_yes_the_second_is_told_that_it_was_done(here: Company) -> None:
    mo, max_, ana = here.moderator(), here.moderator("max"), in_group(here)
    await founds(mo)
    await mo.taps("Ask for helpers")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    await mo.command("group moderators")
    await max_.command("group moderators")
    assert "They are a moderator now." in await mo.taps("Yes to 1")
    assert await max_.taps("Yes to 1") == "That was done already."
    assert len(await here.due()) == 1


async def test_a_named_moderator_who_left_the_group_has_no_rights_at_the_next_tap(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    await ana.command("group record")
    ana.place = private_with("ana")
    del here.transport.roles["ana", GROUP.conversation]
    ana.seen = mo.seen
    assert REFUSED in await ana.taps("All moderators")


async def test_only_admins_of_the_chat_change_who_moderates(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    admins_panel = mo.seen
    said = await ana.command("group moderators")
    assert "Only the admins of the chat can change this." in said
    assert "Ask for helpers" not in ana.buttons
    ana.seen = admins_panel  # a button that was copied from an admin's screen
    assert await ana.taps("Undo") == "Only the admins of the chat can change this."
    await mo.command("group moderators")
    ana.seen = mo.seen
    for label in ("Ask for helpers", "Take somebody off"):
        assert await ana.taps(label) == "Only the admins of the chat can change this."


async def test_somebody_is_taken_off_and_it_can_be_undone(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    await mo.command("group moderators")
    await mo.taps("Take somebody off")
    assert "They are no moderator any more" in await mo.taps("Take off 1")
    assert await refused(ana)
    await mo.taps("Undo")
    assert not await refused(ana)


async def test_a_named_moderator_can_stop_and_hears_no_news_any_more(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    await ana.command("group desk")
    assert "You hear of it in our private chat." in await ana.taps("Tell me")
    ana.place = GROUP
    await ana.command("group moderators")
    assert "Thank you for your help." in await ana.taps("I want to stop")
    assert await refused(ana)
    assert "Nobody hears of it yet." in await mo.command("group desk")


async def test_everybody_with_a_named_role_is_a_moderator(here: Company) -> None:
    here.transport.ranks_there[GROUP.conversation] = (HELPERS,)
    mo, ana, ben = here.moderator(), in_group(here), in_group(here, "ben")
    here.transport.ranks["ana", GROUP.conversation] = frozenset({HELPERS.rank.id})
    await mo.command("group moderators")
    await mo.taps("A Discord role")
    assert "Everybody with the role Helpers is a moderator now." in await mo.taps("Helpers")
    assert not await refused(ana)
    assert await refused(ben)
    here.transport.ranks["ana", GROUP.conversation] = frozenset()
    assert await refused(ana)
    here.transport.ranks["ana", GROUP.conversation] = frozenset({HELPERS.rank.id})
    assert "The role Helpers makes nobody a moderator any more." in await mo.taps("Undo")
    assert await refused(ana)


async def test_a_role_that_the_server_does_not_have_cannot_be_named(here: Company) -> None:
    here.transport.ranks_there[GROUP.conversation] = (HELPERS,)
    mo = here.moderator()
    await mo.command("group moderators")
    await mo.taps("A Discord role")
    here.transport.ranks_there[GROUP.conversation] = ()
    assert await mo.taps("Helpers") == "That was done already."


async def test_what_the_platform_said_with_the_event_is_not_asked_again(here: Company) -> None:
    here.transport.ranks_there[GROUP.conversation] = (HELPERS,)
    mo, ana = here.moderator(), in_group(here)
    await mo.command("group moderators")
    await mo.taps("A Discord role")
    await mo.taps("Helpers")
    origin = replace(ana._origin(), ranks=frozenset({HELPERS.rank.id}))
    assert "What this group's moderators did" in await ana.does(CommandGiven(origin=origin, name="group record"))


async def test_the_record_says_who_did_it_to_other_moderators(here: Company) -> None:
    mo, max_, ana = here.moderator(), here.moderator("max"), in_group(here)
    await becomes_a_moderator(mo, ana)
    said = await mo.command("group record")
    assert "Made somebody a moderator. By you." in said
    said = await max_.command("group record")
    assert "Asked for helpers. By this person." in said
    assert set(mentions(max_.seen)) == {mo.account.user_id}


async def test_a_moderator_of_another_app_is_named_by_the_app_alone(here: Company) -> None:
    mo = here.moderator()
    await becomes_a_moderator(mo, in_group(here))
    async with here.bot.open_unit() as uow:
        group = await uow.groups.of_chat(GROUP)
        assert group is not None
        there = replace(account_of("dora"), platform=Platform.DISCORD)
        dora = await uow.members.welcome(there, now=here.clock.now())
        await uow.naming.name(group.id, dora.id, now=here.clock.now())
        await uow.commit()
    said = await mo.command("group moderators")
    assert "somebody on Discord" in said
    assert "dora" not in said


async def test_an_anonymous_admins_act_has_no_name_and_makes_no_member(here: Company) -> None:
    """Telegram's anonymous admin: known by the chat alone, with the right that the platform gave with the message."""
    mo = here.moderator()
    await founds(mo)
    origin = replace(
        mo._origin(),
        account=replace(mo.account, user_id=GROUP.conversation),
        anonymous=True,
        role=Role.MODERATOR,
    )
    ghost = Person(here, "ghost", GROUP, Role.MODERATOR)
    assert PANEL in await ghost.does(CommandGiven(origin=origin, name="group moderators"))
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(origin.account) is None


async def test_a_channel_that_speaks_in_the_group_moderates_nothing_whatever_was_named(here: Company) -> None:
    here.transport.ranks_there[GROUP.conversation] = (HELPERS,)
    mo = here.moderator()
    await mo.command("group moderators")
    await mo.taps("A Discord role")
    await mo.taps("Helpers")
    here.transport.roles["-555", GROUP.conversation] = Role.MEMBER
    here.transport.ranks["-555", GROUP.conversation] = frozenset({HELPERS.rank.id})
    origin = replace(mo._origin(), account=replace(mo.account, user_id="-555"), anonymous=True, role=None)
    channel = Person(here, "channel", GROUP, None)
    assert REFUSED in await channel.does(CommandGiven(origin=origin, name="group moderators"))


async def test_whoever_moderates_comes_with_moderate_to_the_groups_panel(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    assert await ana.command("moderate") == await ana.command("group")


@pytest.mark.parametrize("days", [0, 8])
async def test_a_wish_to_help_is_let_go_after_a_week(here: Company, days: int) -> None:
    mo, ana = here.moderator(), in_group(here)
    await founds(mo)
    await mo.taps("Ask for helpers")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    assert ASK_KEPT.days == 7
    here.clock.forward(days=days)
    await tidy(here.bot.open_unit, here.clock.now())
    said = await mo.command("group moderators")
    assert ("Would like to help:" in said) is (days == 0)


async def test_forgetting_a_member_takes_their_name_off(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await becomes_a_moderator(mo, ana)
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        await uow.members.forget(member.id, now=here.clock.now())
        await uow.commit()
    assert await refused(ana)
    assert "Nobody else is named." in await mo.command("group moderators")
