"""From a finding to the place where it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from applications.models import Application
from applications.self_check import SelfCheck
from applications.views.drafts import sections_for
from core.refusals import Finding

PLACES = {"plan": "#bilanz", "documents": "#hochladen"}


@dataclass(frozen=True)
class LinkedFinding:
    """A finding with the address of its field."""

    sentence: str
    url: str
    field: str = ""
    slips: tuple["LinkedFinding", ...] = ()


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


def with_slips(application: Application, check: SelfCheck) -> list[LinkedFinding]:
    """Return what is open with addresses, each with the probable slips that explain it."""
    return [
        replace(one, slips=tuple(linked(application, check.explained.get(finding.code, ()))))
        for finding, one in zip(
            check.open_points, linked(application, check.open_points), strict=True
        )
    ]


def url_of(finding: Finding, addresses: dict[str, str]) -> str:
    if finding.section not in addresses:
        return ""
    return addresses[finding.section] + place_of_field(finding)


def place_of_field(finding: Finding) -> str:
    """Return what follows the section's address; a field may name its row: `3.ends_on`."""
    row, dot, name = finding.field.partition(".")
    if dot:
        return f"{row}/#id_{name}"
    if finding.field.startswith("amount-"):
        year = finding.field.rpartition("-")[2]
        return f"?jahr={year}#id_{finding.field}"
    return PLACES.get(finding.section) or (f"#id_{finding.field}" if finding.field else "")
