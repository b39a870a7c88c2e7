"""What moderators do again and again: set the group's clock and its posts, and share a resource."""

from tests.bots.behaviour.stage import Person

LEAFLET = {"Title": "Pacing leaflet", "Link": "https://example.org/pacing", "Why": "It helped me rest in time."}


async def sets_the_clock(maya: Person, place: str = "Leeds") -> None:
    await maya.commands("group schedule", in_group=True)
    await maya.comes_in()
    await maya.taps("Set the time zone")
    await maya.fills(Which=place)
    await maya.sees("This group's daily posts", "By the clock of")


async def sets_up(maya: Person, post: str, time: str) -> None:
    """From the panel to the confirmation; the clock is set already."""
    await maya.commands("group schedule", in_group=True)
    await maya.comes_in()
    await maya.taps_each(post, time)
    await maya.sees(post, f"It will come every day at {time}.", "By the clock of", alone=True)


async def writes_a_leaflet(maya: Person, **changed: str) -> None:
    """Up to the preview."""
    await maya.commands("resource add", in_group=True)
    await maya.fills(**(LEAFLET | {"Tags": "", "Content_warning": ""} | changed))
