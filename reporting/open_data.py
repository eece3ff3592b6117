"""Funded projects as open data: lines in the layout of the Förderkatalog, and their metadata.

The layout is that of the federal Förderkatalog's own export; no package carries a schema for it
or for DCAT-AP.de, so neither is validated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.laender import LAENDER
from awards.models import Award

LICENCE = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
HEAD = (
    *(
        "FKZ",
        "Ressort",
        "Zuwendungsempfänger",
        "Gemeindekennziffer",
        "Stadt/Gemeinde",
        "Bundesland",
    ),
    *("Staat", "Thema", "Laufzeit von", "Laufzeit bis", "Fördersumme in EUR", "Förderart"),
)
FORMATS = {
    "csv": ("text/csv", "CSV"),
    "json": ("application/json", "JSON"),
    "atom": ("application/atom+xml", "ATOM"),
}


def awards() -> QuerySet[Award]:
    """Return the funded projects with what a line needs."""
    parts = ("organisation", "decision__candidacy__application__project")
    return Award.objects.select_related(*parts).order_by("funding_code")


def line(award: Award) -> tuple[Any, ...]:
    """Return one project in the order of HEAD."""
    place = award.organisation
    return (
        award.funding_code,
        settings.ALLMENDE_PROGRAMME_NAME,
        place.name,
        place.ags,
        place.name,
        LAENDER.get(place.land, ""),
        "Deutschland",
        award.decision.candidacy.application.project.title,
        award.starts_on,
        award.ends_on,
        award.amount,
        "Projektförderung",
    )


def records() -> Iterator[dict[str, Any]]:
    """Yield the same lines by name; money as text, days as ISO 8601."""
    for award in awards():
        values = dict(zip(HEAD, line(award), strict=True))
        yield {name: value if value is None else str(value) for name, value in values.items()}


def catalogue(addresses: dict[str, str], page: str) -> dict[str, Any]:
    """Return the metadata as DCAT-AP.de in JSON-LD; `addresses` by ending."""
    publisher = {"@type": "foaf:Organization", "foaf:name": settings.ALLMENDE_PROGRAMME_NAME}
    distributions = [
        {
            "@type": "dcat:Distribution",
            "@id": address,
            "dct:title": f"Geförderte Vorhaben ({FORMATS[ending][1]})",
            "dcat:accessURL": {"@id": address},
            "dcat:downloadURL": {"@id": address},
            "dcat:mediaType": FORMATS[ending][0],
            "dct:license": {"@id": LICENCE},
        }
        for ending, address in addresses.items()
    ]
    dataset = {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:title": "Geförderte Vorhaben",
        "dct:description": "Alle bewilligten Vorhaben mit Ort, Laufzeit und Fördersumme.",
        "dct:publisher": publisher,
        "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE"},
        "dcat:distribution": distributions,
    }
    return {"@context": CONTEXT, "@type": "dcat:Catalog", "dcat:dataset": [dataset]}
