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
    typed = (Option(name="words", summary="What you want to write. You see it first."),)
    ask_group = Command(
        name="ask group", summary="Ask your group something, without your name", options=typed, where=Where.PRIVATE
    )
    ask_moderators = Command(
        name="ask moderators", summary="Write to the moderators, without your name", options=typed, where=Where.PRIVATE
    )
    panel = Command(
        name="group anonymous",
        summary="Questions without a name: on or off, and what waits",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    moderators = Who.MODERATORS
    ear = Feature(name="anonymous_ear", texts=(writing.heard,), veils=(rooms,))
    return ear, Feature(
        name="anonymous",
        commands=(
            CommandRoute(command=ask_group, handle=writing.ask_group),
            CommandRoute(command=ask_moderators, handle=writing.ask_moderators),
            CommandRoute(command=panel, handle=moderating.panel),
        ),
        buttons={
            BEGIN: ButtonRoute(handle=writing.begin, door=True),
            SEND: ButtonRoute(handle=writing.send),
            AWAY: ButtonRoute(handle=writing.away),
            LOOK: ButtonRoute(handle=writing.look),
            BACK: ButtonRoute(handle=writing.take_back),
            PANEL: ButtonRoute(handle=moderating.show, who=moderators),
            TURN: ButtonRoute(handle=moderating.turn, who=moderators),
            QUEUE: ButtonRoute(handle=moderating.queue, who=moderators),
            YES: ButtonRoute(handle=moderating.yes, who=moderators),
            NO: ButtonRoute(handle=moderating.no, who=moderators),
            BLOCK: ButtonRoute(handle=moderating.block, who=moderators),
            REPLY: ButtonRoute(handle=moderating.reply, who=moderators, door=True),
            UNBLOCK: ButtonRoute(handle=moderating.unblock, who=moderators),
            SHOW: ButtonRoute(handle=moderating.invite, who=moderators),
        },
        forms={
            FORM: FormRoute(build=form_of, handle=writing.formed),
            ANSWER: FormRoute(
                build=lambda wanted, said: answer_form(wanted.args[0], wanted.args[1], said),
                handle=moderating.answered,
                who=moderators,
            ),
        },
        purposes=(moderating.purpose,),
    )
