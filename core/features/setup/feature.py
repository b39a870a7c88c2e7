"""/group panel, setup, place, join and delete: their commands, buttons and forms."""

from collections.abc import Sequence

from core.dispatch.homeward import HOME
from core.dispatch.table import ButtonHandler, ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.setup import routes
from core.features.setup.ending import Ending
from core.features.setup.home import Home, PanelNews
from core.features.setup.joining import Joining
from core.features.setup.joining_pages import code_form
from core.features.setup.posting import Posting, SetupPost
from core.features.setup.routes import ALL, PanelDoor
from core.features.setup.step_pages import zone_form
from core.features.setup.steps import Steps
from core.model.command import Command, Option, Where, Who
from core.model.message import Choice

_DOORS = frozenset({routes.TYPE_ZONE, routes.TYPE_CODE})
"""Routes that open a form, and so may be entered from a group into the private chat."""


def setup(posts: Sequence[SetupPost], doors: Sequence[PanelDoor] = (), news: Sequence[PanelNews] = ()) -> Feature:
    """The feature, whole. `doors`: what else is on the panel; `news`: what other features tell there."""
    posting = Posting(posts)
    home = Home(posting, doors, news)
    steps, joining, ending = Steps(posting, home), Joining(posting, home), Ending(home)
    what = Option(
        name="what",
        summary="Which posts? Leave it empty for all of them.",
        choices=tuple(Choice(value=name, label=name) for name in (ALL, *posting.posts)),
    )
    code = Option(name="code", summary="The code that the other chat's moderators see")
    return Feature(
        name="setup",
        commands=(
            CommandRoute(command=_command("panel", "See and change all that I do for this group"), handle=home.given),
            CommandRoute(command=_command("setup", "Set this group up, step by step"), handle=steps.given),
            CommandRoute(command=_command("place", "Let posts come to this room", what), handle=home.place),
            CommandRoute(command=_command("join", "Join this chat to another group", code), handle=joining.given),
            CommandRoute(command=_command("delete", "Delete all that I keep about this group"), handle=ending.given),
        ),
        buttons={
            name: ButtonRoute(handle=handle, who=Who.MODERATORS, door=name in _DOORS)
            for name, handle in _buttons(steps, home, joining, ending).items()
        },
        forms={
            routes.TYPED_ZONE: FormRoute(
                build=lambda wanted, words: zone_form(wanted.args[0], words),
                handle=steps.zone_typed,
                who=Who.MODERATORS,
            ),
            routes.TYPED_CODE: FormRoute(
                build=lambda wanted, words: code_form(wanted.args[0], words),
                handle=joining.typed,
                who=Who.MODERATORS,
            ),
        },
        events=(home.removed,),
    )


def _buttons(steps: Steps, home: Home, joining: Joining, ending: Ending) -> dict[str, ButtonHandler]:
    return {
        HOME: home.show,
        routes.CHATS: home.chats,
        routes.CHAT: home.chat,
        routes.TAKES: home.takes,
        routes.MAIN: home.main_room,
        routes.OUT: home.out,
        routes.OUT_SURE: home.out_sure,
        routes.BEGIN: steps.begin,
        routes.ZONE: steps.zone,
        routes.TYPE_ZONE: steps.type_zone,
        routes.AT: steps.at,
        routes.NEXT: steps.next,
        routes.STOP: steps.stop,
        routes.TOGGLE: steps.toggle,
        routes.CODE: joining.make,
        routes.TYPE_CODE: joining.type_it,
        routes.JOIN: joining.join,
        routes.NOT_NOW: joining.not_now,
        routes.DELETE: ending.ask,
        routes.DELETE_SURE: ending.sure,
        routes.EXPORT: ending.export,
    }


def _command(name: str, summary: str, *options: Option) -> Command:
    return Command(name=f"group {name}", summary=summary, options=options, who=Who.MODERATORS, where=Where.GROUP)
