"""What every page of the tests is made with: the largest values, the real content, and a scene without a storage."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from core.dispatch.scene import Scene
from core.knowledge import Knowledge, load_knowledge
from core.library.doors import Door
from core.model.action import action
from core.model.identity import Account, Address, Platform
from core.model.inbound import Origin
from core.model.message import Button, Outbound
from core.model.schedule import Daily, DueSlot, Recurrence, Schedule, Weekday, Weekly
from core.ports import Capabilities
from tests.house.tracked import ROOT

LARGEST_ID = 9_999_999_999
NOW = datetime(2026, 9, 30, 22, 58, tzinfo=UTC)
LONGEST_ZONE = "America/Argentina/Buenos_Aires"
LONG_RULE = Weekly(
    times=(time(10, 58), time(22, 58)), days=frozenset(Weekday) - {Weekday.SUN}, every=2, anchor=date(2026, 9, 30)
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `most_words`: of its plain paragraphs; None for lists and for what moderators wrote."""

    name: str
    shown: Outbound
    most_words: int | None = 60


@cache
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "data")


def door_button(door: Door) -> Button:
    """A stand-in with the longest action; what lies behind real doors is tested on its own."""
    return Button(label=door.label, action=action("learn.topic", "appointments", LARGEST_ID))


def scene(*, forms: bool = False, private: bool = True) -> Scene:
    """What pages read of a scene: its words, its time, where it plays. There is no storage behind it."""
    account = Account(platform=Platform.TELEGRAM, user_id=str(LARGEST_ID))
    address = Address(platform=Platform.TELEGRAM, conversation=str(LARGEST_ID), private=private)
    absent: Any = None
    return Scene(
        origin=Origin(event_id="1", account=account, address=address, at=NOW),
        uow=absent,
        now=NOW,
        words=knowledge().words,
        capabilities=Capabilities(forms=forms, text_limit=2000),
        ask_role=absent,
        errands=absent,
    )


def slot() -> DueSlot:
    return DueSlot(at=NOW, local_date=NOW.date(), slot="22:58")


def schedule(number: int, *, purpose: str = "reminder", payload: dict[str, str] | None = None) -> Schedule:
    """A schedule with the longest rule to say and the largest id."""
    rule = LONG_RULE if number % 2 else Daily(times=(time(22, 58),))
    return Schedule(
        id=LARGEST_ID - number,
        purpose=purpose,
        recurrence=Recurrence(rule=rule, zone=LONGEST_ZONE),
        address=Address(platform=Platform.TELEGRAM, conversation="1", private=True),
        group_id=LARGEST_ID,
        payload=payload or {},
        next_slot=slot(),
    )
