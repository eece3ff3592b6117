"""Somebody without a mouse and without sight: Tab, Enter, and what a screen reader is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.desk import Desk, whole

MOST_TABS = 160
SKIP = "Zum Inhalt springen"
FOCUS = """(wanted) => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const rings = [one, one.parentElement].some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  const mate = one.type === "radio" && wanted?.type === "radio" && one.name === wanted.name;
  return {
    tells: one.outerHTML.slice(0, 120),
    inside: box.bottom > 0 && box.top < innerHeight,
    rings,
    reached: one === wanted || mate,
  };
}"""
# Where the way leads: 1 by Tab, -1 by Shift and Tab.
WAY = """(wanted) => {
  const place = document.activeElement.compareDocumentPosition(wanted);
  return place & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
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

    def tab_to(self, name: str, role: Any) -> Focus:
        """Press Tab until this control has the focus and return what is told about it."""
        self.reach(self.page.get_by_role(role, name=name, exact=True).first)
        return self.focus()

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until it has the focus; on the way all focus is visible."""
        wanted = target.element_handle()
        key = "Tab" if self.page.evaluate(WAY, wanted) > 0 else "Shift+Tab"
        seen = self.page.evaluate(FOCUS, wanted)
        for _ in range(MOST_TABS):
            if seen["reached"]:
                return
            self.press(key)
            seen = self.page.evaluate(FOCUS, wanted)
            assert seen["inside"], f"outside the window: {seen['tells']}"
            assert seen["rings"], f"does not show that it has the focus: {seen['tells']}"
        raise AssertionError(f"{key} never reached {target}")

    def focus(self) -> Focus:
        """Ask the accessibility tree what has the focus."""
        self.page.wait_for_function("document.activeElement")  # while a page loads, nothing has
        found = self.devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        return described(self._node(found["result"]["objectId"]))

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


class KeyboardDesk(Desk):
    """A desk without a mouse: every verb of a desk, by keys alone."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        super().__init__(context, home)
        self.keys = Keyboard(self.page)
        # A browser hands over its file choosers some time after it is asked to: ask before a key.
        self.page.on("filechooser", lambda _: None)

    def follow(self, label: str) -> None:
        self._enter(self.page.get_by_role("link", name=whole(label)).first)

    def press(self, label: str) -> None:
        self._enter(self.button(label))

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.keys.press("Control+A")
        self.page.keyboard.insert_text(text)

    def check(self, choice: Locator) -> None:
        self._reach(choice)
        if choice.get_attribute("type") == "checkbox":
            self._tick(choice)
            return
        for _ in range(MOST_TABS):
            if choice.is_checked():
                return
            is_first = choice.evaluate("(one) => one === document.activeElement")
            self.keys.press("Space" if is_first else "ArrowDown")
        raise AssertionError(f"the arrows never reached {choice}")

    def pick(self, label: str, option: str) -> None:
        chosen = self.field(label)
        self._reach(chosen)
        self.keys.press("Home")
        told = "(one) => one.selectedOptions[0].label.trim()"
        for _ in range(MOST_TABS):
            if chosen.evaluate(told) == option:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"the arrows never reached {option}")

    def attach(self, label: str, file: Path) -> None:
        self._reach(self.field(label))
        with self.page.expect_file_chooser() as asked:
            self.keys.press("Space")
        asked.value.set_files(file)

    def _tick(self, box: Locator) -> None:
        if not box.is_checked():
            self.keys.press("Space")
        expect(box).to_be_checked()

    def _enter(self, target: Locator) -> None:
        self._reach(target)
        with self.leading_on():
            self.keys.press("Enter")

    def _reach(self, target: Locator) -> None:
        """On a new page the skip link leads past the menu to what is in the main part."""
        self.page.wait_for_load_state()
        target.wait_for()
        fresh = "document.activeElement === document.body"
        if self.page.evaluate(fresh) and target.evaluate("(one) => !!one.closest('main')"):
            self.keys.press("Tab")
            assert self.keys.focus().name == SKIP
            self.keys.press("Enter")
        self.keys.reach(target)
