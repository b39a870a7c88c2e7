"""A real headless browser in front of the preview: finds Chromium, opens the page, and acts on it as a person does."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Error, Locator, Page, async_playwright, expect

CHROMIUM = "SPOONLIGHT_CHROMIUM"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoBrowser(Exception):
    """No Chromium that starts was found; the text says where it was looked for."""


def _paths() -> list[str | None]:
    """Those named or installed; None is the one that playwright brings itself."""
    named = os.environ.get(CHROMIUM)
    found = [named] if named else [path for name in _NAMES if (path := shutil.which(name))]
    return [*(path for path in found if Path(path).exists()), None]


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A headless Chromium. Raises NoBrowser."""
    async with async_playwright() as playwright:
        for path in _paths():
            try:
                browser = await playwright.chromium.launch(
                    executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
                )
            except Error:
                continue
            try:
                yield browser
            finally:
                await browser.close()
            return
    raise NoBrowser(f"no Chromium started: none of {', '.join(_NAMES)}, no {CHROMIUM}, none of playwright's own")


class PreviewPage:
    """The page in one tab."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    async def open(self, *, person: str = "robin", place: str = "private", look: str = "telegram") -> None:
        await self.page.goto(f"{self.address}?person={person}&place={place}&look={look}")
        await expect(self.page.locator("#composer-hint")).not_to_be_empty()

    async def says(self, text: str) -> None:
        """Types and sends; returns when the words are in the conversation."""
        await self.page.get_by_label("Your message").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".entry.mine").last).to_contain_text(text)

    async def taps(self, label: str) -> None:
        """Taps the newest button of that name."""
        await self.page.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()

    async def chooses(self, label: str) -> None:
        """Another person, place or look."""
        await self.page.get_by_label(label, exact=True).check()

    async def moves_clock(self, label: str) -> None:
        await self.page.get_by_role("button", name=label).click()

    async def sees(self, text: str) -> None:
        await expect(self.newest).to_contain_text(text)

    @property
    def newest(self) -> Locator:
        return self.page.locator(".entry.bot").last
