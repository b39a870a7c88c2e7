"""Joins writers, moderators and their rooms into one feature: off until a group's moderators turn it on."""

from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.anonymous.desk_pages import (
    ANSWER,
    BLOCK,
    NO,
    PANEL,
    QUEUE,
    REPLY,
    SHOW,
    TURN,
    UNBLOCK,
    UNDO,
    YES,
    answer_form,
)
from core.features.anonymous.moderating import Moderating
from core.features.anonymous.pages import AWAY, BACK, BEGIN, FORM, LOOK, SEND, form_of
from core.features.anonymous.rooms import Rooms
from core.features.anonymous.writers import Writers
from core.features.anonymous.writing import Writing
from core.model.command import Command, Option, Where, Who
from core.ports import Phrasebook


def anonymous(words: Phrasebook) -> tuple[Feature, Feature]:
    """What hears writers, to be asked before any other ear, and all the rest. `words` are the group's."""
    rooms, writers = Rooms(), Writers()
    writing, moderating = Writing(rooms, writers), Moderating(writers, words)
    ear = Feature(name="anonymous_ear", texts=(writing.heard,), veils=(rooms,))
    whole = Feature(
        name="anonymous",
        commands=(*_of_writers(writing), _of_moderators(moderating)),
        buttons={**_buttons_of_writers(writing), **_buttons_of_moderators(moderating)},
        forms={
            FORM: FormRoute(build=form_of, handle=writing.formed),
            ANSWER: FormRoute(
                build=lambda wanted, said: answer_form(wanted.args[0], wanted.args[1], said),
                handle=moderating.answered,
                who=Who.MODERATORS,
            ),
        },
        purposes=(moderating.purpose,),
    )
    return ear, whole


def _of_writers(writing: Writing) -> tuple[CommandRoute, ...]:
    typed = (Option(name="words", summary="What you want to write. You see it first."),)
    ask_group = Command(
        name="ask group", summary="Ask your group something, without your name", options=typed, where=Where.PRIVATE
    )
    ask_moderators = Command(
        name="ask moderators", summary="Write to the moderators, without your name", options=typed, where=Where.PRIVATE
    )
    return (
        CommandRoute(command=ask_group, handle=writing.ask_group),
        CommandRoute(command=ask_moderators, handle=writing.ask_moderators),
    )


def _of_moderators(moderating: Moderating) -> CommandRoute:
    panel = Command(
        name="group anonymous",
        summary="Questions without a name: on or off, and what waits",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return CommandRoute(command=panel, handle=moderating.panel)


def _buttons_of_writers(writing: Writing) -> dict[str, ButtonRoute]:
    return {
        BEGIN: ButtonRoute(handle=writing.begin, door=True),
        SEND: ButtonRoute(handle=writing.send),
        AWAY: ButtonRoute(handle=writing.away),
        LOOK: ButtonRoute(handle=writing.look),
        BACK: ButtonRoute(handle=writing.take_back),
    }


def _buttons_of_moderators(moderating: Moderating) -> dict[str, ButtonRoute]:
    handlers = {
        PANEL: moderating.show,
        TURN: moderating.turn,
        QUEUE: moderating.queue,
        YES: moderating.yes,
        UNDO: moderating.undo,
        NO: moderating.no,
        BLOCK: moderating.block,
        REPLY: moderating.reply,
        UNBLOCK: moderating.unblock,
        SHOW: moderating.invite,
    }
    return {
        route: ButtonRoute(handle=handle, who=Who.MODERATORS, door=route == REPLY) for route, handle in handlers.items()
    }
