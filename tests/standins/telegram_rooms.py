"""A group as a tester speaks of one: its topics, its members' standing, the bot in it, its move to a supergroup."""

from typing import TYPE_CHECKING

from tests.standins.telegram_desk import Desk
from tests.standins.telegram_objects import change_json, user_json
from tests.standins.telegram_world import ADMIN_RIGHTS, PRESENT, Membership, Room, User

if TYPE_CHECKING:  # a person needs groups to act in; a group only names people
    from tests.standins.telegram_people import Person


class Group:
    """A group or supergroup. After a move `room` and `id` are those of the new supergroup."""

    def __init__(self, desk: Desk, room: Room, owner: User) -> None:
        self._desk = desk
        self.room = room
        self.owner = owner
        self.old_id: int | None = None

    @property
    def id(self) -> int:
        return self.room.id

    def topic_id(self, name: str) -> int:
        return next(topic.id for topic in self.room.topics.values() if topic.name == name)

    def closes_topic(self, name: str) -> None:
        self.room.topics[self.topic_id(name)].closed = True

    def deletes_topic(self, name: str) -> None:
        """The topic and every message in it are gone."""
        topic_id = self.topic_id(name)
        self.room.topics[topic_id].deleted = True
        for post in self.room.posts:
            post.deleted = post.deleted or post.thread_id == topic_id

    async def adds_bot(self, by: "Person", *, as_admin: bool = False) -> None:
        """Somebody brings the bot in: my_chat_member, then the service message."""
        bot = self._desk.world.bot
        self.changes(bot, new_standing("administrator" if as_admin else "member"), by=by.user)
        body = {"new_chat_members": [user_json(bot)]}
        self._desk.tell_message(self._desk.world.add_post(self.room, by.user, body))

    async def removes_bot(self, by: "Person") -> None:
        self.changes(self._desk.world.bot, Membership("kicked"), by=by.user)

    async def makes_bot(self, status: str, by: "Person") -> None:
        """Changes the bot's own standing: administrator, member, restricted."""
        self.changes(self._desk.world.bot, new_standing(status), by=by.user)

    def changes(self, user: User, after: Membership, *, by: User) -> None:
        """Sets how an account stands, and tells the bot what it may learn of it."""
        room, world = self.room, self._desk.world
        before = room.stands(user.id)
        room.members[user.id] = after
        change = change_json(world, room, by, user, before, after)
        if user is world.bot:
            self._desk.updates.publish("my_chat_member", change)
        elif room.is_admin(world.bot.id):
            self._desk.updates.publish("chat_member", change)
        world.bell.ring()

    async def moves(self) -> int:
        """Becomes a supergroup: the old id is dead for ever, topics and history are new. Returns the new id."""
        world, old = self._desk.world, self.room
        new = world.add_room("supergroup", old.title)
        new.members = dict(old.members)
        self._desk.tell_message(world.add_post(old, self.owner, {"migrate_to_chat_id": new.id}))
        old.migrated_to = new.id
        self.room, self.old_id = new, old.id
        self._desk.tell_message(world.add_post(new, self.owner, {"migrate_from_chat_id": old.id}))
        return new.id

    def present(self) -> list[User]:
        return [self._desk.world.users[i] for i, m in self.room.members.items() if m.status in PRESENT]


def new_standing(status: str, *, anonymous: bool = False) -> Membership:
    """A membership; an administrator gets the usual rights."""
    return Membership(status, set(ADMIN_RIGHTS) if status == "administrator" else set(), anonymous)
