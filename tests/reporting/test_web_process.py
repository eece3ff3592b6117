"""What takes much memory is imported by workers only, never by a web process."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from reporting.actions import prepare_figures
from tests import cast
from tests.evaluation import casting

HEAVY = ("pandas", "numpy", "scipy", "reportlab", "xlsxwriter")
VISIT = f"""
import sys, django
django.setup()
import config.wsgi, reporting.jobs
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.force_login(get_user_model().objects.get(email=sys.argv[1]))
for address in sys.argv[2:]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
print(sorted(name for name in {HEAVY!r} if name in sys.modules))
"""


@pytest.mark.django_db(transaction=True)
def test_neither_start_nor_pages_load_what_only_workers_need(database_url):
    version = cast.open_call()
    casting.reviewed(version, "Eberswalde", 5, 4)
    prepare_figures(version)
    slug = version.call.slug
    pages = [
        reverse(name) for name in ("start", "office_home", "report", "funded", "report_compare")
    ]
    pages += [
        reverse(name, args=[slug])
        for name in ("call_report", "parliament", "report_runs", "administration_costs")
    ]
    pages += [reverse("chart_picture", args=[slug, "c1.png"]), "/api/v1/kennzahlen/"]
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLMENDE_MODE": "demo",
        "ALLMENDE_VAR": os.environ["ALLMENDE_VAR"],
    }
    command = [sys.executable, "-c", VISIT, cast.officer().email, *pages]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=settings.BASE_DIR, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
