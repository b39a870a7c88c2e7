"""Plain text: pictures come as their descriptions, nothing looks special, and not a word is lost."""

from core.model.action import action
from core.model.message import Button, Document, Link, Picture, Style, message, note, plain, spoiler, title
from core.model.plain_text import in_plain_text, is_in_plain_text
from tests.core.company import Company, Person

BUTTONS = ((Button(label="Menu", action=action("onboarding.menu")),),)


def styles(person: Person) -> set[Style]:
    return {block.style for block in person.seen.blocks if hasattr(block, "style")}


def test_a_picture_gives_way_to_its_description() -> None:
    shown = message("Your month.", Picture(content=b"png", alt="A line from 3 to 6."), buttons=BUTTONS)
    assert in_plain_text(shown) == message("Your month.", "A line from 3 to 6.", buttons=BUTTONS)


def test_headings_and_small_print_look_like_all_lines_and_hidden_text_stays_hidden() -> None:
    shown = message(title("Sleep"), note("From a source."), spoiler("A hard story."))
    assert in_plain_text(shown) == message("Sleep", "From a source.", spoiler("A hard story."))


def test_a_link_shows_its_address_and_one_without_words_of_its_own_is_not_doubled() -> None:
    shown = message(plain("Read ", Link(label="the leaflet", url="https://example.org/a")))
    assert in_plain_text(shown) == message(plain("Read ", "the leaflet: https://example.org/a"))
    bare = message(plain(Link(label="https://example.org", url="https://example.org")))
    assert in_plain_text(bare) == bare


def test_a_file_to_keep_stays_a_file() -> None:
    shown = message(Document(content=b"%PDF", name="page.pdf", media_type="application/pdf", alt="Your page."))
    assert is_in_plain_text(shown)


async def test_whoever_chooses_plain_text_gets_it_at_once_and_everywhere_in_private(here: Company) -> None:
    ana = here.member()
    await ana.command("settings")
    assert Style.TITLE in styles(ana)
    assert "Done. You get plain text from now on." in await ana.taps("Turn plain text on")
    assert styles(ana) == {Style.PLAIN}
    await ana.command("start")
    assert styles(ana) == {Style.PLAIN}
    await ana.command("settings")
    await ana.taps("Turn plain text off")
    assert Style.NOTE in styles(ana)


async def test_one_members_plain_text_changes_nothing_for_anybody_else(here: Company) -> None:
    ana, ben = here.member(), here.member("ben")
    await ana.command("settings")
    await ana.taps("Turn plain text on")
    await ben.command("start")
    assert Style.TITLE in styles(ben)


async def test_the_choice_is_part_of_what_a_member_takes_along(here: Company) -> None:
    ana = here.member()
    await ana.command("settings")
    await ana.taps("Turn plain text on")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        [held] = [one for one in here.bot.knowledge.table.holdings if one.name == "you"]
        [record] = await held.export(uow, member)
    assert record["plain_text"] is True


async def test_what_falls_due_comes_in_plain_text_too(here: Company) -> None:
    ana, ben = here.member(), here.member("ben")
    for one in (ana, ben):
        await one.command("timezone Leeds")
        await one.command("remind stretch every day at 10am")
        await one.command("remind drink water every day at 10am")
    await ana.command("settings")
    await ana.taps("Turn plain text on")
    here.clock.forward(hours=1)
    await here.due()
    shown = {sent.address.conversation: sent.message for sent in here.transport.sent[-2:]}
    special = {who: not is_in_plain_text(message) for who, message in shown.items()}
    assert special == {ana.place.conversation: False, ben.place.conversation: True}
