"""The tools that keep the house in order find nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house import source

TOOLS = Path(sys.executable).parent
WEB = ("django.http", "django.shortcuts", "rest_framework")
ROOMS_WITH_WEB = {"views", "api", "urls"}
APPS = ("accounts", "programmes", "applications", "evaluation", "awards", "reporting")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "--quiet", "."],
        ["ruff", "check", "--quiet", "."],
        ["lint-imports", "--no-cache"],
    ],
    ids=["format", "style", "imports go downhill"],
)
def test_the_tool_finds_nothing(command: list[str]) -> None:
    found = subprocess.run(
        [TOOLS / command[0], *command[1:]], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_below_views_and_api_nothing_knows_the_web() -> None:
    """import-linter sees foreign packages as a whole, so this one is asked here."""
    below = [path for path in source.files(*APPS) if not ROOMS_WITH_WEB & rooms(path)]
    assert [fault for path in below for fault in web_imports(path)] == []


def rooms(path: Path) -> set[str]:
    return {*path.parts[:-1], path.stem}


def web_imports(path: Path) -> list[str]:
    return [
        source.place(path, node)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB)
    ]
