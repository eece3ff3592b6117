"""Running awards with five years of history: what the office and the cash office do every day.

Each case runs in a process of its own, beside a bare lower limit that does only what cannot be
left out; time is the median, memory the peak of the process while it runs, with all
that Django has loaded by then.

python -m benchmarks --sizes --selection --awards 50      another number of awards, nothing else
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("ALLMENDE_MODE", "demo")
os.environ.setdefault("ALLMENDE_LOG_LEVEL", "ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from awards.models import PaymentRequest, Report  # noqa: E402
from benchmarks import award_cases  # noqa: E402
from benchmarks.history import write_history  # noqa: E402

DEMONSTRATION = 200  # applications, of which one is the pattern of all
LEAST, TIMES, SECONDS = 3, 15, 3.0


def main(size: int, folder: Path) -> None:
    """Load, then print a line for each case beside its limits."""
    print(f"\n## {size:,} running awards with five years of history")
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("load_demo", applications=DEMONSTRATION)
    with transaction.atomic():
        write_history(size)
    award_cases.prepare(folder)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paid, reports = PaymentRequest.objects.count(), Report.objects.count()
    print(f"{paid:,} payments, {reports:,} reports, stored in {time.monotonic() - begun:.0f} s")
    lines = award_cases.waiting_lines()
    print(f"{lines:,} lines in the payment file")
    if lines < size:
        raise SystemExit(f"The payment file is to have {size:,} lines at least")
    print(f"\n{'':<44}{'ms':>9}{'MB':>7}{'times the limit':>17}")
    print(f"{award_cases.NOTHING:<44}{'':>9}{apart(award_cases.NOTHING, folder)[1]:>7.0f}")
    for name, limits in award_cases.CASES.items():
        spent, memory = apart(name, folder)
        print(f"{name:<44}{spent:>9.1f}{memory:>7.0f}", flush=True)
        for limit in limits:
            bare, memory = apart(limit, folder)
            print(f"  {limit:<42}{bare:>9.1f}{memory:>7.0f}{spent / bare:>17.1f}", flush=True)


def apart(name: str, folder: Path) -> tuple[float, float]:
    """Return median milliseconds and peak megabytes of a case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.awards", "case", name, str(folder)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    spent, memory = said.split()[-2:]
    return float(spent), float(memory)


def case(name: str, folder: Path) -> None:
    """Run one case some times, undoing what it writes, and print time and memory."""
    work = award_cases.work_of(name, folder)
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
    spans: list[float] = []
    while len(spans) < LEAST or (len(spans) < TIMES and sum(spans) < SECONDS):
        spans.append(timed(work))
    print(1000 * statistics.median(spans), peak())


def peak() -> float:
    """Return the megabytes this process needed at most since its peak was forgotten (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of one run; nothing of it stays in the database."""
    with transaction.atomic():
        begun = time.perf_counter()
        work()
        spent = time.perf_counter() - begun
        transaction.set_rollback(True)
    return spent


if __name__ == "__main__":
    if sys.argv[1] == "case":
        case(sys.argv[2], Path(sys.argv[3]))
    else:
        with TemporaryDirectory() as name:
            main(int(sys.argv[1]), Path(name))
