"""Takes what the page posts to Spoonlight, and carries out what it answers. Private words never become public here."""

from dataclasses import dataclass, field
from typing import assert_never
from uuid import uuid4

from bots.local.conversation import Conversation, Entry
from bots.local.inbound import (
    Offered,
    Post,
    Said,
    Stand,
    Tapped,
    ThroughDoor,
    Typing,
    bot_added,
    to_inbound,
    to_option_typed,
)
from bots.local.people import GROUP, MODERATOR, Look, Person, Place, address_of
from bots.local.render import Json, View
from bots.local.transport import LocalTransport
from core.bootstrap import SupportBot
from core.model.command import Command, Where, Who
from core.model.identity import Address, Role, private_address
from core.model.inbound import Inbound, Origin, TextSaid
from core.model.message import Choice, Outbound
from core.model.reply import Edit, Handoff, Notice, OpenForm, Replies, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the one who acted gets beside messages: lines that pass by, and a form. `heard`: it was meant for us."""

    notices: list[str] = field(default_factory=list)
    forms: list[Json] = field(default_factory=list)
    heard: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a reply answers to: who stands where, what they did, and the entry that was tapped."""

    stand: Stand
    inbound: Inbound
    tapped: Entry | None
    view: View

    @property
    def address(self) -> Address:
        return address_of(self.stand.person, self.stand.place)


class Desk:
    """Everything that the page can do, without HTTP."""

    def __init__(self, bot: SupportBot, conversation: Conversation, transports: dict[Look, LocalTransport]) -> None:
        self.bot = bot
        self.conversation = conversation
        self._transports = transports

    async def greet(self) -> None:
        """Spoonlight comes into the group."""
        joined = bot_added(MODERATOR, _event_id(), self.bot.clock.now())
        for reply in await self.bot.handle(joined, self._transports[Look.TELEGRAM]):
            if isinstance(reply, Say) and not reply.private:
                self._put(GROUP, reply.message)

    async def take(self, post: Post) -> Answer:
        """Hands it to Spoonlight and shows what comes back. The words of the person are shown first."""
        person, address = post.person, address_of(post.person, post.place)
        tapped = self.conversation.seen(post.entry, person) if isinstance(post, Tapped) else None
        origin = self._origin(post)
        message_private = address.private or (tapped is not None and tapped.only_for is not None)
        ref = self.conversation.hold(post.content) if isinstance(post, Offered) and post.content else ""
        inbound = to_inbound(post, origin, message_private=message_private, ref=ref)
        if isinstance(post, Said):
            self._put(address, post.text.strip(), author=person, only_for=self._hidden(post))
        elif isinstance(post, Offered):
            self._put(address, f"{post.name}\n{post.text}".strip(), author=person)
        elif isinstance(post, ThroughDoor):
            self._put(address, "/start", author=person)
        if inbound is None:
            return Answer(heard=False)
        replies = await self.bot.handle(inbound, self._transports[post.look])
        occasion = Occasion(stand=post, inbound=inbound, tapped=tapped, view=await self.view(post))
        return self._carry_out(replies, occasion)

    async def view(self, stand: Stand) -> View:
        """The eyes of the one in front of the page."""
        return View(
            person=stand.person,
            look=stand.look,
            zone=await self.zone_of(stand),
            words=self.bot.knowledge.words,
            signer=self.bot.signer,
        )

    async def zone_of(self, stand: Stand) -> str:
        """What they told Spoonlight (in the group: what moderators did); until then the browser's."""
        async with self.bot.open_unit() as uow:
            group = await uow.groups.of_chat(GROUP) if stand.place is Place.GROUP else None
            member = await uow.members.of(stand.person.account)
        return (group and group.zone) or (member and member.zone) or stand.browser_zone

    def commands(self, stand: Stand) -> list[Command]:
        """Those that would be offered to this person in this place."""
        place = Where.PRIVATE if stand.place is Place.PRIVATE else Where.GROUP
        return [
            command
            for command in self.bot.commands
            if command.where in (Where.ANYWHERE, place)
            and (command.who is Who.EVERYONE or stand.person.role is Role.MODERATOR)
        ]

    async def suggest(self, typing: Typing) -> list[Choice]:
        return list(await self.bot.completions(to_option_typed(typing, self._origin(typing))))

    def _carry_out(self, replies: Replies, occasion: Occasion) -> Answer:
        answer = Answer()
        for reply in replies:
            match reply:
                case Say(message=message, private=private, lasting=lasting):
                    answer.notices.extend(self._say(message, occasion, private=private, lasting=lasting))
                case Edit(message=message, private=private):
                    answer.notices.extend(self._edit(message, occasion, private=private))
                case Notice(text=text):
                    answer.notices.append(text)
                case OpenForm(form=form):
                    answer.forms.append(occasion.view.form(form, occasion.address.conversation))
                case Handoff():
                    raise AssertionError("the router keeps handoffs to itself")
                case _:
                    assert_never(reply)
        return answer

    def _say(self, message: Outbound, occasion: Occasion, *, private: bool, lasting: bool) -> list[str]:
        """In the group, private words are for one pair of eyes; what must last, or cannot be hidden, goes to the chat.

        Discord can hide only what answers a command, a tap or a form: plain words get their answer in private.
        """
        person = occasion.stand.person
        if occasion.address.private or not private:
            self._put(occasion.address, message)
            return []
        cannot_hide = occasion.stand.look is Look.DISCORD and isinstance(occasion.inbound, TextSaid)
        if lasting or cannot_hide:
            self._put(private_address(person.account), message)
            return [occasion.view.words("preview.in_private_chat")]
        self._put(occasion.address, message, only_for=person.id)
        return []

    def _edit(self, message: Outbound, occasion: Occasion, *, private: bool) -> list[str]:
        tapped = occasion.tapped
        hidden = tapped is not None and (tapped.address.private or tapped.only_for is not None)
        if tapped is None or (private and not hidden) or not self.conversation.edit(tapped.id, message):
            return self._say(message, occasion, private=private, lasting=False)
        return []

    def _put(
        self, address: Address, content: str | Outbound, *, author: Person | None = None, only_for: str | None = None
    ) -> None:
        self.conversation.add(address, content, at=self.bot.clock.now(), author=author, only_for=only_for)

    def _hidden(self, said: Said) -> str | None:
        """A command whose answer is private is itself seen by nobody else; so is one that does not exist."""
        if said.place is Place.PRIVATE or not said.text.lstrip().startswith("/"):
            return None
        typed = said.text.strip().lower().removeprefix("/")
        known = [one for one in self.bot.commands if f"{typed} ".startswith(f"{one.name} ")]
        return None if known and not known[-1].private_reply else said.person.id

    def _origin(self, stand: Stand) -> Origin:
        return stand.origin(_event_id(), self.bot.clock.now())


def _event_id() -> str:
    """Also unique beside those of earlier starts: the inbox remembers them."""
    return f"preview-{uuid4().hex}"
