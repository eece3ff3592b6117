"""What docs say about the code is what the code says."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

SETTINGS_PAGE = Path("docs/operations/settings.md")


def test_workflow_diagrams_are_fresh() -> None:
    call_command("make_docs", check=True)


def test_every_setting_is_listed_and_no_other() -> None:
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "config").glob("*.py"))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', code))
    page = (settings.BASE_DIR / SETTINGS_PAGE).read_text()
    listed = set(re.findall(r"^\| `([A-Z0-9_]+)`", page, flags=re.MULTILINE))
    assert read == listed
