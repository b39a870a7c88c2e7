"""Spoonlight on a simulated Discord: the real bot, the real content, an unmodified discord.py."""

from datetime import timedelta

import pytest

from bots.discord.client import create_client
from core.model.action import action
from core.model.message import Form, TextField, message
from core.model.reply import OpenForm, Replies, Say
from tests.bots.discord_house import House, labels
from tests.fakes import NINE

CHECKIN_IN_FULL = ("6", "4", "Skip", "2", "3")


async def test_start_is_answered_for_the_asker_alone(house: House) -> None:
    met = await house.ana.slash(house.general, "start")
    assert met.response.ephemeral
    assert "Hello, I am Spoonlight." in met.response.content
    assert "Check in" in labels(met.response)
    assert house.general.history(viewer=house.ben) == []


async def test_commands_are_offered_by_place_and_by_right(house: House) -> None:
    members, moderators = (set(one.available_commands(house.general)) for one in (house.ana, house.maya))
    assert moderators - members >= {"group setup", "group schedule", "group moderators", "group desk", "resource add"}
    assert {"start", "help", "learn", "checkin", "remind", "resources"} <= members
    assert "resources" in house.ana.user.available_commands()


async def test_a_topic_is_completed_and_read_to_its_source(house: House) -> None:
    proposed = await house.ana.autocomplete(house.general, "learn", "topic", "sle")
    assert proposed == [{"name": "Sleep and rest", "value": "sleep"}]
    topic = await house.ana.slash(house.general, "learn", topic="sleep")
    assert labels(topic.response)[-2:] == ["More titles", "All topics"]
    snippet = await house.ana.click(topic.response, label="Does bad sleep make pain worse?")
    assert snippet.response.ephemeral
    assert "Not medical advice." in topic.response.content
    source = await house.ana.click(topic.response, label="Source")
    assert source.acknowledged
    assert "Last checked" in topic.response.content


@pytest.mark.parametrize("in_guild", [True, False])
async def test_a_check_in_by_taps_ends_with_the_answers(house: House, in_guild: bool) -> None:
    asked = await (house.ana.slash(house.general, "checkin") if in_guild else house.ana.user.slash("checkin"))
    assert asked.response.ephemeral is in_guild
    clicker = house.ana if in_guild else house.ana.user
    for tap in CHECKIN_IN_FULL:
        await clicker.click(asked.response, label=tap)
    assert "Saved. Thank you." in asked.response.content
    assert "6 of 10" in asked.response.content
    assert "skipped" in asked.response.content
    assert house.general.history(viewer=house.ben) == []


async def test_an_old_button_works_after_a_restart(house: House) -> None:
    asked = await house.ana.slash(house.general, "checkin")
    await house.env.restart_bot(create_client(house.bot))
    await house.ana.click(asked.response, label="6")
    assert "Question 2 of 5" in asked.response.content


async def test_a_shared_resource_is_shown_first_and_posted_once(house: House) -> None:
    opened = await house.maya.slash(house.general, "resource add")
    assert opened.modal["title"] == "A resource for the group"
    filled = await house.maya.submit_modal(
        opened,
        {
            "title": "Pacing *gently*",
            "link": "https://example.org/pacing_(short)",
            "why": "Short and kind. @everyone",
            "tags": "pacing",
            "warning": "",
        },
    )
    assert filled.response.ephemeral
    assert house.general.history(viewer=house.ana) == []
    await house.maya.click(filled.response, label="Post now")
    await house.delivers()
    (posted,) = house.general.history(viewer=house.ana)
    assert r"Pacing \*gently\*" in posted.content
    assert not posted.mention_everyone
    assert labels(filled.response) == ["Show it"]


async def test_a_form_that_was_open_during_a_restart_still_counts(house: House) -> None:
    opened = await house.maya.slash(house.general, "group schedule", what="snippet")
    await house.env.restart_bot(create_client(house.bot))
    placed = await house.maya.submit_modal(opened, {"where": "Leeds"})
    assert placed.response.ephemeral
    assert "clock of London" in placed.response.content


async def test_a_moderators_schedule_arrives_in_the_channel(house: House) -> None:
    kept = await house.maya.slash(
        house.general, "group schedule", what="checkin", when="every day at 10", place="Leeds"
    )
    assert "every day at 10:00 am" in kept.response.content
    house.clock.move_to(NINE + timedelta(hours=1))
    await house.delivers()
    (prompt,) = house.general.history(viewer=house.ana)
    begun = await house.ana.click(prompt, label="Check in")
    assert begun.response.ephemeral
    assert "Question 1 of 5" in begun.response.content


async def test_a_mention_is_answered_for_the_one_who_asked_alone(house: House) -> None:
    await house.ana.send(house.general, f"{house.mention} is fibro autoimmune?")
    line = house.general.last_message
    assert line.content == "I can answer that for you alone."
    refused = await house.ben.click(line, label="Show me")
    assert refused.response.ephemeral
    assert "for the one who asked" in refused.response.content
    shown = await house.ana.click(line, label="Show me")
    assert shown.response.ephemeral
    assert "Not medical advice." in shown.response.content
    house.clock.move_to(NINE + timedelta(minutes=16))
    late = await house.ana.click(line, label="Show me")
    assert "15 minutes" in late.response.content


async def test_a_crisis_in_a_channel_is_never_answered_in_public(house: House) -> None:
    await house.ana.send(house.general, f"{house.mention} I want to kill myself")
    line = house.general.last_message
    assert line.content == "I can answer that for you alone."
    shown = await house.ana.click(line, label="Show me")
    assert shown.response.ephemeral
    assert "I am glad you said it." in shown.response.content


async def test_a_plain_question_in_private_is_answered_there(house: House) -> None:
    await house.ana.send_dm("is fibro autoimmune?")
    assert "Not medical advice." in house.ana.user.dm_channel.last_message.content


async def test_words_that_do_not_mention_the_bot_are_left_alone(house: House) -> None:
    await house.ana.send(house.general, "is fibro autoimmune?")
    assert len(house.general.history()) == 1


async def test_a_closed_private_chat_ends_the_delivery_kindly(house: House) -> None:
    await house.ana.slash(house.general, "timezone", place="Leeds")
    await house.ana.slash(house.general, "remind", what="rest", when="every day at 10")
    await house.delivers()  # the confirmation, in private
    house.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    house.clock.move_to(NINE + timedelta(hours=1))
    await house.delivers()
    async with house.bot.open_unit() as uow:
        counts = await uow.outbox.counts()
    assert {state.value: count for state, count in counts.items() if count} == {"sent": 1, "unreachable": 1}


async def report(*_: object) -> Replies:
    """A handler whose answer must be kept."""
    return [Say(message=message("Your report."), private=True, lasting=True)]


async def test_what_must_last_comes_into_the_private_chat_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.bot, "handle", report)
    asked = await house.ana.slash(house.general, "menu")
    assert (asked.response.content, asked.response.ephemeral) == ("Your report.", True)
    assert [(one.content, one.ephemeral) for one in asked.followups] == [
        ("I also sent this to our private chat, so that you can keep it.", True)
    ]
    assert house.ana.user.dm_channel.last_message.content == "Your report."


async def test_what_must_last_says_so_when_the_private_chat_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.bot, "handle", report)
    house.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    asked = await house.ana.slash(house.general, "menu")
    assert "Please keep a copy of this." in asked.followups[0].content


async def test_a_fault_of_ours_still_ends_in_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_much(*_: object) -> Replies:
        fields = tuple(TextField(name=str(number), label="?") for number in range(6))
        return [OpenForm(form=Form(action=action("a.b"), title="Too long a form", fields=fields))]

    monkeypatch.setattr(house.bot, "handle", too_much)
    asked = await house.ana.slash(house.general, "menu")
    assert asked.response.ephemeral
    assert "Something went wrong on my side." in asked.response.content
