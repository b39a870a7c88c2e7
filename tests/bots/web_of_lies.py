"""Small servers on this machine that answer as badly as a web page can, for the tests of the link check.

Each stands on 127.0.0.1 with a port of its own, counts what it was asked, and stops with its block.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Answer = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came over the wire."""

    method: str
    path: str
    head: str


@dataclass(slots=True, kw_only=True)
class Server:
    """What it was asked so far, and how many bytes it could get rid of."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0

    def at(self, path: str = "/", host: str = "page.example") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def serving(
    pages: Mapping[str, Answer], host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """Answers each path by its own rule; "*" for all others."""
    connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split(" ", 2)
            asked = Asked(method=method, path=path, head=head)
            server.asked.append(asked)
            await pages.get(path, pages.get("*", says(404)))(asked, writer)
        writer.close()
        connections.discard(task)

    listening = await asyncio.start_server(serve, host, 0, family=socket.AF_UNSPEC, ssl=tls)
    server = Server(port=listening.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listening.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


def says(status: int, *, to: str = "", only: str = "") -> Answer:
    """A bare status; `to`: where it leads. `only`: the one method that gets it, any other one gets 405."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        given = status if not only or asked.method == only else 405
        onward = f"Location: {to}\r\n" if to else ""
        writer.write(f"HTTP/1.1 {given} It\r\n{onward}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()

    return answer


def hangs_up() -> Answer:
    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    return answer


def never_ends(opening: bytes, again: bytes, server: list[Server]) -> Answer:
    """Goes on for ever with the same bytes, as fast as they are taken."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        # What this end keeps for later is not what the other end has taken.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        writer.transport.set_write_buffer_limits(high=0)
        writer.write(opening)
        while True:
            writer.write(again)
            await writer.drain()
            server[0].sent += len(again)

    return answer


def drips(opening: bytes, drop: bytes, every: float = 0.02) -> Answer:
    """One small drop after the other, for ever."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(opening)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(every)

    return answer


def signed_by_itself(name: str, folder: Path) -> ssl.SSLContext:
    """What a server shows whom nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    file, bare = folder / "page.pem", serialization.NoEncryption()
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, bare)
    file.write_bytes(own + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


class Names:
    """A resolver with a memory: each name has its answers, one after the other; the last one stays."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self._answers.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "nobody knows it")
        return answers.pop(0) if len(answers) > 1 else answers[0]
