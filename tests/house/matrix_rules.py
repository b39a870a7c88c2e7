"""What must hold in every cell of the matrix, whoever acts and wherever: each rule tells if an outcome breaks it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from core.model.identity import Platform
from core.model.message import message
from core.model.reply import Notice, Replies, Say
from tests.house.matrix_acts import Act, Enters, Leaves, Taps, route_of, shape_of, strings_in
from tests.house.matrix_database import Rows
from tests.house.matrix_typed import CLOCK, PLACE, WAITING_WORD, WORD
from tests.house.matrix_walk import ANSWER, Found, Sample
from tests.house.matrix_world import ACTORS, OWNER, RANKED, Actor, World, seen_by_others
from tests.house.pages import knowledge
from tests.stage import read

MAY_BE_PUBLIC: frozenset[str] = frozenset()
"""Routes whose answers may be seen by a whole group. None: whoever adds one says why here."""

MAY_END: dict[str, frozenset[str]] = dict.fromkeys(("button setup.gone", "button setup.join"), frozenset({"counted"}))
"""Routes that end something of members, by table. With a group goes that its members are counted in its totals;
when it joins another one, they are counted there."""

MAY_READ: dict[str, str] = {"button moderators.people": OWNER}
"""Whoever offers to help has to be seen by those who may name them."""

NEVER_SHOWN: dict[Platform, dict[str, str]] = {
    Platform.TELEGRAM: {
        "button remind.type": "opens a form, and there are none: words are typed at once",
        "button checkin.all": "opens a form of several fields, and there are none: questions are asked one by one",
        "button checkin.once": "is about such forms",
        "form checkin.all": "there are none",
        "form anon.form": "there are none: the next message has the words",
    },
    Platform.DISCORD: {
        "button remind.resume": "leads to the private chat, to type what a form asks here",
    },
}
"""Routes that no reply offers on that platform, and why. On the other one they are in every cell."""

_APART = "\n" * 4
"""Between two texts, so that a label and a number beside it ("pain", 9: a button to tap) are not read as an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one act in one cell. `own`: the owner themselves met it. `read`, `queued`: what of the owner's was
    in replies, and in the queue."""

    actor: Actor
    act: Act
    replies: Replies
    own: bool
    protected: Rows
    before: Rows
    after: Rows
    read: frozenset[str]
    queued: frozenset[str]

    def __str__(self) -> str:
        return f"{self.actor}: {self.act}"


class Canaries:
    """What only the owner may read: words, place, time and id that they gave, and the answers to each question."""

    def __init__(self, found: Found) -> None:
        words = (WORD, WAITING_WORD, PLACE, OWNER)
        self._patterns = {word: re.compile(re.escape(word), re.IGNORECASE) for word in words}
        self._patterns[CLOCK] = re.compile(rf"\b0?{CLOCK}\b")
        for line in found.answer_lines:
            asked = line.partition(":")[0]
            self._patterns[asked] = re.compile(rf"\b{re.escape(asked)}\W{{1,3}}{ANSWER}\b", re.IGNORECASE)

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self._patterns)

    def within(self, value: object) -> frozenset[str]:
        """Which of them are in it, however deep."""
        text = _APART.join(strings_in(value))
        return frozenset(name for name, pattern in self._patterns.items() if pattern.search(text))


def outcomes(world: World, found: Found) -> Iterator[Outcome]:
    """One sample of each shape, by everybody, everywhere; each from the moment when it was offered."""
    canaries = Canaries(found)
    for sample in one_of_each(found):
        owned = sample.at if sample.walker.name == OWNER else found.planted
        protected = world.of_the_owner(owned.rows & sample.at.rows)
        for actor in actors_for(sample.route, world.platform):
            for act in _ways(sample.act, actor):
                world.back_to(sample.at)
                replies = world.does(actor, act)
                after = world.rows()
                yield Outcome(
                    actor=actor,
                    act=act,
                    replies=replies,
                    own=actor.name == OWNER and sample.walker.name == OWNER,
                    protected=protected,
                    before=sample.at.rows,
                    after=after,
                    read=canaries.within(replies) - canaries.within(act),
                    queued=_queued(world, sample, after, canaries) - canaries.within(act),
                )


def actors_for(route: str, platform: Platform) -> list[Actor]:
    """Everybody. A private chat of Discord differs by its forms alone: what Telegram shows is tried there; and
    Telegram has no roles that could be named."""
    if platform is Platform.TELEGRAM:
        return [one for one in ACTORS if one.name != RANKED]
    return ACTORS if route in NEVER_SHOWN[Platform.TELEGRAM] else [one for one in ACTORS if one.in_group]


def one_of_each(found: Found) -> list[Sample]:
    """The first of each shape."""
    first: dict[object, Sample] = {}
    for sample in found.samples:
        first.setdefault(shape_of(sample.act), sample)
    return list(first.values())


def _ways(act: Act, actor: Actor) -> Iterator[Act]:
    """A button that is a door is also entered by a start link, which anybody can write."""
    yield act
    table = knowledge().table
    route = table.buttons.get(act.action.route) if isinstance(act, Taps) else None
    if isinstance(act, Taps) and route is not None and route.door and not actor.in_group:
        yield Enters(action=act.action)


def _queued(world: World, sample: Sample, after: Rows, canaries: Canaries) -> frozenset[str]:
    """What of the owner's is in messages that now wait to be sent to anybody else."""
    if not any(row[0] == "deliveries" for row in after - sample.at.rows):
        return frozenset()
    elsewhere = [one.message for one in world.queued() if one.address.conversation != OWNER]
    return canaries.within(elsewhere)


def reads_anothers(one: Outcome) -> bool:
    return one.actor.name != OWNER and bool(one.read - {MAY_READ.get(route_of(one.act))})


def changes_anothers(one: Outcome) -> bool:
    ends = MAY_END.get(route_of(one.act), frozenset())
    return one.actor.name != OWNER and any(row[0] not in ends for row in one.protected - one.after)


def is_seen_by_all(one: Outcome) -> bool:
    return route_of(one.act) not in MAY_BE_PUBLIC and seen_by_others(one.actor, one.replies)


def is_sent_to_others(one: Outcome) -> bool:
    return bool(one.queued)


def goes_wrong(one: Outcome) -> bool:
    return knowledge().words("dispatch.went_wrong") in read(one.replies)


def stays_unanswered(one: Outcome) -> bool:
    return not one.replies and not isinstance(one.act, Leaves)


RULES: dict[str, Callable[[Outcome], bool]] = {
    "reads what is another member's": reads_anothers,
    "changes what is another member's": changes_anothers,
    "is answered where others read it": is_seen_by_all,
    "sends what is a member's to somebody else": is_sent_to_others,
    "goes wrong": goes_wrong,
    "stays without an answer": stays_unanswered,
}


def bound_to_the_owner(act: Act) -> Act | None:
    """The same button, signed for the owner alone."""
    return replace(act, only_for=OWNER) if isinstance(act, Taps) else None


def is_refused_as_old(replies: Replies) -> bool:
    old = knowledge().words("dispatch.old_button")
    return replies == [Notice(text=old)] or replies == [Say(message=message(old), private=True)]
