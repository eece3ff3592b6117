from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reads everything, writes only its own tables: figures, reports, exports."""

    name = "reporting"
    verbose_name = "Auswertung"
    default_auto_field = "django.db.models.BigAutoField"
