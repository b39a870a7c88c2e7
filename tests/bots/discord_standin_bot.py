"""A small discord.py bot with one of everything, to try the stand-in Discord with; it is no part of Spoonlight."""

import asyncio
import re
from typing import Self

import discord
from discord import app_commands

from tests.standins.discord_world import Changes

PLACES = ("Hands", "Back", "Knees")
DynamicButton = discord.ui.Button[discord.ui.View]


class PainButton(discord.ui.DynamicItem[DynamicButton], template=r"pain:(?P<level>[0-9]+)"):
    """A button that outlives the process that sent it."""

    def __init__(self, level: int) -> None:
        super().__init__(discord.ui.Button(label=f"Pain {level}", custom_id=f"pain:{level}"))
        self.level = level

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, __: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> Self:
        return cls(int(match["level"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        if self.level == 10:
            await interaction.response.send_modal(NoteForm())
        else:
            await interaction.response.edit_message(content=f"Pain: {self.level}", view=None)


class NoteForm(discord.ui.Modal, title="A note"):
    """A label with a text field, and one with choices."""

    note: discord.ui.Label["NoteForm"] = discord.ui.Label(
        text="What helped?", component=discord.ui.TextInput(max_length=50)
    )
    sleep: discord.ui.Label["NoteForm"] = discord.ui.Label(
        text="Sleep",
        component=discord.ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Good", value="1"),
                discord.RadioGroupOption(label="Poor", value="2"),
            ]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        note, sleep = self.note.component, self.sleep.component
        assert isinstance(note, discord.ui.TextInput)
        assert isinstance(sleep, discord.ui.RadioGroup)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"Noted: {note.value} / sleep {sleep.value}")


class Places(discord.ui.LayoutView):
    """A message made of components v2, with a menu."""

    words = discord.ui.TextDisplay[discord.ui.LayoutView]("Where does it hurt?")
    row = discord.ui.ActionRow[discord.ui.LayoutView]()

    @row.select(placeholder="Places", max_values=2, options=[discord.SelectOption(label=n) for n in PLACES])
    async def chosen(self, interaction: discord.Interaction, menu: discord.ui.Select[discord.ui.LayoutView]) -> None:
        await interaction.response.send_message(" and ".join(menu.values), ephemeral=True)


class ShardedBot(discord.AutoShardedClient):
    """Two or more connections in one client."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all(), guild_ready_timeout=0.05)
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py would wait five seconds between shards; the stand-in does not mind."""

    async def on_message(self, message: discord.Message) -> None:
        await self.heard.put(message.content)


class TrialBot(discord.Client):
    """Commands, a dynamic button, a modal; it remembers what it heard."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            guild_ready_timeout=0.05,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.changes = Changes()
        self.came_back = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.refusals: list[int] = []
        self._add_commands()

    async def setup_hook(self) -> None:
        self.add_dynamic_items(PainButton)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py would wait five seconds before a second IDENTIFY; the stand-in does not mind."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message.content)
            self.changes.tell()

    async def hears(self, count: int) -> list[str]:
        await self.changes.until(lambda: len(self.heard) >= count, within=3)
        return self.heard

    async def on_resumed(self) -> None:
        self.came_back.set()

    def _add_commands(self) -> None:
        @self.tree.command(description="How are you today?")
        async def checkin(interaction: discord.Interaction) -> None:
            view = discord.ui.View(timeout=None)
            for level in (6, 10):
                view.add_item(PainButton(level))
            await interaction.response.send_message("How is your pain?", view=view, ephemeral=True)

        @self.tree.command(description="Where does it hurt?")
        async def places(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(view=Places(timeout=None))

        @self.tree.command(description="Answers late")
        async def slow(interaction: discord.Interaction) -> None:
            await self.may_go_on.wait()
            try:
                await interaction.response.send_message("at last")
            except discord.NotFound as refusal:
                self.refusals.append(refusal.code)
                self.changes.tell()

        self._add_group()

    def _add_group(self) -> None:
        group = app_commands.Group(name="group", description="For moderators", guild_only=True)

        @group.command(description="Plan a post")
        @app_commands.describe(day="Which day", hour="Which hour")
        async def schedule(interaction: discord.Interaction, day: str, hour: app_commands.Range[int, 0, 23]) -> None:
            rights = interaction.permissions.manage_guild
            await interaction.response.send_message(f"{day} at {hour}, moderator: {rights}")

        @schedule.autocomplete("day")
        async def days(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            names = ["Monday", "Tuesday", "Thursday"]
            return [app_commands.Choice(name=n, value=n.lower()) for n in names if n.startswith(typed)]

        self.tree.add_command(group)
