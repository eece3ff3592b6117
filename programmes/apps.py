from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, guideline versions, calls, criteria, questions, budget by year."""

    name = "programmes"
    verbose_name = "Programme und Aufrufe"
    default_auto_field = "django.db.models.BigAutoField"
