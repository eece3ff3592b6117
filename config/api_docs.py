"""The API page: what the generated schema says, in German and inside our own frame."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from accounts.models import APPLICANT_ROLES
from accounts.permissions import has_role
from config.api_examples import example

# The parts of the API in the order of the page; a part is the first word of its addresses.
PARTS = {
    "aufrufe": gettext_lazy("Förderaufrufe"),
    "antraege": gettext_lazy("Anträge"),
    "gefoerdert": gettext_lazy("Geförderte Vorhaben"),
    "kennzahlen": gettext_lazy("Kennzahlen"),
    "zuteilungen": gettext_lazy("Zuteilungen und eigene Gutachten"),
    "rangfolgen": gettext_lazy("Rangfolgen"),
    "berechnungen": gettext_lazy("Berechnungen"),
}
JSON = "application/json"
REFUSAL = {"$ref": "#/components/schemas/Findings"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: its name, what it means and which values it takes."""

    name: str
    meaning: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Endpoint:
    """One address and method, with an example of what is sent and what comes back."""

    id: str
    method: str
    path: str
    title: str
    text: str
    is_public: bool
    parameters: tuple[Parameter, ...]
    sent: str
    received: str


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters and an example."""
    language = get_language() or "de"
    parts = [
        {"id": part, "title": title, "endpoints": endpoints(language)[part]}
        for part, title in PARTS.items()
    ]
    refusal = as_json(REFUSAL, schema(language))
    may_have_keys = not request.user.is_authenticated or has_role(request.user, *APPLICANT_ROLES)
    context = {"parts": parts, "refusal": refusal, "may_have_keys": may_have_keys}
    return render(request, "public/api_docs.html", context)


@cache
def schema(language: str) -> Mapping[str, Any]:
    """The schema never changes while the program runs, only with the language of its texts."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))


@cache
def endpoints(language: str) -> dict[str, list[Endpoint]]:
    """Return all endpoints of the schema by part."""
    found: dict[str, list[Endpoint]] = {}
    for path, methods in schema(language)["paths"].items():
        for method, operation in methods.items():
            part = operation["tags"][0]
            found.setdefault(part, []).append(endpoint(method, path, operation, schema(language)))
    return found


def endpoint(
    method: str, path: str, operation: Mapping[str, Any], whole: Mapping[str, Any]
) -> Endpoint:
    """Return one operation of the schema as the page shows it."""
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    answer = operation["responses"]["200"]["content"].get(JSON)
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        title=str(operation["summary"]),
        text=str(operation.get("description", "")),
        is_public={} in operation.get("security", []),
        parameters=tuple(parameters(operation)),
        sent=as_json(body["schema"], whole) if body else "",
        received=as_json(answer["schema"], whole) if answer else "",
    )


def parameters(operation: Mapping[str, Any]) -> Iterator[Parameter]:
    """Yield the parameters; those in the path first. `-title` is said once for all sorting."""
    known = {"key": _("Kennung des Antrags"), "slug": _("Kurzname des Aufrufs")}
    known |= {"id": _("Nummer der Kennzahl"), "page": _("Seite, je 50 Einträge")}
    known |= {"rows": _("Art der Einträge"), "number": _("Nummer des Eintrags")}
    known |= {"version": _("Fassung, wie Sie sie gelesen haben")}
    known |= {"section": _("Kennung des Abschnitts"), "document": _("Kennung der Unterlage")}
    for parameter in sorted(operation.get("parameters", []), key=lambda p: p["in"] != "path"):
        meaning = str(parameter.get("description", "")).split("\n", 1)[0]
        kind = parameter["schema"]
        values = kind.get("enum") or kind.get("items", {}).get("enum", [])
        shown = tuple(str(value) for value in values if not str(value).startswith("-"))
        yield Parameter(parameter["name"], known.get(parameter["name"], meaning), shown)


def as_json(of: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Return an example as indented JSON."""
    value = example(of, whole["components"]["schemas"])
    return json.dumps(value, ensure_ascii=False, indent=2)
