from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Reviewers, conflicts, assignment, reviews, ranking, funding decision."""

    name = "evaluation"
    verbose_name = "Begutachtung und Auswahl"
    default_auto_field = "django.db.models.BigAutoField"
