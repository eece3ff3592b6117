"""From a finding to the place where it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from applications.models import Application
from applications.views.drafts import sections_for
from core.refusals import Finding

PLACES = {"plan": "#bilanz", "documents": "#hochladen"}


@dataclass(frozen=True)
class LinkedFinding:
    """A finding with the address of its field."""

    sentence: str
    url: str
    field: str = ""


def linked(application: Application, findings: Iterable[Finding]) -> list[LinkedFinding]:
    """Return the findings with addresses; what belongs to no section has none."""
    addresses = {
        section.code: section.url(application.key) for section in sections_for(application)
    }
    organisation = application.organisation.key
    addresses["confirmation"] = reverse("confirm_organisation", args=[organisation])
    return [
        LinkedFinding(finding.sentence, url_of(finding, addresses), finding.field)
        for finding in findings
    ]


def url_of(finding: Finding, addresses: dict[str, str]) -> str:
    if finding.section not in addresses:
        return ""
    place = PLACES.get(finding.section) or (f"#id_{finding.field}" if finding.field else "")
    return addresses[finding.section] + place
