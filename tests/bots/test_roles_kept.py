"""A moderator who was thrown out is none any more: at the latest a minute after the platform was last asked."""

import pytest

from bots.telegram import rights
from bots.telegram.rights import Rights
from bots.telegram.wire import wire_bot
from core.model.identity import Role
from tests.standins.telegram_server import TelegramServer

A_MINUTE = 60.0


async def test_telegram_is_asked_again_after_a_minute_and_at_once_after_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert rights.KEPT_SECONDS <= A_MINUTE
    async with TelegramServer() as server:
        founder, maya = server.person("Founder"), server.person("Maya")
        group = server.group("Fibro friends", admins=[founder, maya], bot="administrator")
        async with wire_bot(server.token, server.base_url, server.base_file_url) as wire:
            known = Rights(wire)
            assert await known.role_of(maya.id, group.id) is Role.MODERATOR
            del server.world.rooms[group.id].members[maya.id]
            assert await known.role_of(maya.id, group.id) is Role.MODERATOR, "or nothing is kept, and this test is idle"
            monkeypatch.setattr(rights, "KEPT_SECONDS", 0.0)
            assert await known.role_of(maya.id, group.id) is None
            monkeypatch.undo()
            assert await known.role_of(founder.id, group.id) is Role.MODERATOR
            del server.world.rooms[group.id].members[founder.id]
            known.forget(group.id, founder.id)
            assert await known.role_of(founder.id, group.id) is None
