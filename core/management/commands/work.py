"""Run jobs and deliver mails until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from core import clock, jobs, outbox


class Command(BaseCommand):
    help = "Run jobs and deliver mails until told to stop (SIGTERM: after the job at hand)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop when none is due")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *, until_empty: bool, pause: float, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        asked_on = None
        while not stop.is_set():
            close_old_connections()
            if not until_empty and asked_on != clock.today():
                asked_on = clock.today()
                jobs.enqueue_daily()
            if jobs.run_next() or outbox.deliver_waiting():
                continue
            if until_empty:
                return
            stop.wait(pause)
