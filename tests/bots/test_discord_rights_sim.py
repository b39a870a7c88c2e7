"""Who may do what on a simulated Discord, and how long what it said of somebody is believed."""

from typing import Any

import pytest

from bots.discord import roles
from core.model.identity import Account, Address, Platform, Role, private_address
from tests.bots.discord_house import House, labels


async def test_moderators_buttons_do_nothing_for_others(house: House) -> None:
    panel = await house.maya.slash(house.general, "group schedule", place="Leeds")
    custom_id = panel.response.components[0]["components"][0]["custom_id"]
    refused = await house.ana._dispatch_interaction(
        3, house.general, {"custom_id": custom_id, "component_type": 2}, extra={}
    )
    assert refused.response.ephemeral
    assert "too old, or it belongs to someone else" in refused.response.content


async def test_discord_is_asked_who_moderates(house: House) -> None:
    def account(person: Any) -> Account:
        return Account(platform=Platform.DISCORD, user_id=str(person.id))

    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    role_of = house.client.transport.role_of
    assert await role_of(account(house.maya), here) is Role.MODERATOR
    assert await role_of(account(house.ana), here) is Role.MEMBER
    assert await role_of(account(house.env.create_user("a stranger")), here) is None
    assert await role_of(account(house.maya), private_address(account(house.maya))) is None


async def test_a_named_role_makes_moderators_until_it_is_taken_off(house: House) -> None:
    helpers = house.guild.create_role("Helpers")
    carla = house.guild.add_member(house.env.create_user("carla"), roles=[helpers])
    closed = "You do not moderate this group."
    assert closed not in (await house.maya.slash(house.general, "moderate")).response.content
    assert closed in (await house.ana.slash(house.general, "moderate")).response.content
    assert closed in (await carla.slash(house.general, "moderate")).response.content
    panel = await house.maya.slash(house.general, "group moderators")
    there = await house.maya.click(panel.response, label="A Discord role")
    assert "Moderators" in labels(there.response)
    named = await house.maya.click(there.response, label="Helpers")
    assert "Everybody with the role Helpers is a moderator now." in named.response.content
    shown = await carla.slash(house.general, "moderate")
    assert shown.response.ephemeral
    assert closed not in shown.response.content
    assert closed in (await house.ana.slash(house.general, "moderate")).response.content
    await house.maya.click(named.response, label="Undo")
    assert closed in (await carla.slash(house.general, "moderate")).response.content


async def test_discord_tells_the_roles_that_people_have_and_those_that_there_are(house: House) -> None:
    helpers = house.guild.create_role("Helpers")
    carla = house.guild.add_member(house.env.create_user("carla"), roles=[helpers])
    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    transport = house.client.transport
    known = await transport.ranks_of(Account(platform=Platform.DISCORD, user_id=str(carla.id)), here)
    assert known == {str(helpers.id)}
    assert await transport.ranks_of(Account(platform=Platform.DISCORD, user_id=str(house.ana.id)), here) == frozenset()
    stranger = Account(platform=Platform.DISCORD, user_id=str(house.env.create_user("a stranger").id))
    assert await transport.ranks_of(stranger, here) == frozenset()
    there = {one.name: one.rank.id for one in await transport.ranks_in(here)}
    assert there["Helpers"] == str(helpers.id)
    assert "@everyone" not in there
    assert await transport.ranks_in(private_address(stranger)) == ()


async def test_what_discord_said_of_somebody_is_kept_for_a_minute_at_most(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roles.KEPT_SECONDS <= 60
    helpers = house.guild.create_role("Helpers")
    people = [house.guild.add_member(house.env.create_user(name), roles=[helpers]) for name in ("carla", "dora")]
    carla, dora = (Account(platform=Platform.DISCORD, user_id=str(one.id)) for one in people)
    here = Address(platform=Platform.DISCORD, conversation=str(house.general.id))
    ranks_of = house.client.transport.ranks_of
    assert await ranks_of(carla, here) == {str(helpers.id)}
    monkeypatch.setattr(roles, "KEPT_SECONDS", 0.0)
    assert await ranks_of(dora, here) == {str(helpers.id)}
    house.env.inject_error("GET", "/guilds/*/members/*", status=404, code=10007, times=None)  # both left
    assert await ranks_of(carla, here) == {str(helpers.id)}, "or nothing is kept, and this test is idle"
    assert await ranks_of(dora, here) == frozenset()
    assert await house.client.transport.role_of(dora, here) is None
