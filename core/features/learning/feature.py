"""Joins the library's commands, buttons, answers and daily snippet into one feature."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.features.learning.answers import Answers
from core.features.learning.browse import next_in_topic, suggest_topics, topic_named, topic_page, topics_page
from core.features.learning.card import ANOTHER, MORE, READ, SOURCE, TOPIC, TOPICS, card, card_with_more, source_card
from core.library.content import Content
from core.library.doors import Door
from core.library.listening.ear import Ear
from core.library.listening.heard import Kind
from core.library.snippets import Snippet
from core.model.action import action
from core.model.command import Command, Option
from core.model.delivery import Lane, Promise
from core.model.inbound import CommandGiven, TextSaid
from core.model.message import Button, DoorButton, Outbound, note
from core.model.reply import Edit, Handoff, Replies, Say
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.rotation import choose, post_at, replaces

GROUP_SNIPPET: Final = "group_snippet"

DoorButtonFor = Callable[[Door], Button]


class Learning:
    """Holds the content that its handlers read."""

    def __init__(self, content: Content, ear: Ear, doors: DoorButtonFor, words: Phrasebook) -> None:
        self._content = content
        self._ear = ear
        self._answers = Answers(content, doors)
        self._group_words = words

    async def learn(self, given: CommandGiven, scene: Scene) -> Replies:
        """/learn, with or without a topic. A topic nobody knows is taken as a question."""
        typed = given.rest or given.options.get("topic", "")
        if not typed:
            return [Say(message=topics_page(self._content, scene.words), private=True)]
        topic = topic_named(self._content, typed)
        if topic is not None:
            return [Say(message=topic_page(self._content, topic, 0, scene.words), private=True)]
        heard = await self.hear(TextSaid(origin=given.origin, text=typed), scene)
        return heard or [Say(message=topics_page(self._content, scene.words), private=True)]

    async def hear(self, said: TextSaid, scene: Scene) -> Replies | None:
        """Answers plain words. In a group, too, the answer goes to the one who asked."""
        heard = self._ear.hear(said.text)
        if heard.kind is Kind.COMMAND and heard.command is not None:
            return [Handoff(command=CommandGiven(origin=said.origin, name=heard.command.name, rest=heard.command.rest))]
        answer = self._answers.to(heard, scene.words, turn=len(said.origin.event_id) + scene.now.second)
        return None if answer is None else [Say(message=answer, private=True)]

    async def topics(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=topics_page(self._content, scene.words))]

    async def topic(self, tap: Tap, scene: Scene) -> Replies:
        topic_id, page = tap.action.args
        if topic_id not in self._content.topics:
            return [Edit(message=topics_page(self._content, scene.words))]
        return [Edit(message=topic_page(self._content, topic_id, int(page), scene.words))]

    async def read(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=card(self._snippet(tap), scene.words))]

    async def more(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=card_with_more(self._snippet(tap), scene.words))]

    async def another(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=card(next_in_topic(self._content, self._snippet(tap)), scene.words))]

    async def source(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=source_card(self._snippet(tap), scene.words))]

    async def daily_snippet(self, due: Composition) -> Outbound | None:
        """The group's snippet of the day: everything once before anything twice."""
        group_id = due.schedule.group_id
        if group_id is None:
            return None
        shelf = [snippet for snippet in self._content.snippets.values() if snippet.topic != "urgent"]
        chosen = await choose(due, [snippet.id for snippet in _spread(shelf, group_id)])
        return None if chosen is None else self._group_card(self._content.snippets[chosen])

    def _group_card(self, snippet: Snippet) -> Outbound:
        whole = card(snippet, self._group_words)
        more = DoorButton(label=self._group_words("learning.button_more_private"), action=action(READ, snippet.id))
        heading = note(self._group_words("learning.daily_heading"))
        return Outbound(blocks=(heading, *whole.blocks), buttons=((more,),))

    def _snippet(self, tap: Tap) -> Snippet:
        snippet = self._content.snippets.get(tap.action.args[0])
        if snippet is None:
            raise ButtonRefused("the library has no such snippet any more")
        return snippet


def learning(content: Content, ear: Ear, doors: DoorButtonFor, words: Phrasebook) -> Feature:
    """The feature, whole. `words` are the group's; members hear their own language."""
    shelf = Learning(content, ear, doors, words)
    command = Command(
        name="learn",
        summary="Short facts with sources, by topic",
        options=(Option(name="topic", summary="What about? Leave it empty to see all topics.", suggests=True),),
    )
    purpose = Purpose(
        name=GROUP_SNIPPET,
        compose=shelf.daily_snippet,
        lane=Lane.BROADCAST,
        promise=Promise.AT_MOST_ONCE,
        good_for=timedelta(hours=6),
        cheerful=True,
        post_at=post_at,
        renews=replaces,
    )
    return Feature(
        name="learning",
        commands=(
            CommandRoute(command=command, handle=shelf.learn, suggest=lambda typed: suggest_topics(content, typed)),
        ),
        buttons={
            TOPICS: ButtonRoute(handle=shelf.topics),
            TOPIC: ButtonRoute(handle=shelf.topic),
            READ: ButtonRoute(handle=shelf.read, door=True),
            MORE: ButtonRoute(handle=shelf.more),
            ANOTHER: ButtonRoute(handle=shelf.another),
            SOURCE: ButtonRoute(handle=shelf.source),
        },
        texts=(shelf.hear,),
        purposes=(purpose,),
    )


def _spread(shelf: list[Snippet], group_id: int) -> list[Snippet]:
    """One of each topic in turn, shuffled for each group for good: two days running never tell of the same thing."""
    by_topic: dict[str, list[Snippet]] = {}
    for snippet in sorted(shelf, key=lambda one: sha256(f"{group_id}/{one.id}".encode()).digest()):
        by_topic.setdefault(snippet.topic, []).append(snippet)
    rounds = max(map(len, by_topic.values()), default=0)
    return [stack[turn] for turn in range(rounds) for stack in by_topic.values() if turn < len(stack)]
