"""The stage without a platform: replies are carried out here as an adapter would, to show what the core itself says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from core.bootstrap import SupportBot
from core.dispatch.doors import to_payload
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.inbound import ButtonTapped, CommandGiven, FormSubmitted, Inbound, Origin, TextSaid
from core.model.message import AnyButton, Button, DoorButton, Form, Outbound
from core.model.reply import Edit, Handoff, Notice, OpenForm, Reply, Say
from core.ports import Capabilities
from tests.bots.behaviour.delivering import FAST
from tests.bots.behaviour.stage import NotPossibleHere, Person, Shown, Traits
from tests.fakes import NINE, MovableClock, buttons_of, words_of

GROUP = Address(platform=Platform.LOCAL, conversation="group")


@dataclass(slots=True, eq=False)
class Post:
    """One message of the bot in one place; `only_for` as an ephemeral one."""

    address: Address
    message: Outbound
    only_for: str | None = None


class CoreStage:
    """The bot behind a transport with a memory. Start it in `async with running(...)` of the fixture."""

    def __init__(self, bot: SupportBot, clock: MovableClock, *, forms: bool) -> None:
        self.traits = Traits(forms=forms, whispers=True, any_command=not forms)
        self.start = NINE
        self.bot = bot
        self.clock = clock
        self.platform = Platform.LOCAL
        self.capabilities = Capabilities(forms=forms, text_limit=4096)
        self.posts: list[Post] = []
        self.roles: dict[str, Role] = {}
        self.people: list[Person] = []
        self.events = count(1)
        self.line = bot.line(self, FAST)

    def member(self, name: str) -> Person:
        return self._person(name, Role.MEMBER)

    def moderator(self, name: str) -> Person:
        return self._person(name, Role.MODERATOR)

    def _person(self, name: str, role: Role) -> Person:
        self.roles[name.lower()] = role
        self.people.append(Person(name, CoreHands(self, name.lower()), self))
        return self.people[-1]

    async def settled(self) -> None:
        await self.bot.planner.plan_due()
        await self.line.worker.send_due()

    async def moves_to(self, at: datetime) -> None:
        self.clock.move_to(at)
        await self.settled()

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:
        self.posts.append(Post(address, message))
        return Receipt(address=address, message_ids=(key,))

    async def edit(self, receipt: Receipt, message: Outbound) -> None:
        raise NotImplementedError

    async def withdraw(self, receipt: Receipt) -> None:
        raise NotImplementedError

    async def role_of(self, account: Account, address: Address) -> Role | None:  # noqa: ARG002  (there is one group)
        return self.roles.get(account.user_id)


class CoreHands:
    """One person before the bare core."""

    def __init__(self, stage: CoreStage, user_id: str) -> None:
        self.stage = stage
        self.account = Account(platform=Platform.LOCAL, user_id=user_id)
        self.form: tuple[Form, Origin] | None = None
        self.toasts: list[str] = []

    async def screen(self) -> Sequence[Shown]:
        return [_shown(post) for post in self.stage.posts if self._can_see(post)]

    def notices(self) -> Sequence[str]:
        return self.toasts

    async def types(self, text: str, *, in_group: bool) -> None:
        await self._tells(TextSaid(origin=self._origin(in_group=in_group), text=text))

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None:
        origin = self._origin(in_group=in_group)
        if self.stage.traits.forms:
            await self._tells(CommandGiven(origin=origin, name=command, options=options))
        else:
            await self._tells(CommandGiven(origin=origin, name=command, rest=" ".join(options.values())))

    async def presses(self, shown: Shown, label: str) -> None:
        post, message = shown.native
        button = buttons_of(message)[label]
        if isinstance(button, DoorButton) and not self.stage.traits.forms:
            await self._tells(CommandGiven(origin=self._origin(), name="start", rest=to_payload(button.action)))
            return
        await self._taps(post, self._packed(post, button))

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        packed = "AAAAAAAA*.checkin.answer:1:pain:5"
        if copied_from is not None:
            post, message = copied_from.native
            packed = self._packed(post, buttons_of(message)[label])
        await self._taps(shown.native[0], packed)

    def open_form(self) -> Sequence[str] | None:
        return [field.label for field in self.form[0].fields] if self.form else None

    async def submits(self, values: Mapping[str, str]) -> None:
        if self.form is None:
            raise NotPossibleHere("no form is open")
        (form, origin), self.form = self.form, None
        signer = self.stage.bot.signer
        packed = signer.sign(form.action, conversation=origin.address.conversation, only_for=self.account.user_id)
        filled = {field.name: values.get(field.label, "") for field in form.fields}
        again = replace(origin, event_id=f"event-{next(self.stage.events)}")
        await self._tells(FormSubmitted(origin=again, packed=packed, values=filled))

    def _packed(self, post: Post, button: AnyButton) -> str:
        assert isinstance(button, Button | DoorButton)
        conversation = post.address.conversation
        return self.stage.bot.signer.sign(button.action, conversation=conversation, only_for=post.only_for)

    async def _taps(self, post: Post, packed: str) -> None:
        origin = self._origin(in_group=not post.address.private)
        alone = post.address.private or post.only_for is not None
        await self._tells(ButtonTapped(origin=origin, packed=packed, message_private=alone), post)

    async def _tells(self, inbound: Inbound, tapped: Post | None = None) -> None:
        for reply in await self.stage.bot.handle(inbound, self.stage):
            self._carries_out(reply, inbound.origin, tapped)

    def _carries_out(self, reply: Reply, origin: Origin, tapped: Post | None) -> None:
        match reply:
            case Say(message=message, private=private):
                only_for = self.account.user_id if private and not origin.address.private else None
                self.stage.posts.append(Post(origin.address, message, only_for))
            case Edit(message=message):
                assert tapped is not None
                tapped.message = message
            case Notice(text=text):
                self.toasts.append(text)
            case OpenForm(form=form):
                self.form = (form, origin)
            case Handoff():
                raise AssertionError("a handoff left the router")

    def _can_see(self, post: Post) -> bool:
        if post.address.private:
            return post.address == private_address(self.account)
        return post.only_for in (None, self.account.user_id)

    def _origin(self, *, in_group: bool = False) -> Origin:
        address = GROUP if in_group else private_address(self.account)
        event_id = f"event-{next(self.stage.events)}"
        return Origin(event_id=event_id, account=self.account, address=address, at=self.stage.clock.now())


def _shown(post: Post) -> Shown:
    return Shown(
        text=words_of(post.message),
        buttons=tuple(buttons_of(post.message)),
        in_group=not post.address.private,
        alone=post.address.private or post.only_for is not None,
        native=(post, post.message),
    )
