"""Jobs for the tests of jobs: a row may only call functions of modules named `jobs`."""

import os
import time
from pathlib import Path

from core import jobs


def note(path: str, seconds: float = 0) -> None:
    """Write one line with the process number, then take some time."""
    with Path(path).open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    time.sleep(seconds)


def fail() -> None:
    """Fail as code fails."""
    raise ValueError("Diese Zahl passt nicht.")


def report_twice() -> None:
    """Say half-time twice; the second time someone may have cancelled."""
    jobs.report(50, "Die Hälfte ist gerechnet.")
    jobs.cancel(jobs.Job.objects.get())
    jobs.report(60, "Das liest niemand mehr.")
