"""Write the workflow diagrams from the models, or say which of them are stale."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

from core.status import StatusField
from core.workflow import transitions_of

PAGE = """# {name} ({german})

Generated from `{module}` by `make docs`; a test fails when it is stale.

```mermaid
stateDiagram-v2
{diagram}
```

| Step | From | To | Button | Who |
|---|---|---|---|---|
{rows}
{checks}"""


class Command(BaseCommand):
    help = "Write docs/workflows/*.md from the models; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **_options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "workflows"
        wanted = {folder / f"{model._meta.label_lower}.md": page(model) for model in workflows()}
        present = {path: path.read_text() for path in folder.glob("*.md")}
        if check and wanted != present:
            stale = {path for path, _ in wanted.items() ^ present.items()}
            names = ", ".join(sorted(path.name for path in stale))
            raise CommandError(f"Stale workflow diagrams: {names}. Run `make docs`.")
        if not check:
            write(folder, wanted, present)


def workflows() -> Iterator[type[models.Model]]:
    """Yield every model whose status moves by declared steps."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.fields}
        if isinstance(fields.get("status"), StatusField):
            yield model


def page(model: type[models.Model]) -> str:
    """Return the page of one model: its diagram, its steps and what they ask."""
    steps: dict[str, list[Any]] = {}
    for step in sorted(transitions_of(model), key=lambda step: (step.name, str(step.source))):
        steps.setdefault(step.name, []).append(step)
    return PAGE.format(
        name=model.__name__,
        german=model._meta.verbose_name,
        module=model.__module__,
        diagram="\n".join(diagram(model, steps)),
        rows="\n".join(row(name, same) for name, same in steps.items()),
        checks="".join(checks(name, same[0]) for name, same in steps.items()),
    )


def diagram(model: type[models.Model], steps: dict[str, list[Any]]) -> Iterator[str]:
    """Yield the lines of the diagram: states by their German names, then the arrows."""
    status = cast(models.Field, model._meta.get_field("status"))
    for value, label in status.flatchoices:
        yield f'    state "{label}" as {value}'
    yield f"    [*] --> {status.get_default()}"
    for step in (step for same in steps.values() for step in same):
        yield f"    {place(step.source)} --> {place(step.target)}: {step.name}"


def place(status: Any) -> str:
    """Name a status in a diagram; a step possible everywhere starts at `any`."""
    return "any" if status in ("*", "+") else str(status)


def row(name: str, same: list[Any]) -> str:
    """Return one line of the table of steps."""
    sources = ", ".join(place(step.source) for step in same)
    label = same[0].custom.get("label", "")
    who = getattr(same[0].permission, "__name__", "")
    return f"| {name} | {sources} | {place(same[0].target)} | {label} | {who} |"


def checks(name: str, step: Any) -> str:
    """List the rules the step asks, each by the first line of its description."""
    asked = step.custom.get("checks", ())
    if not asked:
        return ""
    lines = dict.fromkeys(
        f"- `{check.__name__}`: {(check.__doc__ or 'says what its name says').splitlines()[0]}"
        for check in asked
    )
    return f"\n## What `{name}` asks\n\n" + "\n".join(lines) + "\n"


def write(folder: Path, wanted: dict[Path, str], present: dict[Path, str]) -> None:
    """Write what is wanted and remove pages of models that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text)
    for path in present.keys() - wanted.keys():
        path.unlink()
