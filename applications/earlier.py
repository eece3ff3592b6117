"""The last round beside the section it concerns; a later app says it, the settings say which."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from applications.models import Application


def last_round(application: Application) -> dict[str, Any] | None:
    """Return call, outcome, total and criteria by code of the organisation's last round."""
    found: dict[str, Any] | None = import_string(settings.ALLMENDE_LAST_ROUND)(application)
    return found


def last_round_on(application: Application, criterion: Any) -> dict[str, Any] | None:
    """Return what the last round said about one criterion."""
    found = last_round(application) if criterion else None
    entry = found["criteria"].get(criterion.code) if found else None
    return {"call": found["call"], **entry} if found and entry else None
