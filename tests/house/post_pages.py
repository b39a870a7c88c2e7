"""The pages of one kind of post (days, places) and of a group's quiet days, in their worst case."""

from collections.abc import Iterator
from datetime import timedelta

from core.features.groups import GroupPost, calm_pages, posts
from core.features.groups.placing import named_places
from core.model.calm import Calm
from core.model.identity import Address, Group, Platform
from core.model.schedule import Weekday
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge, schedule


def post_pages() -> Iterator[Page]:
    words = knowledge().words
    here = Address(platform=Platform.TELEGRAM, conversation="-1009999999999", thread="999999999")
    discord = [Address(platform=Platform.DISCORD, conversation=str(number)) for number in range(7)]
    names = named_places([here, *discord], here, words)
    group = Group(id=LARGEST_ID, zone=LONGEST_ZONE)
    daily = GroupPost(purpose="selfcare", name="selfcare")
    weekly = GroupPost(purpose="totals", name="totals", weekly_on=Weekday.SUN, fewest=5)
    for kind in (daily, weekly):
        one = schedule(1, purpose=kind.purpose)
        yield Page(f"group/days/{kind.name}", posts.days_page(group, kind, [one], words), None)
        yield Page(f"group/places/{kind.name}", posts.places_page(group, kind, [one] * 9, names, words), None)
    quiet = Calm(paused_until=NOW + timedelta(days=7), hard_until=NOW + timedelta(days=1))
    for calm in (Calm(), quiet):
        calmed = Group(id=LARGEST_ID, zone=LONGEST_ZONE, calm=calm)
        yield Page("group/panel/calm", posts.panel(calmed, [], [daily, weekly], words, NOW), None)
        yield Page("group/calm", calm_pages.calm_page(calmed, NOW, words, lead=words("groups.resumed")))
    yield Page("group/until", calm_pages.unclear_until_page(LARGEST_ID, words))
