"""A local Discord: REST under /api/v10 and a gateway under /gw on 127.0.0.1, for an unmodified discord.py.

Point the library at it with `Route.BASE = server.rest_url` and `DEFAULT_GATEWAY = URL(server.gateway_url)`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import BodyPartReader, web

from tests.standins import discord_payloads as payloads
from tests.standins.discord_commands import Commands
from tests.standins.discord_errors import DiscordError, unauthorized
from tests.standins.discord_faults import Faults
from tests.standins.discord_gateway import Gateway
from tests.standins.discord_interactions import Interactions
from tests.standins.discord_messages import Draft, Messages
from tests.standins.discord_people import Person, Seen
from tests.standins.discord_routes import Call, routes
from tests.standins.discord_world import PRIVATE_THREAD, PUBLIC_THREAD, Channel, Guild, Permission, Role, World
from tests.standins.spec_discord import Violation, spec_from_environment

API = "/api/v10"
TOKEN = "stand-in.discord.token"
NEEDS_NO_TOKEN = ("/interactions/", "/webhooks/")


@dataclass(slots=True, kw_only=True)
class Logged:
    """One request as it came, and how it ended; `status` is 0 while it is open, and when it was cut off."""

    method: str
    path: str  # below /api/v10
    body: Any
    files: list[str]
    at: datetime
    status: int = 0
    fault: str | None = None


class DiscordServer:
    """The stand-in. `granted` names privileged intents: members, presences, message_content."""

    def __init__(
        self, *, token: str = TOKEN, clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        granted: Iterable[str] = (), shards: int = 1,
    ) -> None:  # fmt: skip
        self.token, self.shards, self.granted = token, shards, frozenset(granted)
        self.patience = 3.0  # real seconds that a person waits for a first answer
        self.world = World(clock=clock)
        self.messages = Messages(self.world)
        self.gateway = Gateway(self.world, token=token, granted=self.granted)
        self.commands = Commands(self.world)
        self.interactions = Interactions(self.world, self.messages)
        self.faults = Faults()
        self.requests: list[Logged] = []
        self.spec = spec_from_environment()
        self.spec_violations: list[Violation] = []
        self.port = 0
        self._runner = web.AppRunner(self._app(), shutdown_timeout=0.2, access_log=None)
        self._site: web.TCPSite | None = None

    async def start(self, port: int = 0) -> Self:
        await self._runner.setup()
        self.port = port
        await self.listens_again()
        return self

    async def stop(self) -> None:
        self.faults.release()
        self.gateway.cuts_the_line()
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gw"

    async def stops_listening(self, *, gateway_too: bool = False) -> None:
        """New connections are refused, idle ones closed: the next request certainly never arrives."""
        if self._site is not None:
            await self._site.stop()
            self._site = None
        kept = [] if gateway_too else [line.transport for line in self.gateway.lines]
        for protocol in list(self._runner.server.connections if self._runner.server else ()):
            if protocol.transport is not None and protocol.transport not in kept:
                protocol.transport.abort()

    async def listens_again(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
        self.port = int(self._runner.addresses[0][1])
        self.messages.file_base = f"http://127.0.0.1:{self.port}"
        self.gateway.url = self.gateway_url

    # The people and the places

    def person(self, name: str, *, locale: str = "en-US") -> Person:
        return Person(self, self.world.add_user(name, locale=locale))

    def guild(
        self, name: str, *, channels: Iterable[str] = ("general",), moderators: Iterable[Person] = (),
        members: Iterable[Person] = (), locale: str = "en-US",
    ) -> Guild:  # fmt: skip
        """A guild with the bot in it; moderators hold Manage Server."""
        guild = self.world.add_guild(name, owner=self.world.add_user(f"Owner of {name}"))
        guild.locale = locale
        self.world.add_member(guild, guild.owner)
        role = self.world.add_role(guild, "Moderators", Permission.MANAGE_GUILD)
        for channel in channels:
            self.world.add_channel(guild, channel)
        for person in members:
            self.world.add_member(guild, person.user)
        for person in moderators:
            self.world.add_member(guild, person.user).roles.append(role)
        self.gateway.announce_guild(guild.id)
        return guild

    def moderators_of(self, guild: Guild) -> Role:
        return next(r for r in guild.roles.values() if r.name == "Moderators")

    def thread(self, parent: Channel, name: str, *, private_to: Iterable[Person] | None = None) -> Channel:
        """A thread; with `private_to` a private one, in which the bot is too."""
        assert parent.guild is not None
        kind = PUBLIC_THREAD if private_to is None else PRIVATE_THREAD
        thread = self.world.add_channel(parent.guild, name, kind=kind, parent=parent)
        thread.invited = {self.world.bot.id} | {person.id for person in private_to or ()}
        self.world.announce("THREAD_CREATE", payloads.channel(thread))
        return thread

    def takes_from_bot(self, channel: Channel, rights: Permission) -> None:
        """Deny the bot some rights in one channel, such as VIEW_CHANNEL or SEND_MESSAGES."""
        allow, deny = channel.overwrites.get(self.world.bot.id, (Permission(0), Permission(0)))
        channel.overwrites[self.world.bot.id] = (allow & ~rights, deny | rights)
        self.world.announce("CHANNEL_UPDATE", payloads.channel(channel))

    def removes_bot(self, guild: Guild) -> None:
        guild.has_bot = False
        guild.members.pop(self.world.bot.id, None)
        self.world.announce("GUILD_DELETE", {"id": str(guild.id), "guild_id": str(guild.id)})

    def adds_bot(self, guild: Guild) -> None:
        """Somebody brings it in again."""
        guild.has_bot = True
        self.world.add_member(guild, self.world.bot)
        self.gateway.announce_guild(guild.id)

    def deletes_channel(self, channel: Channel) -> None:
        del self.world.channels[channel.id]
        if channel.guild is not None:
            del channel.guild.channels[channel.id]
        self.world.announce("CHANNEL_DELETE", payloads.channel(channel))

    def what_sees(self, person: Person, channel: Channel | None = None) -> list[Seen]:
        """What is on that person's screen, oldest first; None is everywhere."""
        return person.screen(channel)

    def asked(self, method: str, path: str) -> list[Logged]:
        """The logged requests of that method whose path begins so."""
        return [r for r in self.requests if r.method == method and r.path.startswith(path)]

    async def was_asked(self, method: str, path: str, *, times: int = 1, within: float = 3) -> list[Logged]:
        """Wait until so many such requests have come."""
        await self.world.changes.until(lambda: len(self.asked(method, path)) >= times, within=within)
        found = self.asked(method, path)
        assert len(found) >= times, f"{len(found)} of {times} {method} {path}"
        return found

    # The wire

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gw", self.gateway.serve)
        app.router.add_get("/attachments/{channel}/{id}/{name}", self._download)
        for (method, path), work in routes().items():
            app.router.add_route(method, API + path, self._handler(work))
        app.router.add_route("*", API + "/{anything:.*}", self._handler(None))
        return app

    def _handler(self, work: Callable[[Call], Any] | None) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            draft = await _read(request)
            path = request.path.removeprefix(API)
            logged = Logged(
                method=request.method, path=path, body=draft.body, at=self.world.clock(),
                files=[name for name, _ in draft.files.values()],
            )  # fmt: skip
            self.requests.append(logged)
            self.world.changes.tell()
            if self.spec is not None:
                self.spec_violations += self.spec.violations(request.method, path, draft.body or None)

            async def answer() -> web.StreamResponse:
                return self._answer(request, work, draft)

            fault = self.faults.pick(request.method, path)
            if fault is not None:
                logged.fault = fault.kind
                response = await self.faults.act(fault, request, answer)
            else:
                response = await answer()
            logged.status = 0 if response.status == 499 else response.status
            return response

        return handle

    def _answer(self, request: web.Request, work: Callable[[Call], Any] | None, draft: Draft) -> web.StreamResponse:
        try:
            found = self._work(request, work, draft)
        except DiscordError as refusal:
            return _json(refusal.status, refusal.body)
        return web.Response(status=204) if found is None else _json(200, found)

    def _work(self, request: web.Request, work: Callable[[Call], Any] | None, draft: Draft) -> Any:
        is_open = request.path.removeprefix(API).startswith(NEEDS_NO_TOKEN)
        if not is_open and request.headers.get("Authorization") != f"Bot {self.token}":
            raise unauthorized()
        if work is None:
            raise DiscordError(404, 0, "404: Not Found")
        return work(Call(server=self, path=dict(request.match_info), query=dict(request.query), draft=draft))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        for message in self.messages.every:
            for attachment in message.attachments:
                if str(attachment.id) == request.match_info["id"]:
                    return web.Response(body=attachment.content)
        return web.Response(status=404)


async def _read(request: web.Request) -> Draft:
    """The JSON body, or `payload_json` and `files[n]` of a form."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return Draft(body=json.loads(raw) if raw else {})
    body: Any = {}
    files: dict[int, tuple[str, bytes]] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(content)
        elif part.name and part.name.startswith("files["):
            files[int(part.name[6:-1])] = (part.filename or "file", content)
    return Draft(body=body, files=files)


def _json(status: int, body: Any) -> web.Response:
    """Content-Type exactly application/json: with a charset discord.py would take it for text."""
    return web.Response(status=status, body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
