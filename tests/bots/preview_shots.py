"""Takes the README's pictures: `python -m tests.bots.preview_shots FOLDER`. Every message in them is a real one."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser

from bots.local import LocalApp, MovableClock
from tests.bots.preview_browser import PreviewPage, browsing
from tests.bots.spoonlight_bot import everybody_agreed, running_bot

EVENING = datetime(2026, 11, 30, 18, 42, tzinfo=UTC)

SHOTS = ("preview", "telegram-like", "discord-like")


async def take(folder: Path) -> None:
    """Writes preview.png, telegram-like.png and discord-like.png into `folder`, which is there."""
    with TemporaryDirectory() as data:
        clock = MovableClock()
        async with running_bot(Path(data), clock) as bot, browsing() as browser:
            clock.move_to(EVENING)
            app = LocalApp(everybody_agreed(bot), clock, port=0)
            serving = asyncio.create_task(app.run())
            await app.started.wait()
            try:
                await _preview(browser, app.address, folder / "preview.png")
                await _telegram_like(browser, app.address, folder / "telegram-like.png")
                await _discord_like(browser, app.address, folder / "discord-like.png")
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)


async def _preview(browser: Browser, address: str, target: Path) -> None:
    page = await _tab(browser, address, 1240, 900)
    await page.open(person="robin")
    await page.says("my blood was fine, is it in my head??")
    await page.says("/remind")
    await page.taps("Daily check-in")
    await page.says("Leeds")
    await page.sees("At what time?")
    await page.taps("Every day at 9:00 am")
    await page.sees("Next:")
    await page.moves_clock("To 9:00 tomorrow")
    await page.sees("check-in")
    await page.page.mouse.move(0, 0)
    await page.page.wait_for_timeout(300)
    await page.page.screenshot(path=target)


async def _telegram_like(browser: Browser, address: str, target: Path) -> None:
    page = await _tab(browser, address, 900, 960)
    await page.open(person="sam")
    await page.says("is fibro autoimmune?")
    await page.says("/checkin")
    await page.sees("Question 1")
    await page.taps("6")
    await page.sees("Question 2")
    await _chat(page, target)


async def _discord_like(browser: Browser, address: str, target: Path) -> None:
    page = await _tab(browser, address, 960, 960, dark=True)
    await page.open(person="sam", place="group", look="discord")
    await page.says("Rough night here. Gentle day to all of you.")
    await page.open(person="robin", place="group", look="discord")
    await page.says("/checkin")
    await page.sees("Question 1")
    await page.taps("4")
    await page.sees("Question 2")
    await _chat(page, target)


async def _chat(page: PreviewPage, target: Path) -> None:
    """The conversation alone, without the pointer's and the keyboard's marks."""
    await page.page.mouse.move(0, 0)
    await page.page.evaluate("document.activeElement.blur()")
    await page.page.wait_for_timeout(300)
    await page.page.locator("main").screenshot(path=target)


async def _tab(browser: Browser, address: str, width: int, height: int, *, dark: bool = False) -> PreviewPage:
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        timezone_id="Europe/London",
        locale="en-GB",
    )
    return PreviewPage(await context.new_page(), address)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(target))
