"""A member meets Spoonlight, reads, and asks in plain words."""

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

FIRST = ("Check in", "Learn", "Self-care ideas", "My reminders", "Talk to a person", "Everything")
MENU = (
    *("Check in", "Flare day", "My trends", "For my doctor", "My reminders"),
    *("Self-care ideas", "Learn", "Talk to a person", "Settings", "Privacy"),
)


async def test_a_stranger_learns_on_one_screen_what_it_is_and_is_not_and_what_stays_private(ana: Person) -> None:
    await ana.commands("start")
    welcome = await ana.sees("Hello, I am Spoonlight.")
    assert "for people with fibromyalgia" in welcome.text
    assert "I am not a doctor" in welcome.text
    assert "oderators" in welcome.text
    assert "/privacy" in welcome.text
    assert welcome.buttons == FIRST
    assert welcome.alone
    assert len(welcome.text.split()) <= 80
    assert len(welcome.text.strip().splitlines()) <= 8


async def test_help_names_what_it_can_do_and_the_way_to_a_person(ana: Person) -> None:
    await ana.commands("help")
    page = await ana.sees("What I can do", "/checkin", "/learn", "/remind", button="Talk to a person")
    assert "your local emergency number" in page.text


async def test_help_is_heard_in_plain_words_too(ana: Person) -> None:
    await ana.says("help")
    await ana.sees("What I can do", button="Check in")


@everywhere
async def test_reading_goes_from_topics_to_a_text_to_more_to_another_and_to_its_source(ana: Person) -> None:
    await ana.commands("learn")
    await ana.sees("What would you like to read about?", button="Is it autoimmune?")
    await ana.taps("Is it autoimmune?")
    await ana.taps("Is fibromyalgia autoimmune?")
    first = await ana.sees("Fibromyalgia is not currently classed as autoimmune.", "Source:", "Not medical advice.")
    assert first.buttons == ("More", "Another", "Source", "All topics", "Talk to a person")
    await ana.taps("More")
    more = await ana.sees("maybe linked, not proven", "Source:", "Not medical advice.")
    assert "More" not in more.buttons
    await ana.taps("Source")
    await ana.sees("This comes from: Community blog post.", "2025-05-29", "Last checked")
    await ana.taps("Back")
    await ana.taps("Another")
    another = await ana.sees("Source:", button="Another")
    assert "Is fibromyalgia autoimmune?" not in another.text
    await ana.taps("All topics")
    await ana.sees("What would you like to read about?")
    assert await ana.count("What would you like to read about?") == 1


async def test_a_topic_can_be_named_at_once(ana: Person) -> None:
    await ana.commands("learn", topic="fog")
    await ana.sees("Brain fog", "Memory, words and focus", button="All topics")


async def test_a_plain_question_is_answered_with_its_source(ana: Person) -> None:
    await ana.says("is fibro autoimmune")
    answer = await ana.sees("Is fibromyalgia autoimmune?", "not currently classed as autoimmune")
    assert "Source: Community blog post" in answer.text
    assert "Last checked" in answer.text
    assert "Not medical advice." in answer.text


async def test_a_question_with_several_meanings_gets_three_titles_to_choose_from(ana: Person) -> None:
    await ana.says("blood tests?")
    asked = await ana.sees("Did you mean one of these?", button="All topics")
    assert len(asked.buttons) == 4
    await ana.taps(asked.buttons[1])
    await ana.sees(asked.buttons[1], "Source:", "Not medical advice.")


async def test_what_the_library_does_not_know_is_said_honestly(ana: Person) -> None:
    await ana.says("who won the football last night")
    await ana.sees("I do not know that one, and I will not guess.", button="All topics")


async def test_a_dose_is_never_given_and_the_refusal_is_kind(ana: Person) -> None:
    await ana.says("how many mg of gabapentin should i take")
    await ana.sees("I am sorry, I cannot advise on that one.", "pharmacist", button="How much can I take?")


async def test_an_urgent_sign_is_answered_before_anything_else(ana: Person) -> None:
    await ana.says("i have chest pain and cant breathe, is that fibro")
    first = await ana.newest()
    assert "Please read this first." in first.text


async def test_newly_told_and_foggy_at_two_in_the_morning(ana: Person) -> None:
    """Journey 1: a short answer with a source and doors, never a wall; a week later nothing scolds."""
    await ana.commands("start")
    await ana.says("doc says fibro but my blood was fine, is it in my head??")
    answer = await ana.newest()
    body = answer.text.partition("Source:")[0]
    assert len(body.split()) <= 75
    assert "Not medical advice." in answer.text
    assert len(answer.buttons) >= 3
    await ana.says("hello")
    again = await ana.newest()
    assert "missed" not in again.text.lower()
    assert "Show the menu" in again.buttons


async def test_thanks_are_taken_kindly(ana: Person) -> None:
    await ana.says("thank you")
    thanked = await ana.newest()
    assert "I do not know" not in thanked.text


async def test_privacy_is_told_in_plain_words(ana: Person) -> None:
    """Journey 6, as far as words go."""
    await ana.says("what do you know about me?")
    await ana.sees("I have nothing about you.")
    await ana.commands("privacy")
    await ana.sees("Your privacy", "Moderators cannot", "I do not keep the questions you ask me.")
    await ana.taps("Back to the menu")
    assert (await ana.newest()).buttons == MENU
