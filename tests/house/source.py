"""The project's own Python files, parsed once, for the tests of the house rules."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "demo", "reporting", "awards", "evaluation", "applications", "programmes")
APPS += ("accounts", "core", "rulebook")
DOWNHILL = {app: height for height, app in enumerate(reversed(APPS))}


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """All Python files below the folders (every app, when none is named), without migrations."""
    found = [path for folder in folders or APPS for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`applications/views.py:12`, as editors understand it."""
    line = f":{node.lineno}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"
