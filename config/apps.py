"""Register the start-up checks; config has no models."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "config"
    verbose_name = "Allmende"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (importing registers them)
