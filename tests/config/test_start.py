"""The system refuses to start unsafely; asked of the real settings in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
STRONG_KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
PRODUCTION = {
    "ALLMENDE_MODE": "production",
    "SECRET_KEY": STRONG_KEY,
    "ALLOWED_HOSTS": "foerderung.example",
}
SHOW = """
import django, json
from django.conf import settings
django.setup()
from django.test import Client
answer = Client().get("/healthz", headers={"host": "foerderung.example"}, secure=True)
print(json.dumps({
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "hasher": settings.PASSWORD_HASHERS[0],
    "headers": {name.lower(): value for name, value in answer.headers.items()},
    "redirects": Client().get("/", headers={"host": "foerderung.example"}).status_code,
}))
"""


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        env={
            **kept,
            "ALLMENDE_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    return run(["-c", "import config.wsgi"], folder, **environment)


def test_production_starts_with_key_and_hosts(tmp_path: Path) -> None:
    found = start(tmp_path, **PRODUCTION)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY ist zu schwach"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY ist zu schwach"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS nennt keine Rechnernamen"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS nennt keine Rechnernamen"),
        ({"DEBUG": "1"}, "DEBUG ist im Echtbetrieb eingeschaltet"),
        ({"ALLMENDE_MODE": "demo"}, "nur auf diesem Rechner"),
    ],
)
def test_an_unsafe_deployment_is_refused_with_its_reason(
    change: dict[str, str], reason: str, tmp_path: Path
) -> None:
    found = start(tmp_path, **{**PRODUCTION, **change})
    assert found.returncode != 0
    assert reason in found.stderr


def test_production_without_a_key_is_refused(tmp_path: Path) -> None:
    found = start(tmp_path, ALLOWED_HOSTS="foerderung.example")
    assert "SECRET_KEY" in found.stderr
    assert found.returncode != 0


def test_production_is_strict_about_transport_cookies_and_scripts(tmp_path: Path) -> None:
    found = run(["-c", SHOW], tmp_path, **PRODUCTION)
    assert found.returncode == 0, found.stderr
    seen = json.loads(found.stdout.strip().splitlines()[-1])
    assert seen["cookies"] == ["__Host-sessionid", "__Host-csrftoken"]
    assert seen["secure"] == [True, True]
    assert seen["hasher"].endswith("Argon2PasswordHasher")
    assert seen["redirects"] == 301
    headers = seen["headers"]
    assert "max-age=31536000" in headers["strict-transport-security"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    policy = set(headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    }


def test_the_demonstration_keeps_its_key(tmp_path: Path) -> None:
    show_key = "from django.conf import settings; print(settings.SECRET_KEY)"
    keys = {run(["-c", show_key], tmp_path, ALLMENDE_MODE="demo").stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop().strip()) > 50


@pytest.mark.parametrize("option", ["transaction_mode", "init_command"])
def test_sqlite_that_cannot_bear_two_writers_is_refused(option: str, tmp_path: Path) -> None:
    spoil = f"""
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"].pop("{option}")
import config.wsgi
"""
    found = run(["-c", spoil], tmp_path, **PRODUCTION)
    assert found.returncode != 0
    assert "SQLite" in found.stderr
