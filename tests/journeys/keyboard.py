"""Somebody without a mouse and without sight: Tab, Enter, and what a screen reader is told."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_TABS = 120
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const look = getComputedStyle(one);
  const ring = [one, one.parentElement].some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  const inside = box.bottom > 0 && box.top < innerHeight;
  return { ring, inside };
}"""


@dataclass(frozen=True)
class Focus:
    """The focused element as the accessibility tree tells it."""

    role: str
    name: str
    description: str
    is_invalid: bool
    is_checked: bool


class Keyboard:
    """Moves through a page by Tab only and reads Chromium's accessibility tree."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.devtools = page.context.new_cdp_session(page)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, name: str, role: str) -> Focus:
        """Press Tab until this control has the focus; on the way every focus is visible."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            focus = self.focus()
            seen = self.page.evaluate(FOCUS)
            assert seen["inside"], f"{focus} is outside the window"
            assert seen["ring"], f"{focus} does not show that it has the focus"
            assert focus.name, f"{focus} has no name"
            if focus.role == role and focus.name == name:
                return focus
        raise AssertionError(f"Tab never reached the {role} {name!r}")

    def focus(self) -> Focus:
        """Ask the accessibility tree what has the focus."""
        self.page.wait_for_function("document.activeElement")  # while a page loads, nothing has
        found = self.devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        return described(self._node(found["result"]["objectId"]))

    def announcements(self) -> list[str]:
        """Return the texts of all live regions, as a screen reader would read them."""
        regions = "[role=status], [role=alert], [aria-live]"
        return [text for text in self.page.locator(regions).all_inner_texts() if text.strip()]

    def _node(self, object_id: str) -> dict[str, Any]:
        asked = {"objectId": object_id, "fetchRelatives": False}
        return self.devtools.send("Accessibility.getPartialAXTree", asked)["nodes"][0]


def described(node: dict[str, Any]) -> Focus:
    states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    return Focus(
        role=node["role"]["value"],
        name=" ".join(node.get("name", {}).get("value", "").split()),
        description=" ".join(node.get("description", {}).get("value", "").split()),
        is_invalid=states.get("invalid") == "true",
        is_checked=states.get("checked") == "true",
    )
