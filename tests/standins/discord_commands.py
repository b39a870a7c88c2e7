"""The slash commands that the bot registered, and how a person's typing becomes interaction data.

It refuses what Discord's own client would not let a person send.
"""

from typing import Any

from tests.standins import discord_errors as errors
from tests.standins import discord_payloads as payloads
from tests.standins import discord_rules as rules
from tests.standins.discord_world import Channel, Json, Permission, Role, User, World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = 1, 2, 3, 4, 5, 6, 7, 8
MENTIONABLE, NUMBER, ATTACHMENT = 9, 10, 11


class NotOffered(LookupError):
    """Discord's client would not have let the person do this; the message says what it offered."""


class Commands:
    """Global commands under None, and each guild's own under its id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept: dict[int | None, list[Json]] = {}
        self.syncs = 0  # how often a whole list was put

    def put(self, guild_id: int | None, wanted: list[Json]) -> list[Json]:
        """Replace the whole list."""
        rules.check_commands(wanted)
        self.syncs += 1
        self._kept[guild_id] = [self._stored(guild_id, command) for command in wanted]
        return self._kept[guild_id]

    def upsert(self, guild_id: int | None, wanted: Json) -> Json:
        others = [c for c in self.listed(guild_id) if c["name"] != wanted["name"]]
        rules.check_commands([*others, wanted])
        stored = self._stored(guild_id, wanted)
        self._kept[guild_id] = [*others, stored]
        return stored

    def remove(self, guild_id: int | None, command_id: str) -> None:
        left = [c for c in self.listed(guild_id) if c["id"] != command_id]
        if len(left) == len(self.listed(guild_id)):
            raise errors.unknown("Application Command")
        self._kept[guild_id] = left

    def listed(self, guild_id: int | None) -> list[Json]:
        return self._kept.get(guild_id, [])

    def offered_to(self, person: User, channel: Channel) -> list[Json]:
        """The commands in that person's menu there: by place, context and default permissions."""
        guild = channel.guild
        context = 1 if guild is None else 0
        own = self.listed(guild.id) if guild else []
        names = {c["name"] for c in own}
        shown = [c for c in self.listed(None) if c["name"] not in names and _fits(c, context)]
        may = self._world.permissions(channel, person)
        if guild and Permission.USE_APPLICATION_COMMANDS not in may:
            return []
        return [c for c in own + shown if guild is None or _is_allowed(c, may)]

    def data(self, person: User, channel: Channel, path: str, given: Json, *, typing: str | None = None) -> Json:
        """Interaction data for "group schedule" with typed options; `typing` names the focused one."""
        name, *below = path.split()
        offered = {c["name"]: c for c in self.offered_to(person, channel) if c["type"] == 1}
        if name not in offered:
            raise NotOffered(f"{person.name} is not offered /{name} here, only {sorted(offered)}")
        command = leaf = offered[name]
        nesting = []
        for step in below:
            inner = {o["name"]: o for o in leaf.get("options") or [] if o["type"] in (SUBCOMMAND, GROUP)}
            if step not in inner:
                raise NotOffered(f"/{path}: no {step!r}, only {sorted(inner)}")
            leaf = inner[step]
            nesting.append({"name": step, "type": leaf["type"]})
        resolved: Json = {}
        options = self._filled(path, leaf, given, resolved, typing)
        for wrapper in reversed(nesting):
            options = [wrapper | {"options": options}]
        data: Json = {"id": command["id"], "name": name, "type": 1, "options": options}
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        if channel.guild and "users" in resolved:
            members = {i: channel.guild.members.get(int(i)) for i in resolved["users"]}
            resolved["members"] = {
                i: payloads.member(m, with_user=False) | {"permissions": "0"} for i, m in members.items() if m
            }
        return data | ({"resolved": resolved} if resolved else {})

    def _filled(self, path: str, leaf: Json, given: Json, resolved: Json, typing: str | None) -> list[Json]:
        declared = {o["name"]: o for o in leaf.get("options") or []}
        if any(o["type"] in (SUBCOMMAND, GROUP) for o in declared.values()):
            raise NotOffered(f"/{path} needs one of {sorted(declared)} after it")
        if unknown := set(given) - set(declared):
            raise NotOffered(f"/{path} has no option {sorted(unknown)}, only {sorted(declared)}")
        missing = [n for n, o in declared.items() if o.get("required") and n not in given]
        if missing and typing is None:
            raise NotOffered(f"/{path} needs {missing}")
        filled = []
        for name, value in given.items():
            option = declared[name]
            wire = value if name == typing else self._wire(path, option, value, resolved)
            focus = {"focused": True} if name == typing else {}
            filled.append({"name": name, "type": option["type"], "value": wire} | focus)
        return filled

    def _wire(self, path: str, option: Json, value: Any, resolved: Json) -> Any:
        kind, about = option["type"], f"/{path} {option['name']}: {value!r}"
        for choice in option.get("choices") or []:
            if value in (choice["name"], choice["value"]):
                return choice["value"]
        if option.get("choices"):
            raise NotOffered(f"{about} is none of {[c['name'] for c in option['choices']]}")
        wanted: dict[int, type | tuple[type, ...]] = {
            STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float),
            USER: User, CHANNEL: Channel, ROLE: Role, MENTIONABLE: (User, Role), ATTACHMENT: tuple,
        }  # fmt: skip
        if not isinstance(value, wanted[kind]) or (kind != BOOLEAN and isinstance(value, bool)):
            raise NotOffered(f"{about} is not of option type {kind}")
        size = len(value) if isinstance(value, str) else value
        low, high = ("min_length", "max_length") if kind == STRING else ("min_value", "max_value")
        if size_is_wrong(size, option.get(low), option.get(high)):
            raise NotOffered(f"{about} is outside {option.get(low)} to {option.get(high)}")
        return resolve(self._world, value, resolved)

    def _stored(self, guild_id: int | None, command: Json) -> Json:
        known = {c["name"]: c["id"] for c in self.listed(guild_id)}
        stored: Json = {"type": 1, "default_member_permissions": None, "nsfw": False, "options": []} | command
        stored |= {
            "id": known.get(command["name"]) or str(self._world.snowflake()),
            "application_id": str(self._world.bot.id), "version": str(self._world.snowflake()),
        }  # fmt: skip
        if stored["default_member_permissions"] is not None:
            stored["default_member_permissions"] = str(stored["default_member_permissions"])
        return stored | ({"guild_id": str(guild_id)} if guild_id else {})


def size_is_wrong(size: Any, low: float | None, high: float | None) -> bool:
    if not isinstance(size, int | float):
        return False
    return (low is not None and size < low) or (high is not None and size > high)


def resolve(world: World, value: Any, resolved: Json) -> Any:
    """The wire value of an option; things with an id also go into `resolved`."""
    match value:
        case User():
            resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        case Role():
            resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value)
        case Channel():
            shown = payloads.channel(value) | {"permissions": "0"}
            resolved.setdefault("channels", {})[str(value.id)] = shown
        case (str() as filename, bytes() as content):
            new_id = str(world.snowflake())
            resolved.setdefault("attachments", {})[new_id] = {
                "id": new_id, "filename": filename, "size": len(content), "url": "", "proxy_url": "",
            }  # fmt: skip
            return new_id
        case _:
            return value
    return str(value.id)


def _fits(command: Json, context: int) -> bool:
    contexts = command.get("contexts")
    if contexts is not None:
        return context in contexts
    return context == 0 or command.get("dm_permission") is not False


def _is_allowed(command: Json, may: Permission) -> bool:
    needed = command["default_member_permissions"]
    if needed is None:
        return True
    if int(needed) == 0:
        return Permission.ADMINISTRATOR in may
    return int(needed) & int(may) == int(needed)
