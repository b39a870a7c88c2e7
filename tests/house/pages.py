"""Every page that a feature can show, in its worst case: the longest texts, the most entries, the largest ids."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from core.dispatch.scene import Scene
from core.features.groups import GroupPost, posts
from core.features.learning import browse, card
from core.features.learning.answers import Answers
from core.features.onboarding import feature as onboarding
from core.features.privacy import agree_pages as agree
from core.features.privacy import pages as privacy
from core.features.reminders import asking, catalogue, listing
from core.features.reminders.setting import MOST_REMINDERS, Setting
from core.features.reminders.wish import LONGEST_TEXT, OWN, Wish
from core.features.safety import pages as safety
from core.features.settings import feature as settings
from core.library.listening.heard import Heard, Kind
from core.model.identity import Group
from core.model.schedule import Weekday
from core.scheduling.phrases import Choice
from core.scheduling.zones import ZoneChoice
from tests.house.anonymous_pages import anonymous_pages
from tests.house.belongings_pages import belongings_pages
from tests.house.checkin_pages import checkin_pages
from tests.house.due_pages import due_pages
from tests.house.kind_pages import kind_pages
from tests.house.linking_pages import linking_pages
from tests.house.managing_pages import managing_pages
from tests.house.moderating_pages import moderating_pages
from tests.house.page_kit import LARGEST_ID as LARGEST_ID
from tests.house.page_kit import LONGEST_ZONE, NOW, door_button, scene, schedule
from tests.house.page_kit import Page as Page
from tests.house.page_kit import knowledge as knowledge
from tests.house.post_pages import post_pages
from tests.house.resource_pages import resource_pages
from tests.house.setup_pages import setup_pages
from tests.house.shelf_pages import shelf_pages, suggestion_pages
from tests.house.totals_pages import totals_pages
from tests.house.trend_pages import trend_pages
from tests.house.visit_pages import report_pages, visit_pages
from tests.house.welcome_pages import welcome_pages


@cache
def pages() -> tuple[Page, ...]:
    """All of them."""
    return tuple(page for room in ROOMS for page in room())


def learning_pages() -> Iterator[Page]:
    content, words = knowledge().content, knowledge().words
    yield Page("learn/topics", browse.topics_page(content, words))
    for topic in content.topics:
        for number in range(len(content.in_topic(topic)) // browse.TITLES_ON_A_PAGE + 1):
            yield Page(f"learn/topic/{topic}/{number}", browse.topic_page(content, topic, number, words))
    for snippet in content.snippets.values():
        yield Page(f"learn/card/{snippet.id}", card.card(snippet, words, lead=words("learning.urgent")), 64)
        yield Page(f"learn/more/{snippet.id}", card.card_with_more(snippet, words), 120)
        yield Page(f"learn/source/{snippet.id}", card.source_card(snippet, words))


def answer_pages() -> Iterator[Page]:
    content, words = knowledge().content, knowledge().words
    answers = Answers(content, door_button)
    longest = tuple(sorted(content.snippets, key=lambda one: len(content.snippets[one].title))[-3:])
    heard = [Heard(kind=kind, snippets=found) for kind in Kind for found in ((), longest)]
    heard += [Heard(kind=Kind.SMALLTALK, smalltalk=remark) for remark in content.smalltalk]
    for one in heard:
        if one.kind is Kind.ANSWER and not one.snippets:
            continue
        for turn in range(8):
            shown = answers.to(one, words, turn=turn)
            if shown is not None:
                yield Page(f"answer/{one.kind}/{one.smalltalk}/{len(one.snippets)}/{turn}", shown, 64)


def first_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("start", onboarding.welcome(words))
    yield Page("help", onboarding.help_page(words, moderators=True))
    yield Page("menu", onboarding.menu(words))


def settings_pages() -> Iterator[Page]:
    words = knowledge().words
    for plain_text in (True, False):
        said = words(f"settings.plain_now_{'on' if plain_text else 'off'}")
        yield Page(f"settings/{plain_text}", settings.settings_page(words, plain_text=plain_text, said=said))


def privacy_pages() -> Iterator[Page]:
    words = knowledge().words
    yield Page("privacy", privacy.page(words))
    yield Page("privacy/where", privacy.where_page(words), 80)
    for days in (*privacy.KEPT_FOR.values(), 9999):
        yield Page("privacy/keep", privacy.keep_page(days, words))
        yield Page("privacy/kept", privacy.keep_page(days, words, done=True))
    for name in privacy.KEPT_FOR:
        yield Page(f"privacy/shorter/{name}", privacy.shorter_page(name, 9999, words))
    yield Page("privacy/left", privacy.left_page("Wednesday 30 September", words))
    yield Page("privacy/stayed", privacy.stayed_page(words))


def agree_pages() -> Iterator[Page]:
    texts, words = knowledge().content.consents, knowledge().words
    then = ("checkin", max(knowledge().content.checkins.questionnaires, key=len))
    given = [text.given(NOW) for text in texts.values()]
    older = [replace(one, version=0) for one in given]
    withdrawn = [replace(one, withdrawn_at=NOW) for one in given]
    for text, consent in zip(texts.values(), given, strict=True):
        asked = then if text.purpose is agree.CHECKINS else ()
        for changed in (True, False):
            # All that is agreed to has to stand on one page: longer than other pages, in five short lines.
            yield Page(f"agree/words/{text.purpose}", agree.words_page(text, asked, words, changed=changed), 95)
        yield Page(f"agree/statement/{text.purpose}", agree.statement_page(text, asked, words))
        for onward in (True, False):
            yield Page(f"agree/thanks/{text.purpose}", agree.thanks_page(consent, "UTC", words, onward=onward))
        for drops_at in (NOW, None):
            yield Page(f"agree/ended/{text.purpose}", agree.ended_page(text, drops_at, "UTC", words))
    for known in (given, older, withdrawn, []):
        yield Page("agree/list", agree.list_page(texts, known, "UTC", words))
    for drops_at in (NOW, None):
        yield Page("agree/all ended", agree.all_ended_page(drops_at, "UTC", words))
    for page in (agree.not_now_page, agree.not_here_page, agree.ended_before_page, agree.dropped_page):
        yield Page(f"agree/{page.__name__}", page(words))
    yield Page("agree/drop", agree.drop_page(9999, words))


def safety_pages() -> Iterator[Page]:
    lines, words = knowledge().content.helplines, knowledge().words
    yield Page("crisis", safety.crisis_page(lines, words))
    yield Page("concern", safety.concern_page(lines, words))
    yield Page("people", safety.people_page(lines, words))
    yield Page("not meant", safety.not_meant_page(lines, words))
    for number in range(len(lines.countries) // safety.COUNTRIES_ON_A_PAGE + 1):
        yield Page(f"countries/{number}", safety.countries_page(lines, number, words))
    for country in lines.countries.values():
        yield Page(f"country/{country.code}", safety.country_page(country, lines, words), None)


def reminder_pages() -> Iterator[Page]:
    care, words = knowledge().content.selfcare, knowledge().words
    setting = Setting(care)
    kept = [
        schedule(number, payload=Wish(target=OWN, what="w" * LONGEST_TEXT).known) for number in range(MOST_REMINDERS)
    ]
    yield Page("remind/start", listing.start_page(words))
    for number in range(0, MOST_REMINDERS // listing.ON_A_PAGE + 2):
        yield Page(f"remind/list/{number}", listing.list_page(kept, number, setting, scene()), None)
    yield Page("care/kinds", catalogue.kinds_page(care, words))
    for kind in care.kinds:
        yield Page(f"care/{kind}", catalogue.kind_page(care, kind, words))
    for item in care.reminders.values():
        yield Page(f"care/{item.id}", catalogue.item_page(item, words))
        yield Page(f"care/group/{item.id}", catalogue.group_page(item, words))
    for form in (True, False):
        for private in (True, False):
            yield from _asking_pages(scene(forms=form, private=private))


def _asking_pages(at: Scene) -> Iterator[Page]:
    care = knowledge().content.selfcare
    places = [ZoneChoice(zone=LONGEST_ZONE, label="Buenos Aires")] * 5
    wish = Wish(target=OWN, what="take a short rest")
    yield Page("remind/where", asking.where_page("reminders.where_unknown", LARGEST_ID, at))
    yield Page("remind/place", asking.which_place_page(places, LARGEST_ID, at))
    choices = [Choice(phrase="every second monday and friday at 22:58")] * 4
    for offered in ([], choices):
        labels = [label for _, label in asking.offers(wish, offered, care, at)]
        yield Page("remind/when", asking.when_page(wish, "no_such_rule", labels, LARGEST_ID, care, at))


def group_pages() -> Iterator[Page]:
    words = knowledge().words
    kinds = [GroupPost(purpose=name, name=name) for name in ("snippet", "checkin", "selfcare", "resource")]
    kinds.append(GroupPost(purpose="totals", name="totals", weekly_on=Weekday.SUN, fewest=5))
    group = Group(id=LARGEST_ID, zone=LONGEST_ZONE)
    kept = [schedule(number, purpose=kind.purpose) for number, kind in enumerate(kinds)]
    yield Page("group/panel", posts.panel(group, kept, kinds, words), None)
    yield Page("group/panel/new", posts.panel(Group(id=LARGEST_ID), [], kinds, words))
    for kind, one in zip(kinds, kept, strict=True):
        yield Page(f"group/time/{kind.name}", posts.time_page(group, kind, [one], words), None)
        for changed in (True, False):
            yield Page(f"group/kept/{kind.name}", posts.confirmation([one], kind, words, changed=changed), None)


ROOMS = (
    learning_pages,
    answer_pages,
    first_pages,
    settings_pages,
    privacy_pages,
    agree_pages,
    safety_pages,
    checkin_pages,
    kind_pages,
    reminder_pages,
    due_pages,
    managing_pages,
    group_pages,
    post_pages,
    setup_pages,
    resource_pages,
    belongings_pages,
    trend_pages,
    visit_pages,
    report_pages,
    linking_pages,
    totals_pages,
    welcome_pages,
    anonymous_pages,
    moderating_pages,
    suggestion_pages,
    shelf_pages,
)
