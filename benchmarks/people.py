"""The load generator: signed-in people who send forms, as their browsers would."""

from __future__ import annotations

import http.client
import re
import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from applications.models import Application
from benchmarks.pages import cookie_of

TOKEN = "benchmark0123456" * 2  # 32 characters as Django wants them, in cookie and header
VERSION = re.compile(rb'name="version" value="(\w+)"')
FOUND, OK = 302, 200


class Person:
    """One signed-in person on one kept-alive connection; every request is timed."""

    def __init__(self, port: int, email: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        cookies = f"{cookie_of(email)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}
        self.spans: list[float] = []

    def ask(self, path: str, form: dict | None = None, **headers: str) -> tuple[int, bytes]:
        """Fetch a page, or send a form; note how many milliseconds the answer took."""
        body = urlencode(form, doseq=True) if form is not None else None
        known = {**self.headers, **headers}
        if body is not None:
            known["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body, known)
        answer = self.connection.getresponse()
        content = answer.read()
        self.spans.append(1000 * (time.perf_counter() - begun))
        return answer.status, content

    def save_text(self, path: str, text: str) -> None:
        """Open a question and autosave an answer to it."""
        status, page = self.ask(path)
        found = VERSION.search(page)
        form = {"value": text, "version": found[1].decode() if found else "0"}
        saved, _answer = self.ask(path, form, **{"X-Autosave": "1"})
        if (status, saved) != (OK, OK):
            raise SystemExit(f"{path} answered {status} and {saved}")


def member(application: Application, role: str) -> Any:
    return application.organisation.memberships.filter(role=role).select_related("person")[0].person
