"""One large call, every application judged by three people: its whole report and its pages.

With five years of payments and reports for a tenth as many awards. A database that has calls
already is measured as it is, so that a long loading is done once:

python -m benchmarks --sizes --selection --awards 0 --judged 10000
DATABASE_URL=postgres://... python -m benchmarks.judged 10000
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace

import django

os.environ.setdefault("ALLMENDE_MODE", "demo")
os.environ.setdefault("ALLMENDE_LOG_LEVEL", "ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402

from awards.models import Award, Payment, Report  # noqa: E402
from benchmarks.history import write_history  # noqa: E402
from benchmarks.pages import Page  # noqa: E402
from benchmarks.server import running  # noqa: E402
from benchmarks.size import HEAD, report  # noqa: E402
from demo.fates import Fate  # noqa: E402
from demo.loading import USUAL_SEED, load  # noqa: E402
from demo.rounds import Round, rounds_for  # noqa: E402
from programmes.models import Call, CallVersion  # noqa: E402
from reporting.actions import prepare_figures  # noqa: E402

OTHER_CALLS = 200  # applications of the other calls of the programme
A_HISTORY_EVERY = 10  # applications
TIMES = 40
OFFICER, RESEARCHER = "olaf.ordner@allmende.example", "wanda.wirkung@allmende.example"


def main(size: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    if not Call.objects.exists():
        fill(size)
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    print(f"{Award.objects.count():,} awards, ", end="")
    print(f"{Payment.objects.count():,} payments, {Report.objects.count():,} reports")
    for version in CallVersion.objects.in_force():
        begun = time.monotonic()
        prepare_figures(version)
        print(f"figures of {version.call.slug} in {time.monotonic() - begun:.1f} s", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.report"], check=True)
    with running(os.environ["DATABASE_URL"]) as server:
        print(f"\n{HEAD}")
        for page in pages(largest()):
            report(page, server.port, TIMES)
        memory = ", ".join(f"{each:.0f}" for each in server.megabytes_per_worker())
        print(f"RSS per worker: {memory} MB")


def fill(size: int) -> None:
    """Load the calls, then the awards with a history."""
    begun = time.monotonic()
    load(size, USUAL_SEED, in_bulk=True, rounds=rounds_of(size))
    with transaction.atomic():
        write_history(size // A_HISTORY_EVERY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n## {size:,} judged applications in one call")
    print(f"loaded in {time.monotonic() - begun:.0f} s")


def rounds_of(size: int) -> list[Round]:
    """Return the usual calls, the first one large and with three reviews of everything."""
    first, *others = rounds_for(OTHER_CALLS)
    return [replace(first, size=size, fates=(Fate.DECIDED,), third_review_every=1), *others]


def largest() -> str:
    ranked = CallVersion.objects.filter(rankings__isnull=False)
    return max(ranked, key=lambda version: version.applications.count()).call.slug


def pages(slug: str) -> list[Page]:
    """Return every page of figures, and what stands around them."""
    both = f"?a-aufruf={slug}&a-land=BY&b-aufruf={slug}&b-land=NW"
    mine = f"?aufruf={slug}&stand=bewilligt"
    return [
        Page("dashboard", reverse("office_home"), OFFICER),
        Page("report", reverse("call_report", args=[slug]), OFFICER),
        Page("for research", reverse("call_report", args=[slug]), RESEARCHER),
        Page("published", reverse("call_figures", args=[slug]), ""),
        Page("parliament pack", reverse("parliament", args=[slug]), OFFICER),
        Page("goals", reverse("call_goals", args=[slug]), OFFICER),
        Page("two selections", reverse("report_compare") + both, OFFICER),
        Page("list behind", reverse("report_list") + mine, OFFICER),
        Page("register", reverse("funded"), ""),
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
