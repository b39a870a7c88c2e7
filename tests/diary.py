"""A small feature of the tests' own: it keeps lines that can be counted, and fails where a test wants it to."""

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.model.command import Command, Option, Where, Who
from core.model.consent import Consent, ConsentPurpose
from core.model.inbound import CommandGiven, Inbound, TextSaid
from core.model.message import message
from core.model.reply import Edit, Handoff, Notice, Replies, Say
from core.ports import Phrasebook
from tests.fakes import NINE
from tests.stage import GROUP, Stage, account_of

AGREED = Consent(purpose=ConsentPurpose.CHECKINS, version=1, text_hash="0" * 64, given_at=NINE)


async def write_line(given: CommandGiven, scene: Scene) -> Replies:
    """An effect that can be counted: one more check-in."""
    await _keep(given.options.get("what", "note"), scene)
    return [Say(message=message("kept"), private=True)]


async def write_and_fail(given: CommandGiven, scene: Scene) -> Replies:
    await write_line(given, scene)
    raise RuntimeError(f"could not keep {given.rest}")


async def tapped_line(tap: Tap, scene: Scene) -> Replies:
    await _keep(tap.action.args[0] if tap.action.args else "note", scene)
    return [Edit(message=message("your answer is kept"))]


async def _keep(name: str, scene: Scene) -> None:
    """Everybody here agrees to it by writing."""
    member = await scene.member()
    if await scene.uow.consents.live(member.id, AGREED.purpose) is None:
        await scene.uow.consents.give(member.id, AGREED)
    await scene.uow.checkins.open(member.id, name, local_date=NINE.date(), now=scene.now)


async def public_edit(_tap: Tap, _scene: Scene) -> Replies:
    return [Edit(message=message("12 people came"), private=False)]


async def moderators_only(_tap: Tap, _scene: Scene) -> Replies:
    return [Notice(text="done as moderator")]


async def meant_a_command(said: TextSaid, _scene: Scene) -> Replies | None:
    if "write" not in said.text:
        return None
    return [Handoff(command=CommandGiven(origin=said.origin, name="write", rest="handed"))]


def broken_reflex(inbound: Inbound, _words: Phrasebook) -> Replies | None:
    if isinstance(inbound, TextSaid) and "reflex" in inbound.text:
        raise ValueError(inbound.text)
    return None


def kind_reflex(inbound: Inbound, _words: Phrasebook) -> Replies | None:
    if isinstance(inbound, TextSaid) and "reflex" in inbound.text:
        return [Say(message=message("at once"), private=True)]
    return None


DIARY = Feature(
    name="diary",
    commands=(
        CommandRoute(
            command=Command(name="write", summary="Keeps a line", options=(Option(name="what", summary="What"),)),
            handle=write_line,
        ),
        CommandRoute(command=Command(name="fail", summary="Fails half-way"), handle=write_and_fail),
        CommandRoute(command=Command(name="group note", summary="Two words"), handle=write_line),
        CommandRoute(
            command=Command(name="rule", summary="For moderators", who=Who.MODERATORS, where=Where.GROUP),
            handle=write_line,
        ),
    ),
    buttons={
        "diary.line": ButtonRoute(handle=tapped_line),
        "diary.public": ButtonRoute(handle=public_edit),
        "diary.rule": ButtonRoute(handle=moderators_only, who=Who.MODERATORS),
        "diary.door": ButtonRoute(handle=tapped_line, door=True),
    },
    reflexes=(broken_reflex, kind_reflex),
    texts=(meant_a_command,),
)


async def lines_of(stage: Stage, person: str = "ana") -> list[str]:
    """What is kept of one person; empty when nobody was made of them."""
    async with stage.open_unit() as uow:
        member = await uow.members.of(account_of(person))
        if member is None:
            return []
        return [checkin.questionnaire for checkin in await uow.checkins.on(member.id, NINE.date())]


async def founded(stage: Stage) -> int:
    async with stage.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=NINE)
        await uow.commit()
    return group.id
