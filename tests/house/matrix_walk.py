"""Walks the whole bot: a member plants what only they may read, then everything that any reply offers is tried once.

What it brings home are samples: an act of a route, and the database at the moment when that act was offered. So a new
command, button or form is in the matrix from its first day.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.model.action import action
from core.model.message import Document, DoorButton
from core.model.reply import OpenForm, Replies
from tests.fakes import words_of
from tests.house.matrix_acts import Act, Fills, Gives, Leaves, Offers, Says, Taps, route_of, shape_of, ways_to_give
from tests.house.matrix_groups import setup_moments
from tests.house.matrix_links import linking_moments
from tests.house.matrix_nameless import misses_a_post, writes_without_a_name
from tests.house.matrix_offers import buttons_in, messages_in, reader_of
from tests.house.matrix_typed import CLOCK, PLACE, WAITING_WORD, WORD, filled, values_of
from tests.house.matrix_world import ADMIN, OWNER, OWNER_ALONE, Actor, Moment, World
from tests.house.pages import knowledge

ANSWER = "9"
PLAIN_WORDS = (
    "what is pacing",
    "I have chest pain",
    "i want to die",
    "my pain is 9",
    "hello",
    "remind me to rest at 8",
    "🫠",
    "3",
)
FIRST_REMINDER = 1
"""The number of the reminder that the owner plants first."""

LONG_AGO = 400
"""Days since the first check-in: more than most members want it kept."""
UNTIL_IT_CAME = 17
"""Hours from the day's start of the tests to a little after the clock time in that place."""

_PATIENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An act, and when it was offered. `walker` is who met it. `came`: in a message that nobody had asked for."""

    act: Act
    at: Moment
    walker: Actor
    came: bool = False

    @property
    def route(self) -> str:
        return route_of(self.act)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The samples of a walk; the moment after planting; and the lines in which the owner reads their own answers."""

    samples: tuple[Sample, ...]
    planted: Moment
    answer_lines: tuple[str, ...]


class Walk:
    """Keeps count, so that one or two acts of each shape are enough."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._met: Counter[tuple[object, ...]] = Counter()
        self._waiting: deque[Sample] = deque()
        self.samples: list[Sample] = []
        self._emptied = world.now()
        self._has_agreed = False

    def plants(self) -> tuple[Moment, tuple[str, ...]]:
        """The owner checks in (agreeing to what is asked first) and is counted in their group; long after it they check
        in again and keep a reminder, which comes alone and then with another one and the one question of a flare day,
        take a number to count into their own set, and leave a check-in on each of two days and a third reminder half
        done."""
        lines = self._checks_in("daily")
        self._is_counted()
        self.waits(days=LONG_AGO)
        self._checks_in("short")
        self._does(Gives(name="remind", rest=f"{WORD} every day at {CLOCK}"))
        self._does(Says(text=PLACE))
        self._prepares_a_visit()
        self._does(Taps(action=action("remind.checkin")))
        self._does(Says(text=f"every day at {CLOCK}"))
        self.waits(hours=UNTIL_IT_CAME)
        self.comes()
        self._does(Taps(action=action("checkin.put", "hours_slept")))
        self._does(Gives(name="checkin", rest="own"))
        self._does(next(self._answers(self._does(Gives(name="checkin", rest="short")))))
        self._does(Gives(name="remind", rest=f"{WORD} again every day at {CLOCK}"))
        self._does(Gives(name="flare"))
        self.waits(days=1)
        self.comes()
        writes_without_a_name(self)
        misses_a_post(self, self._world.transport)
        begun = self._does(Gives(name="checkin", rest="short"))
        self._does(next(act for act in self._answers(begun)))
        self._does(Gives(name="remind", rest=WAITING_WORD))
        return self._world.now(), lines

    def _prepares_a_visit(self) -> None:
        """Two questions for the doctor, one of them asked, and a day on which they meet."""
        self._does(Gives(name="questions", rest=f"What is {WORD}?"))
        listed = self._does(Gives(name="questions", rest=f"Why {WORD}?"))
        one = next(
            button.action for button in buttons_in(messages_in(listed)) if button.action.route == "questions.one"
        )
        self._does(Taps(action=action("questions.asked", one.args[0], 1)))
        self._does(Gives(name="appointment", rest=f"in 20 days at {CLOCK}am"))

    def links(self, planted: Moment) -> None:
        """The owner's other account, with which they are about to be one person, and are: then a reminder of theirs can
        come to either."""
        moments = linking_moments(self._world, planted)
        looks = Taps(action=action("link.page"))
        self._waiting.extend(Sample(act=looks, at=moment, walker=OWNER_ALONE, came=True) for moment in moments)
        reminder = Taps(action=action("remind.one", FIRST_REMINDER))
        self._waiting.append(Sample(act=reminder, at=moments[-1], walker=OWNER_ALONE, came=True))

    def joins(self, planted: Moment) -> None:
        """A moderator, while another group is about to be joined to theirs, and when it is."""
        offered, joined = setup_moments(self._world, planted)
        self._waiting.append(Sample(act=Gives(name="group join"), at=offered, walker=ADMIN, came=True))
        for wanted in (
            action("setup.chat", 1, 1),
            action("setup.next", 1, "selfcare"),
            action("setup.next", 1, "zone"),
            action("group.pick", 1, "snippet"),
        ):
            self._waiting.append(Sample(act=Taps(action=wanted), at=joined, walker=ADMIN, came=True))

    def chooses_a_room(self, planted: Moment) -> None:
        """A moderator who said that there will be one goes to a topic of their group for it."""
        self._world.back_to(planted)
        self._world.does(ADMIN, Taps(action=action("moderators.room", 1)))
        called, there = self._world.now(), replace(ADMIN, aside=True)
        self._waiting.append(Sample(act=Gives(name="moderate"), at=called, walker=there, came=True))
        self._world.back_to(planted)

    def looks_again(self, planted: Moment) -> None:
        """A moderator: at what waits for a second look; and at the end, when somebody was blocked meanwhile."""
        for wanted in (action("resource.show", 1, 1), action("asked.panel", 1)):
            self._waiting.append(Sample(act=Taps(action=wanted), at=planted, walker=ADMIN, came=True))

    def goes(self, walker: Actor, start: Moment, first: Iterable[Act]) -> None:
        """Breadth first, from each act to what its reply offers. Every act starts from the moment it was offered."""
        self._walks(deque(Sample(act=act, at=start, walker=walker) for act in first))

    def goes_on(self) -> None:
        """What was planted, step by step. What came is walked whole: where its buttons lead depends on how much came
        together, which no shape tells."""
        while self._waiting:
            self._walks(deque([self._waiting.popleft()]))

    def _walks(self, ahead: deque[Sample]) -> None:
        while ahead:
            sample = ahead.popleft()
            # Where an act leads depends on the place, and with a command on who gives it.
            by = sample.walker.name if isinstance(sample.act, Gives) else ""
            shape = (sample.walker.in_group, by, *shape_of(sample.act))
            if self._met[shape] >= _of_each(sample.act) and not sample.came:
                continue
            self._met[shape] += 1
            self.samples.append(sample)
            self._world.back_to(sample.at)
            replies = self._world.does(sample.walker, sample.act)
            ahead.extend(self._offered(replies, sample.walker))

    def _waits_for_a_file(self) -> None:
        """A moment without an answer yet, from which an export can be brought back."""
        self._has_agreed, now = True, self._world.now()
        self._world.does(OWNER_ALONE, Gives(name="import"))
        self._emptied = self._world.now()
        self._world.back_to(now)

    def _sent_later(self, now: Moment) -> list[Sample]:
        """The buttons of messages that wait to be sent: to somebody, or to where moderators and the group read them."""
        if not any(row[0] == "deliveries" for row in now.rows):
            return []
        queued = self._world.queued()
        self._world.back_to(now)
        return [
            Sample(act=Taps(action=button.action), at=now, walker=reader_of(one.address, button))
            for one in queued
            for button in buttons_in([one.message])
        ]

    def _checks_in(self, kind: str) -> tuple[str, ...]:
        replies = self._does(Gives(name="checkin", rest=kind))
        for _ in range(_PATIENCE):
            onward = next(self._answers(replies), None) or next(self._agreements(replies), None)
            if onward is None:
                break
            if next(self._answers(replies), None) is not None and not self._has_agreed:
                self._waits_for_a_file()
            replies = self._does(onward)
        saved = words_of(messages_in(replies)[-1])
        return tuple(line for line in saved.splitlines() if ANSWER in line)

    def _is_counted(self) -> None:
        """The world has one group. Its weekly post is the way in; what is asked there is agreed to."""
        replies = self._does(Taps(action=action("totals.join", 1)))
        while (onward := next(self._agreements(replies), None)) is not None:
            replies = self._does(onward)

    def does(self, walker: Actor, act: Act) -> Replies:
        """A step of planting; what it offers is walked later."""
        before = self._world.rows()
        replies = self._world.does(walker, act)
        self._waiting.extend(self._offered(replies, walker))
        if walker.name != OWNER:
            self._world.is_not_the_owners(self._world.rows() - before)
        return replies

    def offered(self, replies: Replies, route: str) -> Taps:
        return next(Taps(action=one.action) for one in buttons_in(messages_in(replies)) if one.action.route == route)

    def waits(self, *, days: int = 0, hours: int = 0) -> None:
        self._world.waits(days=days, hours=hours)

    def comes(self) -> None:
        """What falls due now, for the owner and for whom it may concern."""
        came = self._world.receives()
        assert came, "nothing came"
        now = self._world.now()
        for sent in came:
            for button in buttons_in([sent.message]):
                walker = reader_of(sent.address, button)
                self._waiting.append(Sample(act=Taps(action=button.action), at=now, walker=walker, came=True))

    def _does(self, act: Act) -> Replies:
        return self.does(OWNER_ALONE, act)

    def _answers(self, replies: Replies) -> Iterator[Act]:
        return (
            Taps(action=one.action)
            for one in buttons_in(messages_in(replies))
            if one.action.route == "checkin.answer" and one.action.args[-1] == ANSWER
        )

    def _agreements(self, replies: Replies) -> Iterator[Act]:
        """What asks for a yes before the first question."""
        return (
            Taps(action=one.action) for one in buttons_in(messages_in(replies)) if one.action.route.startswith("agree.")
        )

    def _offered(self, replies: Replies, walker: Actor) -> Iterator[Sample]:
        now = self._world.now()
        alone = replace(walker, in_group=False, ephemeral=False, aside=False)
        for one in buttons_in(messages_in(replies)):
            yield Sample(act=Taps(action=one.action), at=now, walker=alone if isinstance(one, DoorButton) else walker)
        yield from self._sent_later(now)
        for file in (one for page in messages_in(replies) for one in page.blocks if isinstance(one, Document)):
            offered = Offers(name=file.name, content=file.content)
            since = (self._emptied, now) if walker.name == OWNER else (now,)
            yield from (Sample(act=offered, at=at, walker=alone) for at in since)
        for form in (one.form for one in replies if isinstance(one, OpenForm)):
            yield from (Sample(act=act, at=now, walker=walker) for act in filled(form, walker))
        waiting = self._world.open_form(walker)
        if waiting is not None:
            form = knowledge().table.forms[waiting.action.route].build(waiting.action, knowledge().words)
            step = waiting.action.route, waiting.step
            for typed in values_of(form.fields[waiting.step], walker):
                yield Sample(act=Says(text=typed, answers=step), at=now, walker=alone)
            yield from (Sample(act=act, at=now, walker=alone) for act in filled(form, walker))


def walked(world: World) -> Found:
    """The owner walks in private and in the group, then a moderator does."""
    walk = Walk(world)
    planted, lines = walk.plants()
    walk.links(planted)
    walk.joins(planted)
    walk.chooses_a_room(planted)
    commands = [act for one in world.bot.commands for act in ways_to_give(one)]
    said: list[Act] = [*(Says(text=text) for text in PLAIN_WORDS), Offers(name="a file.json"), Leaves()]
    for walker in (Actor(name=OWNER), Actor(name=OWNER, in_group=True)):
        walk.goes(walker, planted, [*commands, *said])
    walk.goes(ADMIN, planted, commands)
    walk.looks_again(planted)
    walk.goes_on()
    return Found(samples=tuple(walk.samples), planted=planted, answer_lines=lines)


def _of_each(act: Act) -> int:
    """How many of one shape. What is typed: also something that raises a question (see _values)."""
    return 2 if isinstance(act, Fills | Says) else 1
