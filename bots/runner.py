"""Joins the settings, the bot and the platforms into one running process, and ends it cleanly.

Only the library of a platform that is configured is imported. What follows from a fault is decided in supervision.py.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from bots.clock import SystemClock
from bots.housekeeping import Housekeeping
from bots.keys_folder import master_keys, preview_keys
from bots.logs import keep_out, set_up_logs
from bots.settings import Settings, env_file
from bots.settling import settling
from bots.supervision import Service, keep_all_running
from core.bootstrap import SupportBot, build
from core.errors import SettingsError
from core.knowledge import load_knowledge
from core.ports import Clock

if TYPE_CHECKING:
    from bots.local.app import LocalApp
    from bots.local.clock import MovableClock

log = logging.getLogger(__name__)

STOPPED: Final = 0
NOTHING_CAN_RUN: Final = 1

_TELEGRAM_MEND: Final = (
    "Telegram does not accept TELEGRAM_TOKEN. Get the token from @BotFather (/mybots, API Token), "
    "put it into .env and start Spoonlight again. Messages that wait are kept."
)
_DISCORD_MEND: Final = (
    "Discord does not accept DISCORD_TOKEN. Make a new one at discord.com/developers (Bot, Reset Token), "
    "put it into .env and start Spoonlight again. Messages that wait are kept."
)
_BESIDE_TOKENS: Final = (
    "The preview has no password, so it stays closed beside a real token ({names}). "
    "If you want it open all the same, type: spoonlight preview --beside-tokens"
)

_KEY_MADE: Final = (
    "A master key was made: {path}\n"
    "Copy that file now to another place, apart from the backups. Without it nothing that members keep can be read."
)

Say = Callable[[str], None]


def _say(line: str) -> None:
    """To whoever started the process, at once, even through a pipe."""
    print(line, flush=True)


def run(settings: Settings, say: Say = _say) -> int:
    """Runs every platform that has a token, or the preview when none has. Returns the process's exit code."""
    if settings.telegram_token is None and settings.discord_token is None:
        return preview(settings, say, invite=True)
    set_up_logs(settings.secrets)
    return asyncio.run(_run_platforms(settings, say))


def preview(settings: Settings, say: Say = _say, *, invite: bool = False, beside_tokens: bool = False) -> int:
    """Runs the preview, on a database of its own. `invite`: also say how to add tokens. Returns the exit code.

    It has no password, so where a real token is set it raises SettingsError, unless it was told `beside_tokens`.
    """
    held = {"TELEGRAM_TOKEN": settings.telegram_token, "DISCORD_TOKEN": settings.discord_token}
    if (real := " and ".join(name for name, token in held.items() if token is not None)) and not beside_tokens:
        raise SettingsError(_BESIDE_TOKENS.format(names=real))
    set_up_logs(settings.secrets, level=logging.WARNING)
    return asyncio.run(_run_preview(settings, say, invite=invite))


async def _run_platforms(settings: Settings, say: Say) -> int:
    async with opened(settings, settings.database, SystemClock(), say) as bot:
        services = platform_services(settings, bot)
        say(f"Spoonlight is starting on {' and '.join(one.name.title() for one in services)}. Stop it with Ctrl+C.")
        return await until_stopped(bot, services, bot.clock, Housekeeping(settings, bot))


async def _run_preview(settings: Settings, say: Say, *, invite: bool) -> int:
    from bots.local.clock import MovableClock

    clock = MovableClock()
    async with opened(settings, settings.preview_database, clock) as bot:

        def welcome(address: str) -> None:
            for line in _welcome(address, invite=invite):
                say(line)

        # Faults are waited out in real time, whatever the preview's own clock is moved to.
        return await until_stopped(bot, [_preview(settings, bot, clock, welcome)], SystemClock())


@contextlib.asynccontextmanager
async def opened(settings: Settings, database_url: str, clock: Clock, say: Say = _say) -> AsyncIterator[SupportBot]:
    """The whole bot without a platform, closed at the end of the block. Raises SettingsError or ContentError.

    When it makes the first master key, it says at once where that is, and that it must be copied.
    """
    knowledge = load_knowledge(settings.content_dir)
    if database_url == settings.preview_database:
        masters = preview_keys(settings)
    else:
        masters = master_keys(settings, on_made=lambda path: say(_KEY_MADE.format(path=path)))
    bot = await build(
        knowledge=knowledge,
        database_url=database_url,
        clock=clock,
        masters=masters,
        reminders_only=settings.reminders_only,
    )
    keep_out(*(key.key for version in masters.versions if (key := masters.get(version)) is not None))
    try:
        yield bot
    finally:
        await bot.close()


def platform_services(settings: Settings, bot: SupportBot) -> list[Service]:
    """One service for each platform with a token."""
    services: list[Service] = []
    if (token := settings.telegram_token) is not None:
        services.append(_telegram(settings, bot, token.get_secret_value()))
    if (token := settings.discord_token) is not None:
        services.append(_discord(settings, bot, token.get_secret_value()))
    return services


async def until_stopped(
    bot: SupportBot, platforms: Sequence[Service], clock: Clock, housekeeping: Housekeeping | None = None
) -> int:
    """Runs the platforms and the planner until SIGINT or SIGTERM, or until no platform can run; the exit code."""
    stop = asyncio.Event()
    loops = [Service(name="planner", run=bot.planner.run)]
    if housekeeping is not None:
        loops.append(Service(name="erasures", run=housekeeping.keeper.run))
    with heeding_signals(stop):
        async with settling(bot, housekeeping.hourly if housekeeping else ()):
            asked = await keep_all_running(platforms, loops, clock, stop)
    log.info("action=stopped asked=%s", asked)
    return STOPPED if asked else NOTHING_CAN_RUN


@contextlib.contextmanager
def heeding_signals(stop: asyncio.Event) -> Iterator[None]:
    """Ctrl+C and SIGTERM set `stop` instead of breaking off in the middle."""
    loop = asyncio.get_running_loop()
    heeded = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in heeded}
    for number in heeded:
        # Not loop.add_signal_handler: Windows does not have it.
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _telegram(settings: Settings, bot: SupportBot, token: str) -> Service:
    async def serve() -> None:
        from bots.telegram.app import TelegramApp

        api_url, file_url = settings.telegram_base_url, settings.telegram_base_file_url
        await TelegramApp(bot, token=token, api_url=api_url, file_url=file_url).run()

    return Service(name="telegram", run=serve, mend=_TELEGRAM_MEND)


def _discord(settings: Settings, bot: SupportBot, token: str) -> Service:
    async def serve() -> None:
        from bots.discord.app import DiscordApp

        api_url, gateway_url = settings.discord_base_url, settings.discord_gateway_url
        app = DiscordApp(
            bot,
            token=token,
            api_url=api_url,
            gateway_url=gateway_url,
            data_dir=settings.data_dir,
            hears_joins=settings.discord_hears_joins,
        )
        await app.run()

    return Service(name="discord", run=serve, mend=_DISCORD_MEND)


def _preview(settings: Settings, bot: SupportBot, clock: "MovableClock", welcome: Say) -> Service:
    async def serve() -> None:
        from bots.local.app import LocalApp

        app = LocalApp(bot, clock, host=settings.preview_host, port=settings.preview_port)
        promising = asyncio.create_task(promise(app))
        try:
            await app.run()
        finally:
            promising.cancel()

    async def promise(app: "LocalApp") -> None:
        """Names the address only when somebody really listens there."""
        await app.started.wait()
        welcome(app.address)

    return Service(name="preview", run=serve)


def _welcome(address: str, *, invite: bool) -> list[str]:
    lines = [f"Spoonlight's preview is at {address} (stop it with Ctrl+C)."]
    if invite:
        lines += [
            f"For Telegram: get a token from @BotFather, and write TELEGRAM_TOKEN=... into {env_file()}",
            f"For Discord: get a token at discord.com/developers, and write DISCORD_TOKEN=... into {env_file()}",
        ]
    return lines
