"""The gateway of the stand-in Discord: sessions, heartbeats, intents, RESUME with replay, and its bad days.

It carries what the world announces to each session; it never changes the world.
"""

import asyncio
import copy
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.standins import discord_payloads as payloads
from tests.standins.discord_world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
GUILDS, MEMBERS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 1, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = {"members": MEMBERS, "presences": 1 << 8, "message_content": MESSAGE_CONTENT}
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, BAD_SEQUENCE, DISALLOWED_INTENTS = 4005, 4007, 4014


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """One IDENTIFY's life; it outlives its connections, and remembers what it sent."""

    id: str
    intents: int
    shard: tuple[int, int]
    sequence: int = 0
    sent: deque[tuple[int, Json]] = field(default_factory=lambda: deque(maxlen=1000))
    line: "Line | None" = None

    def dispatch(self, event: str, payload: Any) -> None:
        self.sequence += 1
        packet = {"op": DISPATCH, "t": event, "s": self.sequence, "d": payload}
        self.sent.append((self.sequence, packet))
        if self.line is not None:
            self.line.send(packet)


class Line:
    """One websocket, written in order by one task; zlib-stream when the client asked for it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, *, compressed: bool) -> None:
        self.socket, self._request = socket, request
        self._deflate = zlib.compressobj() if compressed else None
        self._waiting: asyncio.Queue[Json | int] = asyncio.Queue()

    @property
    def transport(self) -> asyncio.Transport | None:
        return self._request.transport

    def send(self, packet: Json) -> None:
        self._waiting.put_nowait(packet)

    def close(self, code: int) -> None:
        """Close in an orderly way, after all that was sent before."""
        self._waiting.put_nowait(code)

    def cut(self) -> None:
        """Break the connection without a word."""
        if self.transport is not None:
            self.transport.abort()

    async def write(self) -> None:
        while True:
            item = await self._waiting.get()
            if self.socket.closed:
                return
            if isinstance(item, int):
                await self.socket.close(code=item)
                return
            text = json.dumps(item)
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)


class Gateway:
    """All sessions, and the levers that a test may pull."""

    def __init__(self, world: World, *, token: str, granted: frozenset[str]) -> None:
        self._world, self._token = world, token
        self._allowed = sum(PRIVILEGED[name] for name in granted)
        self.url = ""
        self.heartbeat_ms = 41_250
        self.answers_heartbeats = True
        self.is_open = True  # False: new connections get a 503
        self.lines: list[Line] = []
        self.sessions: dict[str, Session] = {}
        self.identifies = self.resumes = self.heartbeats = 0
        world.announce = self.dispatch

    # What a test does to it

    def asks_to_reconnect(self) -> None:
        """Op 7 to everyone, as before a restart at Discord's side."""
        self._to_all({"op": RECONNECT, "d": None})

    def invalidates_sessions(self, *, resumable: bool = False) -> None:
        """Op 9 to everyone; unless resumable, the sessions and what they missed are lost."""
        if not resumable:
            self.forgets_sessions()
        self._to_all({"op": INVALID_SESSION, "d": resumable})

    def forgets_sessions(self) -> None:
        """The next RESUME will be answered with op 9, and what was missed is lost."""
        self.sessions.clear()

    def cuts_the_line(self) -> None:
        """Every websocket breaks without a close frame."""
        for line in self.lines:
            line.cut()

    def closes(self, code: int) -> None:
        for line in self.lines:
            line.close(code)

    async def connected(self, *, within: float = 5) -> None:
        """Returns once a session is on the line."""
        on_line: Callable[[], bool] = lambda: any(s.line is not None for s in self.sessions.values())  # noqa: E731 - one word to read
        assert await self._world.changes.until(on_line, within=within), "no bot came to the gateway"

    # What the world does to it

    def dispatch(self, event: str, payload: Json, *, guild_id: int | None = None) -> None:
        """Hand an event to each session whose shard and intents cover it."""
        where = payload.get("guild_id") if guild_id is None else guild_id
        for session in self.sessions.values():
            shard, shards = session.shard
            if (int(where) >> 22) % shards == shard if where else shard == 0:
                shaped = _for_intents(event, payload, session.intents, str(self._world.bot.id))
                if shaped is not None:
                    session.dispatch(event, shaped)

    def announce_guild(self, guild_id: int) -> None:
        """The bot was added to a guild while it was running."""
        for session in self._sessions_of(guild_id):
            session.dispatch("GUILD_CREATE", self._guild(guild_id, session))

    # What a client does to it

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The websocket endpoint; compressions other than zlib-stream are declined with a 400."""
        compress = request.query.get("compress")
        if not self.is_open:
            return web.Response(status=503)
        if request.query.get("encoding", "json") != "json" or compress not in (None, "zlib-stream"):
            return web.Response(status=400)
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        line = Line(socket, request, compressed=compress == "zlib-stream")
        self.lines.append(line)
        writer = asyncio.create_task(line.write())
        line.send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._receive(line, frame.data)
        finally:
            writer.cancel()
            self.lines.remove(line)
            self._hang_up(line)
        return socket

    def _receive(self, line: Line, text: str) -> None:
        try:
            packet = json.loads(text)
            op, data = packet["op"], packet.get("d")
        except (ValueError, KeyError, TypeError):
            return line.close(DECODE_ERROR)
        session = next((s for s in self.sessions.values() if s.line is line), None)
        match op:
            case 1:
                self.heartbeats += 1
                if self.answers_heartbeats:
                    line.send({"op": HEARTBEAT_ACK})
            case 2 if session is not None:
                line.close(ALREADY_AUTHENTICATED)
            case 2:
                self._identify(line, data)
            case 6:
                self._resume(line, data)
            case 8 if session is not None:
                self._send_members(session, data)
            case 3 | 4 if session is not None:
                pass
            case _:
                line.close(UNKNOWN_OPCODE if session else NOT_AUTHENTICATED)
        return None

    def _identify(self, line: Line, wish: Json) -> None:
        if wish["token"] != self._token:
            return line.close(BAD_TOKEN)
        if wish["intents"] & sum(PRIVILEGED.values()) & ~self._allowed:
            return line.close(DISALLOWED_INTENTS)
        self.identifies += 1
        shard, shards = wish.get("shard") or (0, 1)
        session = Session(id=secrets.token_hex(8), intents=wish["intents"], shard=(shard, shards), line=line)
        self.sessions[session.id] = session
        guilds = [g for g in self._world.guilds.values() if g.has_bot and (g.id >> 22) % shards == shard]
        session.dispatch(
            "READY",
            {
                "v": 10, "user": payloads.user(self._world.bot), "session_id": session.id, "session_type": "normal",
                "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds], "private_channels": [],
                "resume_gateway_url": self.url, "shard": [shard, shards], "relationships": [],
                "application": {"id": str(self._world.bot.id), "flags": 0},
            },
        )  # fmt: skip
        for guild in guilds if session.intents & GUILDS else []:
            session.dispatch("GUILD_CREATE", self._guild(guild.id, session) | {"unavailable": False})
        self._world.changes.tell()
        return None

    def _resume(self, line: Line, wish: Json) -> None:
        session = self.sessions.get(wish.get("session_id", ""))
        if wish["token"] != self._token:
            return line.close(BAD_TOKEN)
        oldest = session.sent[0][0] if session and session.sent else 0
        if session is None or wish["seq"] < oldest - 1:
            return line.send({"op": INVALID_SESSION, "d": False})
        if wish["seq"] > session.sequence:
            return line.close(BAD_SEQUENCE)
        self.resumes += 1
        session.line = line
        for sequence, packet in session.sent:
            if sequence > wish["seq"]:
                line.send(packet)
        session.dispatch("RESUMED", {})
        self._world.changes.tell()
        return None

    def _send_members(self, session: Session, wish: Json) -> None:
        guild = self._world.guilds[int(wish["guild_id"])]
        wanted = {int(i) for i in wish.get("user_ids") or []}
        prefix = (wish.get("query") or "").lower()
        if not wanted and not prefix and not session.intents & MEMBERS:
            return
        found = [
            payloads.member(m) for m in guild.members.values()
            if (m.user.id in wanted if wanted else m.user.name.lower().startswith(prefix))
        ]  # fmt: skip
        chunk: Json = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1}
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | {"nonce": wish.get("nonce"), "not_found": []})

    def _guild(self, guild_id: int, session: Session) -> Json:
        guild = self._world.guilds[guild_id]
        return payloads.guild(guild, self._world, wants_members=bool(session.intents & MEMBERS))

    def _sessions_of(self, guild_id: int) -> list[Session]:
        return [s for s in self.sessions.values() if (guild_id >> 22) % s.shard[1] == s.shard[0]]

    def _hang_up(self, line: Line) -> None:
        close = line.socket.close_code
        for session in [s for s in self.sessions.values() if s.line is line]:
            session.line = None
            if close in (1000, 1001):  # a client that says goodbye ends its session
                del self.sessions[session.id]
        self._world.changes.tell()

    def _to_all(self, packet: Json) -> None:
        for line in self.lines:
            line.send(packet)


def _for_intents(event: str, payload: Json, intents: int, bot_id: str) -> Json | None:
    """The event as this session may see it; None when it may not."""
    if event.startswith("MESSAGE_"):
        needed = GUILD_MESSAGES if payload.get("guild_id") else DIRECT_MESSAGES
    elif event.startswith("GUILD_MEMBER_"):
        needed = MEMBERS
    else:
        needed = 0 if event in ("INTERACTION_CREATE",) else GUILDS
    if needed and not intents & needed:
        return None
    shaped = copy.deepcopy(payload)
    return shaped if intents & MESSAGE_CONTENT else without_content(shaped, bot_id)


def without_content(message: Json, bot_id: str) -> Json:
    """Empty what the bot may not read: guild messages of others that do not mention it."""
    if "author" not in message or "guild_id" not in message or message["author"]["id"] == bot_id:
        return message
    if any(one["id"] == bot_id for one in message["mentions"]):
        return message
    return message | {"content": "", "embeds": [], "attachments": [], "components": []}
