"""Settings of the tests: the demonstration's, without its key file and with a cheap hasher."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["ALLMENDE_MODE"] = "demo"
os.environ["SECRET_KEY"] = "only-for-tests-" * 5
os.environ["ALLMENDE_DB_POOL"] = "40"  # races need many connections at once
# Processes started by tests share their folder; mypy reads these settings too and needs none.
if "pytest" in sys.modules and "ALLMENDE_VAR" not in os.environ:
    os.environ["ALLMENDE_VAR"] = tempfile.mkdtemp(prefix="allmende-tests.")
    atexit.register(shutil.rmtree, os.environ["ALLMENDE_VAR"], ignore_errors=True)

from config.settings import *  # noqa: F403
from config.settings import DATABASES, VAR_DIR

# Several processes write at once, so SQLite needs a file; in memory most of them would fail.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}
ALLMENDE_DAILY_JOBS = []  # workers of tests do only what the test asks for
# The tests sign in often; one test checks that the real settings hash with Argon2.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Playwright keeps an event loop in the test's thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Style sheets are looked up when they are asked for; else every test client reads all of them.
WHITENOISE_AUTOREFRESH = True
