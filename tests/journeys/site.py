"""The demonstration as a running site of its own, built once for all tests that look at it."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.journeys.crawl import Page

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 180


@dataclass(frozen=True)
class Site:
    """Where it runs, and for each role its session and the pages it reaches."""

    url: str
    sessions: dict[str, str]
    pages: dict[str, list[Page]] = field(repr=False)

    def context(self, browser: Browser, role: str, **options: Any) -> BrowserContext:
        """Open a browser in which the role is signed in."""
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", **options)
        if self.sessions[role]:
            cookie = {"name": "sessionid", "value": self.sessions[role], "url": self.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    def kinds(self, role: str) -> list[Page]:
        """Return one page of each kind that the role reaches: the one with the most parts."""
        fullest: dict[str, Page] = {}
        for page in self.shown(role):
            known = fullest.setdefault(page.name, page)
            fullest[page.name] = max(known, page, key=lambda one: len(one.targets))
        return list(fullest.values())

    def shown(self, role: str) -> list[Page]:
        return [page for page in self.pages[role] if page.is_html and page.status == 200]

    def main_pages(self, role: str) -> list[Page]:
        """Return the pages for which this role is the main one: the first that reaches them."""
        roles = list(self.pages)
        earlier = {page.name for one in roles[: roles.index(role)] for page in self.kinds(one)}
        return [page for page in self.kinds(role) if page.name not in earlier]


@contextmanager
def running_site(folder: Path, applications: int) -> Iterator[Site]:
    """Build the site in the folder unless it is there, run it, stop it at the end."""
    built = folder / "site.json"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another test process may be building it
        if not built.exists():
            command = [sys.executable, "-m", "tests.journeys.site_builder"]
            subprocess.run([*command, folder, str(applications)], check=True, cwd=ROOT)
    known = json.loads(built.read_text())
    with server(folder) as url:
        sessions = {role: one["session"] for role, one in known.items()}
        pages = {role: [Page(**page) for page in one["pages"]] for role, one in known.items()}
        yield Site(url, sessions, pages)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run gunicorn on a free port until the tests are done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ALLMENDE_MODE": "demo", "ALLMENDE_VAR": str(folder)}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLMENDE_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "gunicorn", "--threads=4", f"--bind={address}"]
    command += ["--log-level=error", "config.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(f"http://{address}/healthz")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:  # nobody answers yet, or not in time
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} did not answer")
