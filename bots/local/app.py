"""The preview's process part: one site on this computer, one delivery loop. It prints nothing."""

import asyncio

from aiohttp import web

from bots.local.clock import MovableClock
from bots.local.conversation import Conversation
from bots.local.desk import Desk
from bots.local.guard import loopback
from bots.local.passing import PassingTime
from bots.local.people import Look
from bots.local.transport import LocalTransport
from bots.local.web import PreviewSite
from core.bootstrap import SupportBot
from core.delivery.limiter import Rates
from core.errors import SettingsError


class LocalApp:
    """The third adapter. `started` is set once `address` tells where the page is."""

    def __init__(self, bot: SupportBot, clock: MovableClock, *, host: str = "127.0.0.1", port: int = 8080) -> None:
        """`clock` is the one that `bot` was built with. Port 0 takes a free one. Raises SettingsError."""
        self.started = asyncio.Event()
        self._host = loopback(host)
        self._port = port
        conversation = Conversation()
        transports = {look: LocalTransport(conversation, clock, look) for look in Look}
        self._line = bot.line(transports[Look.TELEGRAM], Rates(per_second=1000))
        self._desk = Desk(bot, conversation, transports)
        self._site = PreviewSite(self._desk, clock, PassingTime(bot, clock, self._line), lambda: self._port)

    @property
    def address(self) -> str:
        """Where the page is; the port is known once `started` is set."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/"

    async def run(self) -> None:
        """Serves the page and sends what falls due, until cancelled. The planner is the runner's.

        Raises SettingsError when the port is taken.
        """
        runner = web.AppRunner(self._site.application(), access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await self._listen(runner)
            await self._desk.greet()
            self.started.set()
            await self._line.worker.run()
        finally:
            self.started.clear()
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise SettingsError(
                f"PREVIEW_PORT {self._port} on {self._host} cannot be used ({error.strerror}). "
                "Set PREVIEW_PORT to another number, such as 8081."
            ) from error
        self._port = runner.addresses[0][1]
