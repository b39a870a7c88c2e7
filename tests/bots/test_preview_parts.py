"""The preview's parts alone: the clock that can be moved, what is drawn in each look, and the transport."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bots.local.clock import MovableClock
from bots.local.conversation import Conversation
from bots.local.people import CAPABILITIES, GROUP, PEOPLE, Look
from bots.local.render import Json, View, in_parts
from bots.local.transport import LocalTransport
from core.dispatch.signing import ButtonSigner
from core.errors import MessageRefused, Unreachable
from core.model.action import action
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.message import (
    Block,
    CopyButton,
    Document,
    DoorButton,
    Link,
    LinkButton,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    message,
    plain,
    spoiler,
)
from tests.fakes import NINE, english

ROBIN, SAM, MIKA = PEOPLE["robin"], PEOPLE["sam"], PEOPLE["mika"]


async def test_a_sleeper_wakes_at_once_when_the_clock_is_moved_past_its_time() -> None:
    clock = MovableClock(lambda: NINE)
    sleeping = asyncio.create_task(clock.sleep_until(NINE + timedelta(hours=2)))
    clock.forward(timedelta(hours=1))
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.move_to(NINE + timedelta(hours=3))
    async with asyncio.timeout(5):
        await sleeping
    assert clock.now() == NINE + timedelta(hours=3)
    clock.back_to_real_time()
    assert (clock.now(), clock.offset) == (NINE, timedelta())


async def test_the_clock_goes_on_by_itself() -> None:
    clock = MovableClock()
    clock.forward(timedelta(days=1))
    async with asyncio.timeout(5):
        await clock.sleep_until(clock.now() + timedelta(milliseconds=20))
        await clock.sleep_until(clock.now() - timedelta(days=2))
    assert clock.now() > datetime.now(UTC) + timedelta(hours=23)


async def test_waiting_for_nothing_never_ends_by_itself() -> None:
    clock = MovableClock()
    waiting = asyncio.create_task(clock.sleep_until(None))
    clock.forward(timedelta(days=400))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("word", ["word ", "🙂", "a"])
def test_a_long_text_goes_on_in_further_bubbles_and_loses_nothing(look: Look, word: str) -> None:
    limit = CAPABILITIES[look].text_limit
    text = word * 5000
    blocks: list[Block] = [plain("First."), Paragraph(spans=(text, Link(label="here", url="https://example.org")))]
    parts = in_parts(blocks, limit)
    said = [span for part in parts for one in part if isinstance(one, Paragraph) for span in one.spans]
    assert "".join(span for span in said if isinstance(span, str)) == "First." + text
    assert said[-1] == Link(label="here", url="https://example.org")
    for part in parts:
        units = [
            len(str(span).encode("utf-16-le")) // 2
            for one in part
            if isinstance(one, Paragraph)
            for span in one.spans
            if isinstance(span, str)
        ]
        assert sum(units) <= limit


def test_each_kind_of_block_and_button_has_its_shape_in_each_look() -> None:
    shown = message(
        Paragraph(spans=("At ", Moment(at=NINE, zone="Asia/Tokyo"), Link(label="bad", url="javascript:alert(1)"))),
        spoiler("hidden"),
        Picture(content=b"png", alt="A line that goes up"),
        Document(content=b"%PDF", name="report.pdf", media_type="application/pdf", alt="Your report"),
        buttons=(
            (DoorButton(label="Door", action=action("a.b")), LinkButton(label="Web", url="https://example.org")),
            (CopyButton(label="Copy", text="116 123"),),
        ),
    )
    telegram, discord = drawn(shown, Look.TELEGRAM), drawn(shown, Look.DISCORD)
    blocks = [block for part in telegram["parts"] for block in part]
    assert [block["kind"] for block in blocks] == ["text", "text", "picture", "file"]
    assert blocks[0]["spans"][1]["text"] == "Monday 2 March, 6:00 pm"
    assert blocks[0]["spans"][2] == {"kind": "text", "text": "bad"}
    assert [block["alt"] for block in blocks[2:]] == ["A line that goes up", "Your report"]
    assert [one["kind"] for row in telegram["buttons"] for one in row] == ["door", "link", "copy"]
    assert [one["kind"] for row in discord["buttons"] for one in row] == ["tap", "link"]
    assert discord["parts"][-1][-1]["spans"][0]["text"] == "Copy: 116 123"
    assert discord["parts"][0][0]["spans"][1]["text"] == "Monday 2 March, 10:00 am"


def drawn(shown: Outbound, look: Look) -> Json:
    signer = ButtonSigner(b"a secret of the tests alone")
    view = View(person=ROBIN, look=look, zone="Europe/Paris", words=english(), signer=signer)
    return view.entry(Conversation().add(GROUP, shown, at=NINE))


async def test_the_transport_sends_edits_and_takes_back() -> None:
    conversation, clock = Conversation(), MovableClock()
    transport = LocalTransport(conversation, clock, Look.TELEGRAM)
    receipt = await transport.send(GROUP, message("one"), key="1")
    await transport.edit(receipt, message("two"))
    [entry] = conversation.seen_in(GROUP, SAM)
    assert (entry.content, entry.edited) == (message("two"), True)
    await transport.withdraw(receipt)
    await transport.withdraw(receipt)
    assert conversation.seen_in(GROUP, SAM) == []
    with pytest.raises(MessageRefused):
        await transport.edit(receipt, message("three"))


async def test_a_receipt_of_an_earlier_start_touches_nothing() -> None:
    conversation, clock = Conversation(), MovableClock()
    transport = LocalTransport(conversation, clock, Look.TELEGRAM)
    await transport.send(GROUP, message("one"), key="1")
    old = Receipt(address=GROUP, message_ids=("deadbeef.1",))
    await transport.withdraw(old)
    with pytest.raises(MessageRefused):
        await transport.edit(old, message("two"))
    assert [entry.content for entry in conversation.seen_in(GROUP, SAM)] == [message("one")]


@pytest.mark.parametrize(("conversation_id", "private"), [("stranger", True), ("another", False)])
async def test_nobody_else_can_be_written_to(conversation_id: str, private: bool) -> None:
    transport = LocalTransport(Conversation(), MovableClock(), Look.DISCORD)
    address = Address(platform=Platform.LOCAL, conversation=conversation_id, private=private)
    with pytest.raises(Unreachable):
        await transport.send(address, message("one"), key="1")


async def test_roles_are_the_groups_and_a_stranger_has_none() -> None:
    transport = LocalTransport(Conversation(), MovableClock(), Look.DISCORD)
    assert await transport.role_of(MIKA.account, GROUP) is Role.MODERATOR
    assert await transport.role_of(SAM.account, GROUP) is Role.MEMBER
    assert await transport.role_of(SAM.account, private_address(MIKA.account)) is None
    assert await transport.role_of(Account(platform=Platform.TELEGRAM, user_id="mika"), GROUP) is None
