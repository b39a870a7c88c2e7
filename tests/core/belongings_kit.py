"""Somebody with things of their own here, and how they take them along."""

import json
from typing import Any

from core.model.inbound import FileOffered
from core.model.message import Document
from core.model.reply import Say
from tests.core.company import Company, Person

ALL = ("1", "2", "3", "4", "5")


async def settled_in(here: Company) -> Person:
    """Has checked in on two days, wrote a note, and set a reminder."""
    person = here.member()
    await person.command("timezone Leeds")
    await agrees(person)
    for tap in ALL:
        await person.taps(tap)
    await person.taps("Add a note")
    await person.says("=SUM(A1) a hard day")
    here.clock.forward(days=1)
    await person.command("checkin")
    for tap in ("7", "Stop"):
        await person.taps(tap)
    await person.command("remind take Vitamin D every day at 9am")
    return person


async def agrees(person: Person) -> None:
    await person.command("checkin")
    await person.taps("Continue")
    await person.taps("Yes")


async def sends(person: Person, here: Company, content: bytes, *, size: int | None = None) -> str:
    here.transport.files["a-ref"] = content
    told = len(content) if size is None else size
    offered = FileOffered(origin=person._origin(), name="spoonlight-export.json", size=told, ref="a-ref")
    return await person.does(offered)


def documents(person: Person) -> dict[str, Document]:
    shown = [reply.message for reply in person.replies if isinstance(reply, Say)]
    return {block.name: block for page in shown for block in page.blocks if isinstance(block, Document)}


async def exported(person: Person) -> bytes:
    await person.command("export")
    return next(file.content for file in documents(person).values() if file.media_type == "application/json")


async def sections(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await exported(person))["sections"]
    return found


async def is_forgotten(person: Person) -> str:
    await person.command("forget")
    await person.taps("Forget everything")
    return await person.taps("Yes, forget everything")
