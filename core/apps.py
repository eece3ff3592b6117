import os

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on: workflow, audit, clock, files, snapshots, jobs."""

    name = "core"
    verbose_name = "Grundlagen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read workbooks with the fast parser; what it could be fooled by, core.hostile refuses."""
        os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
