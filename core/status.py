"""The column of a status, as every record with a workflow has it."""

from typing import Any

from django_fsm import FSMField


class StatusField(FSMField):
    """A status that nobody sets: only transitions move it (see core/workflow.py).

    Migrations know it as a plain text column. Old models have no transitions, and every
    `FSMField` listens to every model that is made: hundreds of them, made anew after each step,
    would take longer than the rest of all migrations.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "protected": True})

    def deconstruct(self) -> tuple[Any, Any, Any, Any]:
        """Return what migrations write: a `CharField`."""
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["protected"]
        return name, "django.db.models.CharField", args, kwargs
