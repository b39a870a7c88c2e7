"""The stand-in Discord keeps Discord's limits and hours, without any socket."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.standins.discord_errors import DiscordError
from tests.standins.discord_messages import Draft
from tests.standins.discord_rules import check_commands, check_message, check_modal
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import COMPONENTS_V2, EPHEMERAL, Json, Permission

BUTTON: Json = {"type": 2, "style": 1, "label": "Yes", "custom_id": "yes"}
FIELD: Json = {"type": 4, "style": 1, "custom_id": "note"}


class Hours:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def server(hours: Hours) -> DiscordServer:
    server = DiscordServer(clock=hours)
    server.commands.put(None, [{"name": "checkin", "description": "How are you?", "type": 1}])
    return server


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def text_display(words: str) -> Json:
    return {"type": 10, "content": words}


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"content": "x", "components": [row(BUTTON)] * 6}, "components"),
        ({"content": "x", "components": [row(*[BUTTON] * 6)]}, "components"),
        ({"content": "x", "components": [row(BUTTON, BUTTON)]}, "components"),
        ({"content": "x", "components": [row(BUTTON | {"label": "x" * 81})]}, "components"),
        ({"content": "x", "components": [row(BUTTON | {"custom_id": "x" * 101})]}, "components"),
        ({"content": "x", "components": [text_display("y")]}, "components"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
        ({"content": "x", "flags": COMPONENTS_V2, "components": [text_display("y")]}, "content"),
        ({"flags": COMPONENTS_V2, "components": [text_display("y" * 2001)] * 2}, "components"),
        ({"flags": COMPONENTS_V2, "components": [text_display("y")] * 41}, "components"),
    ],
)
def test_a_message_over_a_limit_is_refused_by_its_field(message: Json, field: str) -> None:
    with pytest.raises(DiscordError) as refused:
        check_message(message)
    assert refused.value.body["code"] == 50035
    assert field in refused.value.body["errors"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 46},
        {"custom_id": ""},
        {"components": []},
        {"components": [{"type": 18, "label": "A", "component": FIELD}] * 6},
        {"components": [{"type": 18, "label": "x" * 46, "component": FIELD}]},
        {"components": [row(BUTTON)]},
        {"components": [{"type": 18, "label": "A", "component": {"type": 21, "custom_id": "r", "options": []}}]},
    ],
)
def test_a_form_over_a_limit_is_refused(change: Json) -> None:
    form = {"title": "A", "custom_id": "a", "components": [{"type": 18, "label": "A", "component": FIELD}]}
    check_modal(form)
    with pytest.raises(DiscordError):
        check_modal(form | change)


def test_a_command_with_a_capital_letter_is_refused() -> None:
    with pytest.raises(DiscordError):
        check_commands([{"name": "Checkin", "description": "x", "type": 1}])


def test_a_nonce_is_known_for_three_minutes(server: DiscordServer, hours: Hours) -> None:
    channel = server.guild("Fibro friends").channel("general")
    draft = Draft(body={"content": "pill", "nonce": "d-1", "enforce_nonce": True})
    first = server.messages.post_as_bot(channel, draft)
    hours.passes(seconds=179)
    assert server.messages.post_as_bot(channel, draft) is first
    hours.passes(seconds=2)
    assert server.messages.post_as_bot(channel, draft) is not first


async def asked(server: DiscordServer) -> Callable[[Json], Json]:
    interaction = await server.person("Ana").slash("checkin", wait=False)
    return lambda body: server.interactions.answer(interaction.id, interaction.token, Draft(body=body))


async def test_an_answer_after_three_seconds_finds_no_interaction(server: DiscordServer, hours: Hours) -> None:
    answer = await asked(server)
    hours.passes(seconds=3.1)
    with pytest.raises(DiscordError, match="10062"):
        answer({"type": 4, "data": {"content": "hello"}})


async def test_a_second_answer_is_refused(server: DiscordServer) -> None:
    answer = await asked(server)
    answer({"type": 5})
    with pytest.raises(DiscordError, match="40060"):
        answer({"type": 4, "data": {"content": "hello"}})


async def test_a_refused_answer_leaves_the_interaction_open(server: DiscordServer) -> None:
    answer = await asked(server)
    with pytest.raises(DiscordError, match="50035"):
        answer({"type": 4, "data": {"content": "x" * 2001}})
    answer({"type": 4, "data": {"content": "hello"}})


async def test_a_private_defer_keeps_its_follow_up_private(server: DiscordServer, hours: Hours) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    channel = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    interaction = await ana.slash("checkin", in_=channel, wait=False)
    server.interactions.answer(interaction.id, interaction.token, Draft(body={"type": 5, "data": {"flags": EPHEMERAL}}))
    assert [s.is_thinking for s in ana.screen()] == [True]
    server.interactions.follow_up(interaction.token, Draft(body={"content": "done"}))
    assert [s.text for s in ana.screen()] == ["done"]
    assert ben.screen() == []
    hours.passes(minutes=16)
    with pytest.raises(DiscordError, match="50027"):
        server.interactions.follow_up(interaction.token, Draft(body={"content": "late"}))


def test_only_those_are_rung_whom_the_bot_allowed(server: DiscordServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    guild = server.guild("Fibro friends", members=[ana, ben])
    channel, everyone = guild.channel("general"), "@everyone <@{}> <@{}>".format(ana.id, ben.id)  # noqa: UP032 - shorter so

    def rung(**allowed: object) -> frozenset[str]:
        body = {"content": everyone} | allowed
        return server.messages.post_as_bot(channel, Draft(body=body)).pings

    both = {str(ana.id), str(ben.id)}
    assert rung() == both
    assert rung(allowed_mentions={"parse": []}) == frozenset()
    assert rung(allowed_mentions={"parse": [], "users": [ben.id]}) == {str(ben.id)}
    guild.everyone.permissions |= Permission.MENTION_EVERYONE
    assert rung() == both | {"@everyone"}


def test_a_channel_closed_to_all_is_seen_by_moderators_only_when_allowed(server: DiscordServer) -> None:
    ana, mo = server.person("Ana"), server.person("Mo")
    guild = server.guild("Fibro friends", members=[ana], moderators=[mo])
    channel = guild.channel("general")
    channel.overwrites[guild.id] = (Permission(0), Permission.VIEW_CHANNEL)
    channel.overwrites[server.moderators_of(guild).id] = (Permission.VIEW_CHANNEL, Permission(0))
    assert Permission.VIEW_CHANNEL not in server.world.permissions(channel, ana.user)
    assert Permission.MANAGE_GUILD in server.world.permissions(channel, mo.user)
