"""The preview's page in a real headless browser: chat, tap, fill in a form, move the clock, receive."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.bots.preview_browser import NoBrowser, PreviewPage, browsing
from tests.bots.preview_client import serving

pytestmark = pytest.mark.browser


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[PreviewPage]:
    """Robin's private chat, as on Telegram."""
    try:
        async with serving(tmp_path) as (app, _), browsing() as browser:
            context = await browser.new_context(timezone_id="Europe/London", locale="en-GB")
            opened = PreviewPage(await context.new_page(), app.address)
            faults: list[str] = []
            opened.page.on("pageerror", lambda error: faults.append(str(error)))
            opened.page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            opened.page.on("request", lambda sent: faults.append(sent.url) if app.address not in sent.url else None)
            await opened.open()
            yield opened
            assert faults == [], "an error on the page, or a request to somewhere else"
    except NoBrowser as reason:
        pytest.skip(str(reason))


async def test_a_check_in_by_taps_and_the_prompt_of_tomorrow_morning(page: PreviewPage) -> None:
    await page.page.get_by_role("button", name="Start", exact=True).click()
    await page.sees("Hello, I am Spoonlight.")
    await page.taps("Check in")
    for number, tap in enumerate(("6", "7", "Skip", "3", "2"), start=1):
        await page.sees(f"Question {number} of 5")
        await page.taps(tap)
    await page.sees("Saved.")
    await page.says("/timezone Leeds")
    await page.sees("clock of London")
    await page.says("/remind")
    await page.taps("Daily check-in")
    await page.taps("Every day at 9:00 am")
    await page.sees("Next:")
    await page.moves_clock("To 9:00 tomorrow")
    await expect(page.page.locator("#clock-time")).to_have_text("9:00 am")
    await expect(page.newest.get_by_role("button", name="Just two questions")).to_be_visible()
    await page.taps("Check in")
    await page.sees("Question 1 of 5")


async def test_everything_can_be_done_with_the_keyboard(page: PreviewPage) -> None:
    keys, text = page.page.keyboard, page.page.get_by_label("Your message")
    await text.focus()
    await keys.type("/chec")
    await expect(page.page.get_by_role("option", name="/checkin")).to_be_visible()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(text).to_have_value("/checkin ")
    await keys.press("Enter")
    await page.sees("Question 1 of 5")
    await page.newest.get_by_role("button", name="4", exact=True).focus()
    await keys.press("Enter")
    await page.sees("Question 2 of 5")
    await expect(page.newest).to_be_focused()
    await keys.press("Tab")
    await expect(page.newest.get_by_role("button", name="0", exact=True)).to_be_focused()


async def test_what_is_private_in_the_group_is_gone_when_somebody_else_looks(page: PreviewPage) -> None:
    await page.chooses("Group")
    await page.says("/checkin")
    await page.sees("Only you can see this")
    log = page.page.get_by_role("log")
    await page.chooses("Mika (moderator)")
    await expect(page.page.locator("#place-about")).to_contain_text("You are here as Mika, a moderator.")
    await expect(log).to_contain_text("Hello, I am Spoonlight.")
    await expect(log).not_to_contain_text("Question 1")
    await expect(log).not_to_contain_text("/checkin")
    await page.chooses("Robin")
    await expect(log).to_contain_text("Question 1")


async def test_a_form_is_a_dialog_that_takes_the_focus_and_gives_it_back(page: PreviewPage) -> None:
    await page.chooses("Discord")
    await page.says("/timezone Leeds")
    await page.sees("clock of London")
    await page.says("/remind")
    await page.taps("My own words")
    dialog = page.page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox").first).to_be_focused()
    await page.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.page.get_by_role("button", name="My own words")).to_be_focused()
    await page.taps("My own words")
    await dialog.get_by_role("textbox").nth(0).fill("a short rest")
    await dialog.get_by_role("textbox").nth(1).fill("every day at 8:15")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_be_hidden()
    await page.sees("every day at 8:15 am")


async def test_it_fits_a_small_phone_without_sideways_scrolling(page: PreviewPage) -> None:
    await page.page.set_viewport_size({"width": 360, "height": 740})
    for look in ("telegram", "discord"):
        await page.open(look=look)
        await page.says("/checkin")
        await page.sees("of 5")
        await expect(page.newest.get_by_role("button", name="Stop")).to_be_in_viewport()
        assert await page.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", ["telegram", "discord"])
async def test_every_word_stands_out_from_its_ground(page: PreviewPage, scheme: str, look: str) -> None:
    await page.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.open(place="group", look=look)
    await page.says("/checkin")
    await page.sees("Question 1")
    faint = await page.page.evaluate(FAINT_WORDS)
    assert faint == []


FAINT_WORDS = """() => {
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const [one, two] = [light(parts(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (two + 0.05);
    if (contrast < 4.5) faint.push(`${node.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return faint;
}"""
"""Every visible run of words whose contrast with what is behind it is under 4.5 to 1 (WCAG 2.2, 1.4.3)."""
