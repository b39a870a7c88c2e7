"""Moderators edit and take back what they shared, two of them at once; members search, browse and save."""

from tests.bots.behaviour.moderating import LEAFLET, writes_a_leaflet
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person


async def keeps_a_leaflet(maya: Person, **changed: str) -> None:
    await writes_a_leaflet(maya, **changed)
    await maya.taps("Keep in the list")
    await maya.sees("Kept in the group's list.")


@everywhere
async def test_a_member_finds_saves_and_reads_again_what_was_shared(maya: Person, ana: Person) -> None:
    await keeps_a_leaflet(maya, Tags="pacing, rest")
    await ana.commands("resources", in_group=True)
    await ana.comes_in()
    await ana.taps_each("By topic", "pacing (1)", "Pacing leaflet")
    opened = await ana.sees(*LEAFLET.values(), button="Save for me", alone=True)
    await ana.taps("Save for me", on=opened)
    await ana.sees("Saved for you. Nobody else sees that.", button="Do not save", alone=True)
    await ana.commands("resources", query="saved", in_group=True)
    await ana.comes_in()
    await ana.sees("Saved by you", button="Pacing leaflet", alone=True)


async def test_a_post_is_edited_part_by_part_and_read_in_its_new_words(maya: Person, ana: Person) -> None:
    await keeps_a_leaflet(maya)
    await maya.taps_each("Show it", "Edit", "Why it helps")
    await maya.fills(Why="It taught me to stop in time.")
    await maya.sees("Changed.", "It taught me to stop in time.", button="Take it back")
    await ana.commands("resources", in_group=True)
    await ana.comes_in()
    await ana.taps("Pacing leaflet")
    await ana.sees("It taught me to stop in time.", alone=True)


@everywhere
async def test_a_post_in_the_group_changes_and_goes_with_its_resource(maya: Person, ana: Person) -> None:
    await writes_a_leaflet(maya)
    await maya.taps("Post now")
    await ana.sees(LEAFLET["Why"], in_group=True)
    await maya.taps_each("Show it", "Edit", "Why it helps")
    await maya.fills(Why="It taught me to stop in time.")
    await maya.sees("Changed, in the list and in the group.")
    await ana.sees("It taught me to stop in time.", "Shared by this group's moderators.", in_group=True)
    await ana.cannot_see(LEAFLET["Why"])
    await maya.taps("Take it back")
    await maya.sees("Taken back. It leaves the list and the group.", button="Undo")
    await ana.cannot_see("It taught me to stop in time.")
