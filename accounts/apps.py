from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations with the official directory, memberships and roles."""

    name = "accounts"
    verbose_name = "Konten und Organisationen"
    default_auto_field = "django.db.models.BigAutoField"
