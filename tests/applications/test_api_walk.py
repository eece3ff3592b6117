"""The walk-through of the documentation runs as it is printed there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from applications.models import Application
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.test_api import ALL, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
SCRIPT = Path("docs/how-to/antrag_einreichen.py")


def test_a_program_without_packages_goes_from_the_call_to_the_receipt(live_server, tmp_path):
    version, town = cast.open_call(), cast.town()
    plan = tmp_path / "projektplan.pdf"
    plan.write_bytes(pdf_file().read())
    _token, secret = token_of(cast.signatory(), *ALL)
    wanted = {
        "ALLMENDE_TOKEN": secret,
        "ALLMENDE_CALL": version.call.slug,
        "ALLMENDE_ORGANISATION": town.key,
    }
    done = subprocess.run(
        [sys.executable, SCRIPT, live_server.url, plan],
        env=os.environ | wanted,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    application = Application.objects.get()
    assert done.stdout.strip() == application.receipt_number
    assert application.requested_amount == 650_000
