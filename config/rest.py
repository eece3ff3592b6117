"""How the API signs in, limits, reads and answers."""

from typing import Any

import environ

SPECTACULAR = {
    "TITLE": "Allmende API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}


def rest_framework(env: environ.Env) -> dict[str, Any]:
    """Return the settings of Django REST framework: closed unless a view opens itself."""
    return {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.SessionAuthentication",
            "applications.api.access.TokenAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticated",
            "applications.api.access.WithinScopes",
        ],
        "DEFAULT_THROTTLE_CLASSES": ["applications.api.access.TokenThrottle"],
        "DEFAULT_THROTTLE_RATES": {"token": env("ALLMENDE_API_RATE", default="600/min")},
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "PAGE_SIZE": 50,
        "COERCE_DECIMAL_TO_STRING": True,
        "EXCEPTION_HANDLER": "core.api.refuse",
    }
