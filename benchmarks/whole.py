"""A whole application: opened and saved by one person, and by many at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.urls import reverse

from accounts.models import Role
from applications.actions.documents import hand_in_document
from applications.actions.submission import return_to_draft
from applications.models import Application, PlanAmount, PlanLine
from applications.views.drafts import sections_for
from benchmarks.people import Person, member
from demo.papers import papers, upload

PEOPLE, ROUNDS, PAUSE = 50, 5, 1.0
LINES, FILES = 60, 10
TEXT = "Runde Tische in allen Ortsteilen, mit Übersetzung und Kinderbetreuung. " * 20


def report(port: int) -> None:
    """Print how long the parts take, alone and with many at work."""
    draft = whole_draft()
    editor = member(draft, Role.EDITOR).email
    print(f"\nwhole application: {LINES} finance lines, {FILES} documents")
    for name, spans in alone(port, draft, editor):
        spans.sort()
        print(f"{name:<28}{statistics.median(spans):>9.1f} ms p50{spans[-1]:>9.1f} ms longest")
    crowd(port)


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
