"""Submit applications again and again, and write down what happened: a client with a memory.

    python -m tests.faults.submitting HISTORY KEY...

Each try is a line of HISTORY: key, outcome (ok, or info when nobody knows) and receipt. A try
whose outcome is unknown is repeated with the same key until there is an answer.
"""

import json
import sys
import time
from pathlib import Path

import django
import psycopg

django.setup()

from django.db import Error, connection  # noqa: E402

from accounts.models import Role  # noqa: E402
from applications.actions.submission import Handover, submit_once  # noqa: E402
from applications.checks.entry import declarations  # noqa: E402
from applications.models import Application  # noqa: E402
from core import clock  # noqa: E402

LONGEST = 60  # seconds until somebody gives up


def submit(key: str) -> str:
    """Submit once and return the receipt number."""
    application = Application.objects.get(key=key)
    members = application.organisation.memberships.filter(role=Role.SIGNATORY)
    handover = Handover(clock.now(), tuple(declarations(application)), key=f"once-{key}")
    return submit_once(application, handover, by=members[0].person).receipt_number


def main(history: Path, keys: list[str]) -> None:
    with history.open("a") as lines:
        for key in keys:
            until = time.monotonic() + LONGEST
            receipt = ""
            while not receipt and time.monotonic() < until:
                try:
                    receipt = submit(key)
                except (Error, psycopg.Error):
                    connection.close()
                    time.sleep(0.1)
                outcome = "ok" if receipt else "info"
                lines.write(json.dumps({"key": key, "outcome": outcome, "receipt": receipt}) + "\n")
                lines.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
