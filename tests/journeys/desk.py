"""One person at a browser of their own: what everybody does on every page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from accounts.models import Person
from tests import cast

# An answer that refuses is logged by the browser as if it were a fault of the page.
EXPECTED = "Failed to load resource: the server responded with a status of 4"
LONGEST_WAIT = 30_000  # milliseconds; a machine that does much else is slow, not wrong
expect.set_options(timeout=LONGEST_WAIT)


def whole(name: str) -> re.Pattern[str]:
    """Match an accessible name; before its part for screen readers browsers put a space."""
    return re.compile(rf"^{re.escape(name).replace(':', ' ?:')}$")


class Desk:
    """A browser with one page; `faults` holds what must never happen on any page."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.page: Page = context.new_page()
        self.page.set_default_timeout(LONGEST_WAIT)
        self.signed_in_as = ""
        self.faults: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("request", self._request)

    # --- Getting about ---------------------------------------------------------------------------

    def open(self, name: str, *args: Any) -> None:
        """Go to an address by its name, as from a bookmark."""
        self.page.goto(self.home + reverse(name, args=args))

    def sign_in(self, person: Person, password: str = cast.PASSWORD) -> None:
        self.open("account_login")
        self.give_password(person, password)

    def give_password(self, person: Person, password: str = cast.PASSWORD) -> None:
        """Sign in where a page asked for it; it leads on to where one wanted to go."""
        self.fill({"E-Mail-Adresse": person.email, "Passwort": password})
        self.press("Anmelden")
        self.sees(f"Angemeldet als {person.name}")
        self.signed_in_as = person.email

    def follow(self, label: str) -> None:
        """Click a link; its whole accessible name is meant. What is read next is where it leads."""
        with self.leading_on():
            self.page.get_by_role("link", name=whole(label)).first.click()

    def press(self, label: str) -> None:
        """Click a button that sends its form. What is read next is the answer."""
        with self.leading_on():
            self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=whole(label)).first

    @contextmanager
    def leading_on(self) -> Iterator[None]:
        """Wait until another page has come; the old one may hold what the test looks for next."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            yield

    # --- Filling in ------------------------------------------------------------------------------

    def fill(self, texts: dict[str, str]) -> None:
        """Type texts into the fields with these labels."""
        for label, text in texts.items():
            self.write(self.field(label), text)

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_role("main").get_by_label(label, exact=True)

    def choose(self, question: str, answer: str) -> None:
        """Pick one radio button, or tick one box, of a group."""
        self.check(self.group(question).get_by_label(answer, exact=True))

    def check(self, choice: Locator) -> None:
        """Tick a box, or pick one radio button."""
        choice.check()

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=question, exact=True)

    def pick(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.check(self.field(label))

    def tick_all(self) -> None:
        """Tick every box of the page, as one confirms declarations."""
        for box in self.page.get_by_role("checkbox").all():
            self.check(box)

    def attach(self, label: str, file: Path) -> None:
        self.field(label).set_input_files(file)

    # --- Reading ---------------------------------------------------------------------------------

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    def is_at(self, heading: str) -> None:
        """Look at the h1."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def download(self, label: str) -> bytes:
        """Fetch what a link leads to, with this person's session."""
        address = self.page.get_by_role("link", name=whole(label)).first.get_attribute("href")
        answer = self.page.request.get(self.home + str(address))
        assert answer.ok, f"{label}: {answer.status}"
        return answer.body()

    # --- Faults ----------------------------------------------------------------------------------

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self._fault(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self._fault(f"request to another site: {request.url}")

    def _fault(self, sentence: str) -> None:
        self.faults.append(f"{self.page.url}: {sentence}")
