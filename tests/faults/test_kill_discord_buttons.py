"""A button outlives the process that sent it: after kill -9 and a new start an old tap works, and counts once."""

from pathlib import Path

from tests.faults.lives import READY_WITHIN, Lives
from tests.standins.discord_server import DiscordServer


async def test_a_check_in_goes_on_over_killed_processes(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        lives = Lives(tmp_path, discord=server)
        ana, ben = server.person("Ana"), server.person("Ben")
        general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
        async with lives.life():
            await listening(server, lives=1)
            await ana.slash("checkin", {}, in_=general)
            for tap in ("Continue", "Yes, I agree"):
                await ana.taps(tap)
            assert (await ana.sees("Question 1 of 5")).is_ephemeral
        async with lives.life():
            await listening(server, lives=2)
            assert not (await ana.taps("6")).failed
            await ana.sees("Question 2 of 5")
            await ana.taps("4", wait=False)
            await server.was_asked("POST", "/interactions/", times=5)
        async with lives.life():
            await listening(server, lives=3)
            for number, tap in enumerate(("Skip", "2", "3"), start=4):
                assert not (await ana.taps(tap)).failed
                shown = await ana.sees(f"Question {number} of 5" if number < 6 else "Saved. Thank you.")
        for line in ("Pain: 6 of", "Tiredness: 4 of", "Sleep last night: skipped", "Low mood: 2 of", "Brain fog: 3 of"):
            assert line in shown.text
        assert len(lives.rows("SELECT 1 FROM checkins WHERE answers IS NOT NULL")) == 1
        assert len(lives.rows("SELECT 1 FROM checkins WHERE closed_at IS NOT NULL")) == 1
        assert not any("Question" in seen.text for seen in ben.screen())
        assert server.spec_violations == []


async def listening(server: DiscordServer, *, lives: int) -> None:
    """That many processes have come to the gateway, the last one just now."""
    came = await server.world.changes.until(lambda: server.gateway.identifies >= lives, within=READY_WITHIN)
    assert came, "no bot came to the gateway"
