"""All that can be known without a database: the content, the ear that hears, and the features side by side.

The one place that knows all features. It opens nothing and starts nothing.
"""

from dataclasses import dataclass
from pathlib import Path

from core.dispatch.health_gate import HealthGate
from core.dispatch.table import Feature, RouteTable, table_of
from core.drawing.fonts import Fonts
from core.features.anonymous import anonymous
from core.features.appointments import appointments
from core.features.belongings import belongings
from core.features.checkins import GROUP_CHECKIN, checkins, reminders_only_page
from core.features.failures import failure_news, failures
from core.features.flares import flares
from core.features.groups import GroupPost, calm_news, groups
from core.features.guide import guide
from core.features.learning import GROUP_SNIPPET, learning
from core.features.linking import linking
from core.features.moderators import moderators
from core.features.onboarding import onboarding
from core.features.peg import peg
from core.features.privacy import privacy
from core.features.reminders import GROUP_SELFCARE, reminders
from core.features.report import report
from core.features.resources import GROUP_RESOURCE, resources
from core.features.safety import safety
from core.features.settings import settings
from core.features.setup import PanelDoor, SetupPost, setup
from core.features.shelf import shelf
from core.features.suggestions import suggestions
from core.features.totals import GROUP_TOTALS, MIN_PEOPLE, totals
from core.features.trends import trends
from core.features.welcome import welcome
from core.library.content import Content, load_content
from core.library.doors import Door
from core.library.listening.ear import Ear
from core.library.listening.rules import Listening, read_listening
from core.library.listening.screening import Screen
from core.library.search import Entry, SnippetIndex
from core.model.action import action
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.message import Button
from core.model.schedule import Weekday
from core.ports import Phrasebook

_BEHIND_DOORS = {
    "menu": action("onboarding.menu"),
    "checkin": action("checkin.begin"),
    "short_checkin": action("checkin.begin", "short"),
    "selfcare": action("care.kinds"),
    "learn": action("learn.topics"),
    "people": action("safety.people"),
    "privacy": action("privacy.page"),
    "remind": action("remind.new"),
}
"""What lies behind each door that content may offer (core.library.doors.Opens)."""

_SAID_IN_PLAIN_WORDS = frozenset(
    {
        *(
            "remind",
            "reminders",
            "checkin",
            "flare",
            "trends",
            "timezone",
            "learn",
            "help",
            "menu",
            "start",
            "settings",
        ),
        *("privacy", "mydata", "export", "import", "forget"),
    }
)
"""Commands that the ear may hear in plain words; a house test holds them against the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that can be known without a database: the content, the ear, and the features' table.

    On the platforms of `reminders_only` no health answers are asked for or kept.
    """

    content: Content
    listening: Listening
    ear: Ear
    fonts: Fonts
    table: RouteTable
    reminders_only: frozenset[Platform] = frozenset()

    @property
    def words(self) -> Phrasebook:
        """The sentences in the language that stands behind all others."""
        return self.content.words

    def words_in(self, locale: str | None) -> Phrasebook:
        """The sentences in the language of a platform's locale tag ("en-GB"), English where there is none."""
        return self.content.words.in_language(locale or "en")


def load_knowledge(folder: Path) -> Knowledge:
    """Reads and checks the content folder. Raises ContentError for the first thing that is broken."""
    content = load_content(folder)
    listening = read_listening(folder / "listening" / "en", f"{folder.resolve().name}/listening/en")
    index = SnippetIndex(
        [
            Entry(id=one.id, title=one.title, text=f"{one.body} {one.more or ''}", also_asked=one.also_asked)
            for one in content.snippets.values()
        ],
        listening.vocabulary,
    )
    ear = Ear(listening, index, content.smalltalk, commands=_SAID_IN_PLAIN_WORDS)
    fonts = Fonts(folder / "fonts")
    features = features_of(content, listening, ear, fonts)
    return Knowledge(content=content, listening=listening, ear=ear, fonts=fonts, table=table_of(features))


def features_of(
    content: Content, listening: Listening, ear: Ear, fonts: Fonts, reminders_only: frozenset[Platform] = frozenset()
) -> list[Feature]:
    """All features, in the order in which their commands are shown and their ears asked."""
    words = content.words
    gate = HealthGate(content.consents[ConsentPurpose.CHECKINS].covers, reminders_only_page, reminders_only)
    ear_without_names, without_names = anonymous(words)
    features = [
        safety(content.helplines, Screen(listening.crisis)),
        onboarding(reminders_only=reminders_only),
        ear_without_names,
        checkins(content.checkins, door_button, words, gate),
        flares(words, gate),
        peg(content.checkins, words, gate),
        trends(content.checkins, fonts, gate),
        appointments(content.questions, words, gate),
        report(content.checkins, fonts, gate),
        learning(content, ear, door_button, words),
        reminders(content.selfcare, words, reminders_only=reminders_only),
        totals(content, words, gate),  # hears that Spoonlight was removed before groups does
        setup(
            _setup_posts(reminders_only), _ON_THE_PANEL, (calm_news, failure_news)
        ),  # hears of a removal while the chat is still known
        groups(_posts(reminders_only)),
        resources(words),
        suggestions(),
        shelf(),
        moderators(),
        welcome(words, _BEHIND_DOORS["menu"]),
        without_names,
        failures(),
        settings(),
        privacy(content.consents, reminders_only=reminders_only),
    ]
    held = tuple(holding for one in features for holding in one.holdings)
    joined = linking(content.consents[ConsentPurpose.LINKING], held)
    guided = guide([route.command for one in features for route in one.commands])
    return [*features, guided, joined, belongings((*held, *joined.holdings))]


def _posts(reminders_only: frozenset[Platform]) -> tuple[GroupPost, ...]:
    """What a group can have regularly."""
    return (
        GroupPost(purpose=GROUP_SNIPPET, name="snippet"),
        GroupPost(purpose=GROUP_CHECKIN, name="checkin", not_on=reminders_only),
        GroupPost(purpose=GROUP_SELFCARE, name="selfcare"),
        GroupPost(purpose=GROUP_RESOURCE, name="resource"),
        GroupPost(
            purpose=GROUP_TOTALS,
            name="totals",
            not_on=reminders_only,
            weekly_on=Weekday.SUN,
            fewest=MIN_PEOPLE,
        ),
    )


_ON_THE_PANEL = (
    PanelDoor(label="setup.button_posts_panel", route="group.panel"),
    PanelDoor(label="setup.button_calm", route="group.calm"),
    PanelDoor(label="setup.button_library", route="resource.library", args=("0",)),
    PanelDoor(label="setup.button_suggestions", route="suggest.queue", args=("0",)),
    PanelDoor(label="setup.button_review", route="shelf.list", args=("0",)),
    PanelDoor(label="welcome.button_panel", route="welcome.panel"),
    PanelDoor(label="anonymous.button_panel", route="asked.panel"),
    PanelDoor(label="failures.button_show", route="failures.list"),
    PanelDoor(label="setup.button_record", route="moderators.record", args=("0",)),
    PanelDoor(label="moderators.button_people", route="moderators.people"),
    PanelDoor(label="moderators.button_desk", route="moderators.desk"),
)
"""What a group's panel leads to, beside its own pages; a house test holds the routes against the table."""


def _setup_posts(reminders_only: frozenset[Platform]) -> list[SetupPost]:
    """The same kinds, as the steps of a setup know them. A library is empty then: its turns are set up later."""
    return [
        SetupPost(
            purpose=post.purpose,
            name=post.name,
            label=post.label,
            daily=post.weekly_on is None and post.purpose != GROUP_RESOURCE,
            not_on=post.not_on,
        )
        for post in _posts(reminders_only)
    ]


def door_button(door: Door) -> Button:
    """The button behind a door that content offers."""
    if door.opens == "learn" and door.topic is not None:
        return Button(label=door.label, action=action("learn.topic", door.topic, 0))
    return Button(label=door.label, action=_BEHIND_DOORS[door.opens])
