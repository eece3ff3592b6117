"""Docs name what exists: files, tests, names of the code; and the snippets in them run."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from core import snapshots
from tests import cast
from tests.house import source

PAGES = sorted(source.ROOT.glob("*.md")) + sorted((source.ROOT / "docs").rglob("*.md"))
CODE = "\n".join(path.read_text() for path in source.files())
GLOSSARY = source.ROOT / "docs/glossary.md"
MADE_BY_THE_READER = {"tests/applications/test_website.py"}  # the worked change adds it


def in_backticks(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", page.read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(source.ROOT)))
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)]*)\)", page.read_text())
    assert [target for target in targets if not leads_somewhere(page, target)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    place, _, anchor = target.partition("#")
    path = (page.parent / place).resolve() if place else page
    if not path.exists() or not anchor:
        return path.exists()
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_every_named_file_and_test_exists() -> None:
    named = {name for page in PAGES for name in in_backticks(page)}
    files = {name for name in named if re.fullmatch(r"[a-z_]+/[\w/.:]+\.\w+(::\w+)?", name)}
    assert len(files) > 40
    assert [name for name in files - MADE_BY_THE_READER if not exists(name)] == []


def exists(name: str) -> bool:
    file, _, test = name.partition("::")
    path = source.ROOT / file
    return path.is_file() and (not test or f"def {test}(" in path.read_text())


def test_every_named_command_exists() -> None:
    named = {n for page in PAGES for n in re.findall(r"manage\.py (\w+)", page.read_text())}
    assert named <= set(get_commands())


def test_every_verb_of_make_exists() -> None:
    makefile = (source.ROOT / "Makefile").read_text()
    named = {n for page in PAGES for n in re.findall(r"(?:`|^)make (\w+)", page.read_text(), re.M)}
    assert [verb for verb in named if f"\n{verb}:" not in makefile] == []


def test_every_name_of_the_glossary_is_in_the_code_and_the_others_are_not_yet() -> None:
    built, planned = GLOSSARY.read_text().split("## Not built yet")
    assert [name for name in first_column(built) if not is_defined(name)] == []
    assert [name for name in first_column(planned) if is_defined(name)] == []


def first_column(text: str) -> list[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def is_defined(name: str) -> bool:
    return bool(re.search(rf"^(?:class {name}\b|\s+{name}(?:: \w+)? = )", CODE, re.MULTILINE))


def test_every_decision_is_listed() -> None:
    index = (source.ROOT / "docs/README.md").read_text()
    decisions = sorted((source.ROOT / "docs/adr").glob("*.md"))
    assert [page.name for page in decisions if f"adr/{page.name}" not in index] == []
    numbers = [int(page.name[:4]) for page in decisions]
    assert numbers == list(range(1, len(numbers) + 1))


def snippets(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (source.ROOT / page).read_text(), re.DOTALL)


@pytest.mark.django_db
def test_a_restored_backup_is_compared_as_described() -> None:
    kept = snapshots.freeze(cast.town(), "test", {"name": "Eberswalde"})
    [snippet] = snippets("docs/operations/backup.md")
    exec(snippet, {})
    assert kept.sha256


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("applications/models/project.py", "class Project(models.Model):"),
        ("applications/checks/content.py", "return found + list(period_problems("),
        ("applications/forms/project.py", "LineField("),
        ("applications/actions/drafting.py", "def save_project("),
        ("applications/views/project.py", "save_project(application, form.edit()"),
        ("applications/snapshot.py", "def project_part("),
        ("applications/reading.py", "def project_facts("),
        ("templates/awards/funded_project.html", "{{ project.summary|linebreaks }}"),
    ],
)
def test_the_worked_change_finds_what_it_continues(file: str, line: str) -> None:
    assert line in (source.ROOT / file).read_text()
    assert file in (source.ROOT / "CONTRIBUTING.md").read_text()
