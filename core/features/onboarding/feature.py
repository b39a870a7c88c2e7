"""Answers /start, /help and /menu, and greets a group. /help needs no database: it must answer when all else fails."""

from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.model.action import action
from core.model.command import Command
from core.model.identity import Platform, Role
from core.model.inbound import BotAdded, CommandGiven, Inbound, ReachChanged, TextSaid
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, note, title
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook

MENU = "onboarding.menu"

_CALLS_FOR_HELP = frozenset({"", "help", "/help", "help me", "help!", "help please"})
"""A mention without a word is one, too."""


def onboarding(*, reminders_only: frozenset[Platform] = frozenset()) -> Feature:
    """The feature, whole. On the platforms of `reminders_only` nothing speaks of check-ins."""

    def at_once(inbound: Inbound, words: Phrasebook) -> Replies | None:
        return _help_at_once(inbound, words, checkins=inbound.origin.account.platform not in reminders_only)

    return Feature(
        name="onboarding",
        commands=(
            CommandRoute(command=Command(name="start", summary="Meet Spoonlight"), handle=_start),
            CommandRoute(
                command=Command(name="help", summary="What I can do, and where to find a person"), handle=_help
            ),
            CommandRoute(command=Command(name="menu", summary="Everything by buttons"), handle=_menu),
        ),
        buttons={MENU: ButtonRoute(handle=_menu_tapped, door=True)},
        reflexes=(at_once,),
        events=(_greet_group, _note_reach),
    )


async def _start(given: CommandGiven, scene: Scene) -> Replies:
    if not given.origin.anonymous:
        await scene.member()
        if given.origin.address.private:
            await scene.uow.members.set_reachable(given.origin.account, True)
    return [Say(message=welcome(scene.words), private=True)]


async def _help(given: CommandGiven, scene: Scene) -> Replies:
    return [Say(message=help_page(scene.words), private=True)]


async def _menu(given: CommandGiven, scene: Scene) -> Replies:
    return [Say(message=menu(scene.words), private=True)]


async def _menu_tapped(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=menu(scene.words))]


def _help_at_once(inbound: Inbound, words: Phrasebook, *, checkins: bool) -> Replies | None:
    match inbound:
        case CommandGiven(name="help"):
            return [Say(message=help_page(words, checkins=checkins, moderators=_perhaps(inbound)), private=True)]
        case TextSaid(text=text) if text.strip().lower() in _CALLS_FOR_HELP:
            return [Say(message=help_page(words, checkins=checkins, moderators=_perhaps(inbound)), private=True)]
        case _:
            return None


def _perhaps(inbound: Inbound) -> bool:
    """Whether a moderator may be asking: nobody is asked for rights here, it must answer at once."""
    return not inbound.origin.address.private and inbound.origin.role is not Role.MEMBER


async def _greet_group(inbound: Inbound, scene: Scene) -> Replies:
    if not isinstance(inbound, BotAdded):
        return []
    await scene.uow.groups.founded(inbound.origin.address.whole_chat, now=scene.now)
    door = DoorButton(label=scene.words("onboarding.button_private"), action=action(MENU))
    return [Say(message=message(scene.words("onboarding.hello_group"), buttons=((door,),)))]


async def _note_reach(inbound: Inbound, scene: Scene) -> Replies:
    if isinstance(inbound, ReachChanged):
        await scene.uow.members.set_reachable(inbound.origin.account, inbound.reachable)
    return []


def welcome(words: Phrasebook) -> Outbound:
    """What it is, what it is not, and privacy in three lines; fits on one phone screen."""
    return message(
        title(words("onboarding.welcome_title")),
        words("onboarding.welcome_is"),
        words("onboarding.welcome_is_not"),
        note(words("onboarding.welcome_privacy")),
        buttons=_first_doors(words),
    )


def help_page(words: Phrasebook, *, checkins: bool = True, moderators: bool = False) -> Outbound:
    """What can be done, and the way to a person; the same words every time. `moderators`: and the way to theirs."""
    lines = ("ask", "checkin", "learn", "remind", "selfcare")
    return message(
        title(words("onboarding.help_title")),
        *(words(f"onboarding.help_{line}") for line in lines if checkins or line != "checkin"),
        note(words("onboarding.help_people")),
        *((note(words("onboarding.help_moderators")),) if moderators else ()),
        buttons=_first_doors(words),
    )


def menu(words: Phrasebook) -> Outbound:
    """Everything by buttons, nothing to remember: what is not here is one tap behind one of these."""
    return message(
        words("onboarding.menu"),
        buttons=(
            (_door("checkin", words, Emphasis.PRIMARY), _door("flare", words)),
            (_door("trends", words), _door("doctor", words)),
            (_door("reminders", words), _door("selfcare", words)),
            (_door("learn", words), _door("people", words)),
            (_door("settings", words), _door("privacy", words)),
        ),
    )


_BEHIND: Final = {
    "checkin": "checkin.begin",
    "flare": "flare.begin",
    "trends": "trends.show",
    "doctor": "questions.list",
    "reminders": "remind.list",
    "selfcare": "care.kinds",
    "learn": "learn.topics",
    "people": "safety.people",
    "settings": "settings.page",
    "privacy": "privacy.page",
    "menu": MENU,
}
"""The word on each door (`onboarding.button_...`) and the route behind it."""


def _first_doors(words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    """The few that somebody new needs; the last one leads to all others."""
    return (
        (_door("checkin", words, Emphasis.PRIMARY), _door("learn", words)),
        (_door("selfcare", words), _door("reminders", words)),
        (_door("people", words), _door("menu", words)),
    )


def _door(name: str, words: Phrasebook, emphasis: Emphasis = Emphasis.NORMAL) -> Button:
    return Button(label=words(f"onboarding.button_{name}"), action=action(_BEHIND[name]), emphasis=emphasis)
