"""Funded projects as open data: lines in the layout of the Förderkatalog, and their metadata.

The layout is that of the federal Förderkatalog's own export; no package carries a schema for it,
so it is not validated. The metadata hold every property that DCAT-AP.de 2.0 calls mandatory for
catalogue, data set and distribution, except dcatde:contributorID, which GovData assigns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.laender import LAENDER
from awards.models import Award

# Terms of foreign vocabularies say here what they are, so that a validator need not fetch them.
LICENCE = {
    "@id": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "@type": "dct:LicenseDocument",
}
EU = "http://publications.europa.eu/resource/authority/"
GERMAN = {"@id": f"{EU}language/DEU", "@type": "dct:LinguisticSystem"}
GOVERNMENT = {"@id": f"{EU}data-theme/GOVE"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "@language": "de",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
PLACE = ("Gemeindekennziffer", "Stadt/Gemeinde", "Ort", "Bundesland", "Staat")
# The columns of the Förderkatalog's own export, in its order; the place of the recipient stands
# there twice, the second time as that of the office that carries the project out.
HEAD = (
    *("FKZ", "Ressort", "Referat", "PT", "Arb.-Einh.", "Zuwendungsempfänger"),
    *PLACE,
    "Ausführende Stelle",
    *PLACE,
    *("Thema", "Leistungsplansystematik", "Klartext Leistungsplansystematik"),
    *("Laufzeit von", "Laufzeit bis", "Fördersumme in EUR"),
    *("Förderprofil", "Verbundprojekt", "Förderart"),
)
FORMATS = {
    "csv": ("text/csv", "CSV"),
    "json": ("application/json", "JSON"),
    "atom": ("application/atom+xml", "ATOM"),
}


def awards() -> QuerySet[Award]:
    """Return the funded projects with what a line needs."""
    application = "decision__candidacy__application"
    parts = ("organisation", f"{application}__project", f"{application}__call_version__call")
    return Award.objects.select_related(*parts).order_by("funding_code")


def line(award: Award) -> tuple[Any, ...]:
    """Return one project in the order of HEAD; blank is what no table here holds."""
    organisation, project = award.organisation, award.decision.candidacy.application.project
    town = "" if organisation.kind == organisation.Kind.DISTRICT else organisation.name
    place = (
        *(organisation.ags, organisation.name, town),
        *(LAENDER.get(organisation.land, ""), "Deutschland"),
    )
    call = award.call_version.call
    return (
        *(award.funding_code, settings.ALLMENDE_PROGRAMME_NAME, "", "", ""),
        *(organisation.name, *place),
        *(organisation.name, *place),
        *(project.title, call.slug, call.title),
        *(award.starts_on, award.ends_on, award.amount),
        *(project.get_phase_display(), "", "Projektförderung"),
    )


def records() -> Iterator[dict[str, Any]]:
    """Yield the same lines by name, without blanks; money as text, days as ISO 8601.

    The second place has a name of its own: in JSON no name stands twice.
    """
    second = HEAD.index("Ausführende Stelle")
    names = [
        f"Ausführende Stelle: {name}" if place > second and name in PLACE else name
        for place, name in enumerate(HEAD)
    ]
    for award in awards():
        values = zip(names, line(award), strict=True)
        yield {name: str(value) for name, value in values if value not in (None, "")}


def catalogue(addresses: dict[str, str], page: str) -> dict[str, Any]:
    """Return the metadata as DCAT-AP.de in JSON-LD; `addresses` by ending."""
    shared = {"dct:publisher": publisher(page), "dct:language": GERMAN}
    dataset = {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:title": "Geförderte Vorhaben",
        "dct:description": "Alle bewilligten Vorhaben mit Ort, Laufzeit und Fördersumme.",
        "dct:identifier": {"@value": page},
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        **shared,
        "dcat:theme": GOVERNMENT,
        "dcat:distribution": [distribution(*one) for one in addresses.items()],
    }
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": f"{page}#katalog",
        "dct:title": f"Offene Daten: {settings.ALLMENDE_PROGRAMME_NAME}",
        "dct:description": "Geförderte Vorhaben des Programms zum Weiterverwenden.",
        **shared,
        "dct:license": LICENCE,
        "dcat:dataset": [dataset],
    }


def publisher(page: str) -> dict[str, Any]:
    """Return who publishes, as one thing that catalogue and data set share."""
    return {
        "@type": ["foaf:Agent", "foaf:Organization"],
        "@id": f"{page}#herausgeber",
        "foaf:name": settings.ALLMENDE_PROGRAMME_NAME,
    }


def distribution(ending: str, address: str) -> dict[str, Any]:
    """Return one file of the data set as DCAT-AP.de describes it."""
    kind, name = FORMATS[ending]
    return {
        "@type": "dcat:Distribution",
        "@id": address,
        "dct:title": f"Geförderte Vorhaben ({name})",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{MEDIA}{kind}", "@type": "dct:MediaType"},
        "dct:license": LICENCE,
    }
