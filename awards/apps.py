from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """What follows an approval: the award and its notice."""

    name = "awards"
    verbose_name = "Zuwendungen"
    default_auto_field = "django.db.models.BigAutoField"
