"""The pages of a group's welcome and of the moderators' guide, with the longest words."""

from collections.abc import Iterator

from core.features.guide.feature import ON_A_PAGE, guide_page
from core.features.welcome import pages
from core.model.action import action
from core.model.command import Who
from core.model.welcome import Welcome
from tests.house.page_kit import LARGEST_ID, Page, knowledge


def welcome_pages() -> Iterator[Page]:
    words, door = knowledge().words, action("onboarding.menu")
    own = Welcome(on=True, rules="x" * pages.LONGEST_RULES)
    yield Page("welcome/greeting", pages.greeting_page(Welcome(on=True), door, words))
    yield Page("welcome/greeting/own", pages.greeting_page(own, door, words), None)
    for kept in (Welcome(), Welcome(on=True)):
        for hears in (True, False):
            yield Page("welcome/panel", pages.panel(LARGEST_ID, kept, words, hears_joins=hears), 90)
    yield Page("welcome/panel/own", pages.panel(LARGEST_ID, own, words, hears_joins=True), None)
    commands = [one for one in knowledge().table.declared if one.who is Who.MODERATORS]
    for number in range(len(commands) // ON_A_PAGE + 1):
        yield Page(f"guide/{number}", guide_page(LARGEST_ID, commands, number, words))
