"""Pictures, voice notes and files: refused kindly in private, not heard in a group, and never opened or kept."""

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

REFUSED = "I cannot open pictures, voice notes, stickers or files"


@everywhere
async def test_a_file_in_private_is_refused_in_one_kind_sentence(ana: Person) -> None:
    await ana.sends_file("blood results.pdf")
    await ana.sees(REFUSED, "a few words are enough", alone=True)
    await ana.sends_file("my hands.png")
    assert await ana.count("blood results") + await ana.count("my hands") == 0


async def test_words_beside_a_picture_are_answered_all_the_same(ana: Person) -> None:
    await ana.sends_file("screen.png", "what is pacing")
    await ana.sees(REFUSED)
    assert "Pacing" in (await ana.newest()).text


async def test_a_call_for_help_beside_a_picture_is_heard_before_all_else(ana: Person) -> None:
    await ana.sends_file("my hands.png", "i want to die")
    await ana.sees(button="Another country")
    await ana.cannot_see(REFUSED)


@everywhere
async def test_a_file_in_the_group_is_none_of_our_business(ana: Person, ben: Person) -> None:
    before = len(await ben.screen())
    await ana.sends_file("a walk in the woods.png", in_group=True)
    await ana.sends_file("leaflet.pdf", "i want to die", in_group=True)
    await ben.cannot_see(REFUSED)
    assert len(await ben.screen()) == before
    await ana.cannot_see(REFUSED)
