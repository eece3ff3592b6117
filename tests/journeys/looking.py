"""Look at a page as different people do: with axe-core, in the dark, on a narrow screen."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
MOST_SHIFT = 0.1
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
RUN = """async (rules) => {
  const options = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
  return violations.map(({ id, nodes }) => [id, nodes.map((one) => one.target.join(" "))]);
}"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}`).slice(0, 3)
    .concat(`${document.documentElement.scrollWidth} px`);
}"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 50);
})"""


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def barriers(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong: all its rules, or only these."""
    found: list[Any] = page.evaluate(RUN, list(rules))
    return [f"{rule}: {', '.join(places[:3])}" for rule, places in found]


def visit(page: Page, url: str) -> list[str]:
    """Go to a page and return everything that is wrong with it."""
    page.set_viewport_size(WIDE)
    page.goto(url)
    shift = page.evaluate(SHIFT)
    return [f"layout shift {shift:.2f}"] * (shift > MOST_SHIFT) + look(page)


def look(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands, light and dark, wide and narrow."""
    page.evaluate(OPEN_EVERYTHING)
    page.evaluate(axe())
    found = [f"light: {one}" for one in barriers(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in barriers(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    found += [f"wider than 320 px: {one}" for one in page.evaluate(OVERFLOW)]
    page.set_viewport_size(WIDE)
    return found
