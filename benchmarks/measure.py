"""Timing: repeated calls, their median and 95th percentile in milliseconds."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

WARM_UP = 3


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one thing that was repeated."""

    median: float
    p95: float
    note: str = ""


def repeat(call: Callable[[], object], times: int, note: str = "") -> Timing:
    """Call a few times to warm up, then measure."""
    for _ in range(WARM_UP):
        call()
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        spans.append(1000 * (time.perf_counter() - begun))
    spans.sort()
    return Timing(statistics.median(spans), spans[int(0.95 * (len(spans) - 1))], note)


class Visitor:
    """One signed-in person on one kept-alive connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> bytes:
        """Fetch a page; anything but 200 ends the run."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path} answered {answer.status}")
        return body
