"""The preview over real HTTP: people talk, tap, fill in and move the clock; private things stay with their person."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.bots.preview_client import Preview, Shown, preview_in


@pytest.fixture
async def preview(tmp_path: Path) -> AsyncIterator[Preview]:
    async with preview_in(tmp_path) as opened:
        yield opened


def labels(entry: Shown) -> list[str]:
    return [button["label"] for row in entry["buttons"] for button in row]


async def test_a_check_in_is_done_by_taps_in_one_message_that_changes_in_its_place(preview: Preview) -> None:
    robin = await preview.tab()
    await robin.says("/checkin")
    first = await robin.sees("Question 1 of 5")
    for number, value in enumerate(("6", "7", "Skip", "3", "2"), start=1):
        await robin.sees(f"Question {number} of 5")
        await robin.taps(value)
    saved = await robin.sees("Saved.")
    assert saved["id"] == first["id"]
    assert saved["edited"]
    assert "6 of 10" in robin.text


async def test_a_check_in_in_the_group_is_seen_by_its_person_alone(preview: Preview) -> None:
    robin, sam, mika = [await preview.tab(person, "group") for person in ("robin", "sam", "mika")]
    await robin.says("/checkin")
    question = await robin.sees("Question 1 of 5")
    assert question["only_you"]
    await robin.taps("9")
    await robin.sees("Question 2 of 5")
    await robin.says("Good morning to all of you")
    for other in (sam, mika, await preview.tab("sam", "group"), await preview.tab("sam")):
        if other.stand["place"] == "group":
            await other.sees("Good morning to all of you")
        assert "Question" not in other.text
        assert "/checkin" not in other.text
    assert "Question 2 of 5" in (await preview.tab("robin", "group")).text


async def test_somebody_elses_button_does_nothing_even_when_its_payload_is_known(preview: Preview) -> None:
    robin, sam = await preview.tab("robin", "group"), await preview.tab("sam", "group")
    await robin.says("/checkin")
    entry, button = await robin.button("9")
    refused = await sam.post("tap", entry=entry["id"], packed=button["packed"])
    assert "belongs to someone else" in refused["notices"][0]
    await robin.taps("4")
    await robin.sees("Question 2 of 5")
    assert "Question" not in sam.text


@pytest.mark.parametrize("packed", ["", "nonsense", "AAAAAAAA*.checkin.begin", "a" * 200])
async def test_a_forged_button_gets_a_kind_line(preview: Preview, packed: str) -> None:
    robin = await preview.tab()
    assert "too old" in (await robin.post("tap", entry=1, packed=packed))["notices"][0]


async def test_in_the_group_only_a_mention_is_heard(preview: Preview) -> None:
    robin = await preview.tab("robin", "group")
    assert not (await robin.says("What is pacing?"))["heard"]
    assert (await robin.says("@Spoonlight what is pacing?"))["heard"]
    await robin.sees("Pacing")


async def test_where_plain_words_cannot_be_answered_hidden_the_answer_goes_to_the_private_chat(
    preview: Preview,
) -> None:
    group, private = await preview.tab("robin", "group", "discord"), await preview.tab("robin", "private", "discord")
    answer = await group.says("@Spoonlight asdfgh qwertz?")
    assert answer["notices"] == ["I answered you in our private chat."]
    await private.sees("I do not know that one")
    assert "I do not know that one" not in group.text


async def test_a_reminder_arrives_when_the_clock_is_moved_to_its_minute(preview: Preview) -> None:
    robin = await preview.tab()
    await robin.says("/timezone Leeds")
    await robin.sees("clock of London")
    await robin.says("/remind rest every day at 9 am")
    await robin.sees("I will remind you every day at 9:00 am")
    await robin.post("clock", to="nine_tomorrow")
    reminder = await robin.sees("When you are ready.")
    assert reminder["time"] == "9:00 am"
    await robin.until_clock_moved()
    assert robin.clock["zone"] == "Europe/London"


async def test_a_whole_day_passes_without_losing_what_falls_due_on_the_way(preview: Preview) -> None:
    robin = await preview.tab()
    await robin.says("/timezone Leeds")
    await robin.sees("clock of London")
    await robin.post("clock", to="nine_tomorrow")
    for time in ("10 am", "3 pm", "11 pm"):
        await robin.says(f"/remind rest every day at {time}")
        await robin.sees("I will remind you")
    await robin.post("clock", to="day")
    came = [one["time"] for one in robin.entries.values() if "When you are ready." in str(one["parts"])]
    assert came == ["10:00 am", "3:00 pm", "7:30 am"], "the late one waits until the quiet hours end"


async def test_the_clock_goes_back_to_real_time_and_keeps_what_came(preview: Preview) -> None:
    robin = await preview.tab()
    await robin.says("/start")
    await robin.post("clock", to="day")
    await robin.sees("Hello, I am Spoonlight.")
    await robin.post("clock", to="now")
    assert preview.clock.offset == timedelta()
    assert "Hello, I am Spoonlight." in robin.text


async def test_a_moderator_sets_up_a_daily_post_and_it_appears_for_all(preview: Preview) -> None:
    mika, sam = await preview.tab("mika", "group", "discord"), await preview.tab("sam", "group")
    await mika.says("/group schedule")
    assert (await mika.sees("This group's daily posts"))["only_you"]
    assert "This group's daily posts" not in sam.text
    [form] = (await mika.taps("Set the time zone"))["forms"]
    await mika.post("form", packed=form["packed"], values={"where": "Leeds"})
    await mika.says("/group schedule snippet every day at 9 am")
    await mika.sees("every day at 9:00 am")
    await mika.post("clock", to="nine_tomorrow")
    post = await sam.sees("Today's short read")
    assert (post["time"], post["only_you"]) == ("9:00 am", False)
    await sam.says("/group schedule")
    await sam.sees("Only this group's moderators can do that.")


async def test_the_commands_on_offer_fit_the_person_and_the_place(preview: Preview) -> None:
    moderators, members = await preview.tab("mika", "group"), await preview.tab("sam", "group")
    offered = [one["name"] for one in (await moderators.get("scene"))["commands"]]
    assert "group schedule" in offered
    assert "group schedule" not in [one["name"] for one in (await members.get("scene"))["commands"]]
    assert (await members.get("suggest", command="learn", option="topic", text="pac"))["choices"] != []


async def test_a_form_is_one_dialog_in_one_look_and_questions_in_the_other(preview: Preview) -> None:
    discord, telegram = await preview.tab("robin", look="discord"), await preview.tab("sam")
    for tab in (discord, telegram):
        await tab.says("/timezone Leeds")
        await tab.sees("clock of London")
        await tab.says("/remind")
    [form] = (await discord.taps("My own words"))["forms"]
    values = {"what": "take a short rest", "when": "every day at 8:15"}
    assert [field["name"] for field in form["fields"]] == list(values)
    await discord.post("form", packed=form["packed"], values=values)
    assert (await telegram.taps("My own words"))["forms"] == []
    for answer in values.values():
        await telegram.says(answer)
    for tab in (discord, telegram):
        await tab.sees("I will remind you every day at 8:15 am")


async def test_the_door_in_the_group_opens_the_private_chat(preview: Preview) -> None:
    group, private = await preview.tab("sam", "group"), await preview.tab("sam")
    _, door = await group.button("Open our private chat")
    assert door["kind"] == "door"
    await private.post("door", payload=door["payload"])
    assert "My reminders" in labels(await private.sees("What would you like?"))


async def test_the_same_door_is_answered_hidden_where_there_are_no_start_links(preview: Preview) -> None:
    robin, sam = await preview.tab("robin", "group", "discord"), await preview.tab("sam", "group", "discord")
    await robin.taps("Open our private chat")
    assert (await robin.sees("What would you like?"))["only_you"]
    assert "What would you like?" not in sam.text
    assert "Hello, I am Spoonlight." in sam.text


async def test_a_wall_of_words_and_an_emoji_wall_get_a_short_answer(preview: Preview) -> None:
    robin = await preview.tab()
    await robin.says("word " * 3900)
    await robin.sees("That is a lot to take in at once.")
    await robin.says("🙂" * 500)
    await robin.says("/nonsense")
    await robin.sees("I do not know that one.")


async def test_times_are_told_by_the_browsers_clock_until_the_person_tells_their_own(preview: Preview) -> None:
    robin = await preview.tab()
    assert robin.clock["zone"] == "Europe/London"
    await robin.says("/timezone Sydney")
    await robin.sees("Thank you.")
    again = await preview.tab()
    assert again.clock["zone"] == "Australia/Sydney"
    assert datetime.fromisoformat(again.clock["at"]).tzinfo is not None


async def test_the_page_asks_nothing_of_any_other_site(preview: Preview) -> None:
    for path in ("", "page.css", "page.js", "draw.js", "composer.js"):
        async with preview.session.get(preview.app.address + path) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
            assert "Set-Cookie" not in answer.headers
            assert re.findall(r"(?:https?:)?//[a-z]", await answer.text()) == []
