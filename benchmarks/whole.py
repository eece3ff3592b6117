"""A whole application: opened and saved by many at once, and handed in by all at the deadline."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.urls import reverse

from accounts.models import Role
from applications.actions.documents import hand_in_document
from applications.actions.submission import return_to_draft
from applications.checks.entry import declarations
from applications.models import Application, PlanAmount, PlanLine
from applications.views.drafts import sections_for
from benchmarks.pages import cookie_of
from core.models import Snapshot
from demo.papers import papers, upload

PEOPLE, ROUNDS, PAUSE = 50, 5, 1.0
LINES, FILES = 60, 10
AT_ONCE = 8
TOKEN = "benchmark0123456" * 2  # 32 characters as Django wants them, in cookie and header
VERSION = re.compile(rb'name="version" value="(\w+)"')
FOUND, OK = 302, 200
TEXT = "Runde Tische in allen Ortsteilen, mit Übersetzung und Kinderbetreuung. " * 20


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


def report(port: int, database: str) -> None:
    """Print how long the parts take, alone and with many at work, and the rate at the deadline."""
    draft = whole_draft()
    editor = member(draft, Role.EDITOR).email
    print(f"\nwhole application: {LINES} finance lines, {FILES} documents")
    for name, spans in alone(port, draft, editor):
        spans.sort()
        print(f"{name:<28}{statistics.median(spans):>9.1f} ms p50{spans[-1]:>9.1f} ms longest")
    crowd(port)
    deadline(port, database)


def member(application: Application, role: str) -> Any:
    return application.organisation.memberships.filter(role=role).select_related("person")[0].person


def whole_draft() -> Application:
    """Return a draft that was complete, with many finance lines and documents."""
    waiting = Application.objects.filter(status=Application.Status.AWAITING_SIGNATURE)
    draft = waiting.order_by("pk").first()
    by = member(draft, Role.EDITOR)
    return_to_draft(draft, by=by)
    draft = Application.objects.get(pk=draft.pk)
    add_lines(draft)
    content = next(iter(papers().values()))
    requirements = list(draft.call_version.document_requirements.all())
    for number in range(FILES):
        requirement = requirements[number % len(requirements)]
        hand_in_document(draft, requirement, upload(requirement.code, content), by=by)
    return draft


def add_lines(draft: Application) -> None:
    """Add pairs of lines that balance, until the plan has as many as wanted."""
    years = list(draft.call_version.years)
    for number in range(LINES - draft.plan_lines.count()):
        side, kind = (("expense", "other"), ("financing", "own_cash"))[number % 2]
        line = PlanLine.objects.create(
            application=draft, side=side, kind=kind, position=100 + number, label=f"Zeile {number}"
        )
        PlanAmount.objects.bulk_create(
            PlanAmount(line=line, year=year, amount=Decimal(1000)) for year in years
        )


def alone(port: int, draft: Application, editor: str) -> Iterator[tuple[str, list[float]]]:
    """One person: every section opened, texts saved, everything checked."""
    person = Person(port, editor)
    sections = sections_for(draft)
    for _ in range(2):  # the first time fills caches
        person.spans = []
        for section in sections:
            person.ask(section.url(draft.key))
    yield f"each of {len(sections)} sections", list(person.spans)
    for name, path in (
        ("finance plan", reverse("plan", args=[draft.key])),
        ("check everything", reverse("check_application", args=[draft.key])),
    ):
        person.spans = []
        for _ in range(10):
            person.ask(path)
        yield name, list(person.spans)
    person.spans = []
    for number in range(10):
        person.save_text(reverse("answer", args=[draft.key, "teilhabe"]), f"{number} {TEXT}")
    yield "open and save a text", list(person.spans)


def crowd(port: int) -> None:
    """Many people, each at an own draft: open a question, think, save, think."""
    drafts = Application.objects.filter(status=Application.Status.DRAFT)
    chosen = list(drafts.select_related("organisation").order_by("pk")[:PEOPLE])
    paths = [reverse("answer", args=[draft.key, "teilhabe"]) for draft in chosen]
    people = [Person(port, member(draft, Role.EDITOR).email) for draft in chosen]

    def work(one: tuple[Person, str]) -> None:
        person, path = one
        for number in range(ROUNDS):
            person.save_text(path, f"{number} {TEXT}")
            time.sleep(PAUSE)

    with ThreadPoolExecutor(len(people)) as threads:
        list(threads.map(work, zip(people, paths, strict=True)))
    spans = sorted(span for person in people for span in person.spans)
    p95 = spans[int(0.95 * (len(spans) - 1))]
    print(
        f"{len(people)} people at once            {statistics.median(spans):>9.1f} ms p50", end=""
    )
    print(f"{p95:>9.1f} ms p95, {len(spans)} requests")


def deadline(port: int, database: str) -> None:
    """All that is ready is submitted at once, through pages; then the bare statements of it."""
    waiting = Application.objects.filter(status=Application.Status.AWAITING_SIGNATURE)
    ready = list(waiting.select_related("organisation").order_by("pk"))
    forms = [
        dict.fromkeys(declarations(one), "on") | {"version": one.version, "key": f"k{one.pk}"}
        for one in ready
    ]
    people = [Person(port, member(one, Role.SIGNATORY).email) for one in ready]
    paths = [reverse("submit_application", args=[one.key]) for one in ready]

    def submit(number: int) -> int:
        return people[number].ask(paths[number], forms[number])[0]

    rate, statuses = per_second(submit, len(ready))
    accepted = statuses.count(FOUND)
    size = max(len(one.content) for one in Snapshot.objects.filter(kind="submission")[:20])
    bare, _ = per_second(bare_submission(database, size), len(ready))
    print(f"submitted at the deadline: {accepted} of {len(ready)}, {rate:.0f} a second by pages,")
    print(f"bare SQL limit {bare:.0f} a second, ratio 1 to {bare / rate:.1f}")


def per_second(work: Callable[[int], int], many: int) -> tuple[float, Sequence[int]]:
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        results = list(threads.map(work, range(many)))
    return many / (time.perf_counter() - begun), results


def bare_submission(database: str, size: int) -> Callable[[int], int]:
    """Return a function that writes what a submission writes at the least, and commits.

    Lock and count the call, freeze the content, the submission, two entries of the trail with
    their head, two mails: eight statements in one transaction.
    """
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bench_call (last int)")
        connection.execute("INSERT INTO bench_call VALUES (0)")
        connection.execute(
            "CREATE TABLE bench_row (id serial PRIMARY KEY, kind text, content bytea)"
        )
    kept = threading.local()
    content = b"x" * size

    def write(_number: int) -> int:
        if not hasattr(kept, "connection"):
            kept.connection = psycopg.connect(database)
        connection = kept.connection
        connection.execute("SELECT last FROM bench_call FOR UPDATE")
        connection.execute("UPDATE bench_call SET last = last + 1")
        rows = ("snapshot", content), *((kind, b"x" * 400) for kind in ("s", "t", "t", "m", "m"))
        for row in rows:
            connection.execute("INSERT INTO bench_row (kind, content) VALUES (%s, %s)", row)
        connection.commit()
        return 0

    return write
