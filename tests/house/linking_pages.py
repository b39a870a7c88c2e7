"""The pages of joined accounts, with the longest counts."""

from collections.abc import Iterator

from core.features.linking import joined_pages, pages
from core.features.linking.preview import Kind, Preview
from core.model.identity import Platform
from core.model.linking import APART_FOR, Joined
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge

BOTH = (Platform.TELEGRAM, Platform.DISCORD)
SAID = ("unknown", "too_often", "over", "same_app", "one_is_joined")
JOINED = Joined(kept=BOTH[0], moved=BOTH[1], joined_at=NOW, apart_until=NOW + APART_FOR)


def linking_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("link/door", pages.door_page(words))
    yield Page("link/agree", pages.agree_page(words))
    yield Page("link/start", pages.start_page(words))
    yield Page("link/code", pages.code_page("ACDE3467", words))
    for key in SAID:
        yield Page(f"link/said/{key}", pages.said_page(key, words))
    yield Page("link/declined", pages.no_page(words))
    names = [held.name for held in knowledge().table.holdings if held.name not in ("you", "waiting")]
    kinds = tuple(Kind(name=name, here=9999, there=9999) for name in names)
    for found in (
        Preview(kinds=kinds, clocks_differ=True, kept_days=9999, twice=50),
        Preview(kinds=(), clocks_differ=False, kept_days=0, twice=0),
    ):
        yield Page("link/preview", pages.preview_page(found, LARGEST_ID, *BOTH, words), None)
    for platform in Platform:
        yield Page("link/ending", pages.ending_page(platform, words))
        yield Page("link/told", pages.told_page(platform, words))
        yield Page("link/done", pages.done_page(platform, Platform.LOCAL, words))
        for joined in (JOINED, None):
            shown = joined_pages.apart_page(platform, Platform.DISCORD, joined, LONGEST_ZONE, words)
            yield Page("link/apart", shown)
    for joined in (JOINED, None):
        away = dict.fromkeys(BOTH, 50)
        yield Page("link/joined", joined_pages.joined_page(BOTH, joined, away, BOTH, LONGEST_ZONE, words))
    yield Page("link/where", joined_pages.where_page(BOTH, words, done=words("linking.sent", platform="Telegram")))
    yield Page("link/parted", joined_pages.parted_page(words))
