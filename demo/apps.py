from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Builds the demonstration programme at any size."""

    name = "demo"
    verbose_name = "Vorführdaten"
    default_auto_field = "django.db.models.BigAutoField"
