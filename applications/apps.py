from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The municipality's side: draft, plan, documents, checks, submission, receipt."""

    name = "applications"
    verbose_name = "Anträge"
    default_auto_field = "django.db.models.BigAutoField"
