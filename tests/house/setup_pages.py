"""The pages of a group's setup, with the most chats, the longest rules and the largest ids."""

from collections.abc import Iterator

from core.features.setup import ending, home_pages, joining_pages, step_pages
from core.features.setup.posting import SetupPost
from core.knowledge import _ON_THE_PANEL, _setup_posts
from core.model.group_chat import GroupChat, JoinOffer
from core.model.identity import Address, Group, Platform
from core.model.message import Form, note
from core.model.resource import Resource, ResourceState
from core.scheduling.zones import ZoneChoice
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, Page, knowledge, schedule

LARGEST = str(LARGEST_ID)
SAID = ("join_declined", "join_unknown", "join_over", "join_rest", "join_not_both")
GROUP = Group(id=LARGEST_ID, zone=LONGEST_ZONE)
HERE = Address(platform=Platform.DISCORD, conversation="1")


def setup_pages() -> Iterator[Page]:
    words = knowledge().words
    for group in (GROUP, Group(id=LARGEST_ID)):
        yield Page("setup/zone", step_pages.zone_page(group, 4, words))
    places = [ZoneChoice(zone=LONGEST_ZONE, label="Buenos Aires")]
    for found in (places, []):
        yield Page("setup/which", step_pages.which_zone_page(LARGEST_ID, found, words))
    for post in _daily():
        for kept in ([], [schedule(1)]):
            yield Page(f"setup/post/{post.name}", step_pages.post_page(GROUP, post, kept, (4, 4), words))
    yield from _home_pages()
    yield from _joining_pages()
    yield from _ending_pages()


def setup_forms() -> list[Form]:
    words = knowledge().words
    return [step_pages.zone_form(LARGEST, words), joining_pages.code_form(LARGEST, words)]


def _home_pages() -> Iterator[Page]:
    words = knowledge().words
    posts = [(post, [schedule(number)]) for number, post in enumerate(_setup_posts(frozenset()))]
    for many in (1, 2, 25):
        chats = _chats(many)
        yield Page(f"setup/home/{many}", home_pages.home_page(GROUP, posts, chats, _ON_THE_PANEL, words), None)
        yield Page(f"setup/chats/{many}", home_pages.chats_page(LARGEST_ID, chats, HERE, words), None)
        yield Page(f"setup/where/{many}", step_pages.where_page(LARGEST_ID, chats, HERE, words), None)
        for chat in chats[:2]:
            others = chats[1:]
            yield Page("setup/chat", home_pages.chat_page(LARGEST_ID, 25, chat, others, HERE, words))
            yield Page("setup/out", home_pages.out_page(LARGEST_ID, 25, chat, words))
    new = home_pages.home_page(
        Group(id=LARGEST_ID), [], [], _ON_THE_PANEL, words, news=[note("n")], done=True, waits=True
    )
    yield Page("setup/home/new", new)
    for one in (None, *_daily()):
        for key in ("one", "none"):
            shown = home_pages.placed_page(LARGEST_ID, _chats(1)[0], one, key, words, in_room=True)
            yield Page("setup/placed", shown)
    for platform in Platform:
        yield Page("setup/removed", home_pages.removed_line(LARGEST_ID, platform, words))
        yield Page("setup/joined line", joining_pages.joined_line(LARGEST_ID, platform, words))


def _joining_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("setup/code", joining_pages.code_page(LARGEST_ID, "ACDE3467", words))
    offer = JoinOffer(code_id=LARGEST_ID, group_id=LARGEST_ID)
    preview = joining_pages.preview_page(LARGEST_ID, offer, list(Platform), (4, 4), words)
    yield Page("setup/preview", preview)
    yield Page("setup/joined", joining_pages.joined_page(LARGEST_ID, 25, words))
    for key in SAID:
        yield Page(f"setup/said/{key}", joining_pages.said_page(LARGEST_ID, key, words))


def _ending_pages() -> Iterator[Page]:
    words = knowledge().words
    kept = Resource(id=LARGEST_ID, group_id=LARGEST_ID, title="t", link="", why="w", tags=(), state=ResourceState.KEPT)
    yield Page("setup/delete", ending.delete_page(LARGEST_ID, 5000, 25, words))
    yield Page("setup/export", ending.export_page(LARGEST_ID, [kept], words))
    yield Page("setup/deleted", ending.deleted_page(words))


def _daily() -> list[SetupPost]:
    return [post for post in _setup_posts(frozenset()) if post.daily]


def _chats(many: int) -> list[GroupChat]:
    here = GroupChat(id=LARGEST_ID, address=HERE, room="7")
    platforms = list(Platform)
    return [here] + [
        GroupChat(
            id=LARGEST_ID - number,
            address=Address(platform=platforms[number % 3], conversation=f"c{number}"),
            takes_posts=bool(number % 2),
        )
        for number in range(1, many)
    ]
