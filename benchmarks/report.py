"""The evaluation report of the largest call: each figure beside the bare SQL that bounds it.

In a process of its own, so that its memory is that of the report:
python -m benchmarks.report      (DATABASE_URL names a loaded demonstration)

C10 alone does not grow with the rows: its time is the cube of the number of reviewers.
"""

from __future__ import annotations

import os
import resource
import time

import django

os.environ.setdefault("ALLMENDE_MODE", "demo")
os.environ.setdefault("ALLMENDE_LOG_LEVEL", "ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import psycopg  # noqa: E402
from django.db.models import Count  # noqa: E402

from programmes.models import CallVersion  # noqa: E402
from reporting.figures.catalogue import CHAPTERS  # noqa: E402
from reporting.frames import Frames  # noqa: E402
from reporting.inputs import freeze, read  # noqa: E402
from reporting.runs import documents  # noqa: E402

APPS = """FROM applications_application a JOIN accounts_organisation o ON o.id = a.organisation_id
JOIN applications_project p ON p.application_id = a.id
LEFT JOIN evaluation_candidacy c ON c.application_id = a.id
LEFT JOIN evaluation_fundingdecision d ON d.candidacy_id = c.id
LEFT JOIN awards_award w ON w.decision_id = d.id
WHERE a.call_version_id = %s AND a.status NOT IN ('draft', 'awaiting_signature')"""
REVIEWS = """FROM evaluation_review r JOIN evaluation_assignment s ON s.id = r.assignment_id
JOIN evaluation_candidacy c ON c.id = s.candidacy_id
JOIN applications_application a ON a.id = c.application_id
WHERE a.call_version_id = %s AND r.status = 'submitted' AND s.status = 'cleared'"""
SCORES = REVIEWS.replace("WHERE", "JOIN evaluation_score x ON x.review_id = r.id WHERE")
AWARDED = """JOIN awards_award w ON w.id = {0}.award_id
JOIN evaluation_fundingdecision d ON d.id = w.decision_id
JOIN evaluation_candidacy c ON c.id = d.candidacy_id
JOIN applications_application a ON a.id = c.application_id WHERE a.call_version_id = %s"""
SUCCESS = f"SELECT {{0}}, count(*), sum(a.requested_amount), sum(w.amount) {APPS} GROUP BY 1"
TRANCHES = "FROM awards_tranche t JOIN programmes_budgetyear b ON b.id = t.budget_year_id "
AGREED = "FROM awards_agreedindicator i "
BARE = {
    "A1": f"SELECT a.status, c.status, count(*) {APPS} GROUP BY 1, 2",
    "A2": SUCCESS.format("o.land"),
    "A3": SUCCESS.format("o.size_class"),
    "A4": SUCCESS.format("p.phase"),
    "A6": SUCCESS.format("o.kind"),
    "A8": f"SELECT c.status, avg(c.total), stddev_pop(c.total) {APPS} GROUP BY 1",
    "A11": f"SELECT floor(c.total / 5), count(*) {APPS} GROUP BY 1",
    "B1": f"SELECT o.land, sum(w.amount) {APPS} GROUP BY 1",
    "B2": f"SELECT o.land, sum(o.inhabitants) {APPS} AND c.status = 'awarded' GROUP BY 1",
    "B3": f"SELECT o.size_class, sum(w.amount) {APPS} GROUP BY 1",
    "B5": f"SELECT o.district_key, count(*), sum(w.amount) {APPS} GROUP BY 1",
    "C1": f"SELECT width_bucket(c.total, 0, 100, 20), count(*) {APPS} GROUP BY 1",
    "C2": f"SELECT s.candidacy_id, count(*), avg(r.total), var_samp(r.total) {REVIEWS} GROUP BY 1",
    "C3": f"SELECT s.candidacy_id, max(r.total) - min(r.total) {REVIEWS} GROUP BY 1",
    "C4": f"SELECT x.code, count(*), avg(x.points) {SCORES} GROUP BY 1",
    "C5": f"SELECT s.reviewer_id, avg(r.total) {REVIEWS} GROUP BY 1",
    "C6": f"SELECT s.candidacy_id, count(*) {REVIEWS} GROUP BY 1",
    "C8": f"SELECT x.code, x.review_id, x.points {SCORES}",
    "D1": f"SELECT sum(a.requested_amount), sum(w.amount) {APPS}",
    "D4": f"SELECT b.year, sum(t.granted), sum(t.paid) {TRANCHES}{AWARDED.format('t')} GROUP BY 1",
    "D6": f"SELECT b.year, sum(t.granted - t.paid) {TRANCHES}{AWARDED.format('t')} GROUP BY 1",
    "D9": f"SELECT t.award_id, b.year, t.granted, t.paid {TRANCHES}{AWARDED.format('t')}",
    "F1": f"SELECT i.level, count(*) {AGREED}{AWARDED.format('i')} GROUP BY 1",
    "H1": f"SELECT o.land, count(*), sum(w.amount) {APPS} GROUP BY 1",
    "H3": f"SELECT o.land, o.name, p.title, w.funding_code, w.amount {APPS} AND w.id IS NOT NULL",
}
REACHED = f"""SELECT i.id, i.level, i.baseline, i.target, max(m.actual) {AGREED}
LEFT JOIN awards_measurement m ON m.indicator_id = i.id {AWARDED.format("i")} GROUP BY i.id"""
JUDGED = f"SELECT s.candidacy_id, s.reviewer_id, r.total {REVIEWS}"
PAID = f"""SELECT y.paid_on, y.amount FROM awards_payment y
JOIN awards_paymentrequest q ON q.id = y.request_id {AWARDED.format("q")}"""
DUTIES = f"SELECT e.kind, e.due_on, e.received_on FROM awards_reportdate e {AWARDED.format('e')}"
OF_CALL = "WHERE call_id = (SELECT call_id FROM programmes_callversion WHERE id = %s)"
TOPICS = APPS.replace("WHERE", "JOIN applications_chosentopic t ON t.application_id = a.id WHERE")
MEASURES = APPS.replace("WHERE", "JOIN applications_measure m ON m.application_id = a.id WHERE")
# Where figures are estimated from rows, the least anybody can do is to read those rows.
BARE |= {
    "A5": f"SELECT t.code, count(*), sum(w.amount) {TOPICS} GROUP BY 1",
    "A9": f"SELECT o.id, count(*), sum(w.amount) {APPS} GROUP BY 1",
    **dict.fromkeys(("B4", "B6"), BARE["B1"]),
    **dict.fromkeys(("C7", "C9", "C10"), JUDGED),
    "D2": f"SELECT year, amount, committed FROM programmes_budgetyear {OF_CALL}",
    "D3": f"SELECT p.phase, sum(w.own_funds), sum(w.other_funds) {APPS} GROUP BY 1",
    **dict.fromkeys(("D5", "G1"), PAID),
    "E1": f"SELECT d.approved_at {APPS} AND d.approved_at IS NOT NULL",
    "E2": DUTIES,
    "E5": "SELECT status FROM applications_application WHERE call_version_id = %s",
    **dict.fromkeys(("F2", "F3", "F5", "F6", "F7"), REACHED),
    "F4": f"SELECT m.topic_code, count(*) {MEASURES} AND c.status = 'awarded' GROUP BY 1",
    "F8": DUTIES,
    "H2": "SELECT code, name, weight FROM programmes_criterion WHERE call_version_id = %s",
    "H4": f"SELECT o.constituencies, sum(w.amount) {APPS} AND w.id IS NOT NULL GROUP BY 1",
}
FACTS = {
    **{"title": "Auswertungsbericht", "programme": "Messung", "note": ""},
    **{"address": "http://localhost/", "computed_at": "heute"},
}


def main() -> None:
    largest = CallVersion.objects.annotate(size=Count("applications")).order_by("-size")
    version = largest.filter(rankings__isnull=False).first() or largest.first()
    with psycopg.connect(os.environ["DATABASE_URL"]) as bare:
        begun = time.perf_counter()
        read_in, inputs = timed(lambda: read(version))
        kept = [inputs]
        del inputs
        sizes = {name: len(kept[0].tables[name].rows) for name in ("applications", "scores")}
        print(f"report of {sizes['applications']:,} applications and {sizes['scores']:,} scores")
        limit = timed(lambda: bare.execute(BARE["C8"], [version.pk]).fetchall())[0]
        print(f"inputs read {read_in:.2f} s; the scores alone by bare SQL {limit:.2f} s")
        frozen_in, frozen = timed(lambda: freeze(kept[0]))
        print(f"inputs frozen {frozen_in:.2f} s, {len(frozen) / 1e6:.1f} MB")
        frames_in, frames = timed(lambda: Frames(kept[0]))
        kept.clear()  # hundreds of thousands of rows, not needed any more
        print(f"frames {frames_in:.2f} s\n\n{'figure':<8}{'ms':>9}{'SQL ms':>9}{'x SQL':>8}")
        contents = [
            measured(chapter, figure, frames, (bare, version.pk))
            for chapter, figures in CHAPTERS
            for figure in figures
        ]
        print()
        del frames
    for name, spent, size in files({**FACTS, "call": version.call.title}, contents):
        print(f"{name:<18}{spent:>7.2f} s{size / 1e6:>8.2f} MB")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = f"{time.perf_counter() - begun:.1f} s with the bare SQL"
    print(f"whole report {spent}, {time.process_time():.1f} s of the processor, {memory:.0f} MB")


def measured(chapter: str, figure: object, frames: Frames, bare: tuple) -> dict:
    """Print one figure beside its bare SQL and return it."""
    spent, content = timed(lambda: figure.content(frames))
    line = f"{figure.code:<8}{1000 * spent:>9.1f}"
    if sql := BARE.get(figure.code):
        limit = timed(lambda: bare[0].execute(sql, [bare[1]]).fetchall())[0]
        line += f"{1000 * limit:>9.1f}{spent / limit:>8.1f}"
    print(line, flush=True)
    return {"chapter": chapter, **content}


def files(facts: dict, contents: list[dict]) -> list[tuple[str, float, int]]:
    """Build every file and return name, seconds and bytes."""
    found, begun = [], time.perf_counter()
    for name, _, content in documents(facts, contents):
        found.append((name, time.perf_counter() - begun, len(content)))
        begun = time.perf_counter()
    return found


def timed(work: object) -> tuple[float, object]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    main()
