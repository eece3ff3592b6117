"""What is published of a selection: funded projects, criteria, jury, deviations from rank.

Rejected applicants stay unnamed: where the jury left the ranking to somebody's disadvantage, only
the rank and the reason are public.
"""

from __future__ import annotations

from typing import Any

from awards.models import Award
from evaluation.models import PanelItem, PanelSeat, PanelSession
from programmes.models import CallVersion

PARTS = ("organisation", "decision__candidacy__application__project")


def list_of(version: CallVersion) -> dict[str, Any]:
    """Return the content of the public page."""
    return {
        "call": version.call.title,
        "projects": projects_of(version),
        "criteria": [
            {"code": one.code, "name": one.name, "weight": one.weight}
            for one in version.criteria.all()
        ],
        "fundable_total": version.fundable_total,
        "jury": jury_of(version),
        "deviations": deviations_of(version),
    }


def awards_of(version: CallVersion) -> Any:
    """Return the awards whose notice was sent."""
    rows = Award.objects.filter(
        decision__candidacy__application__call_version__call=version.call_id
    )
    return rows.filter(notices__isnull=False).distinct()


def projects_of(version: CallVersion) -> list[dict[str, Any]]:
    rows = awards_of(version).select_related(*PARTS).order_by("organisation__name", "pk")
    return [
        {
            "key": award.key,
            "title": award.decision.candidacy.application.project.title,
            "organisation": award.organisation.name,
            "land": award.organisation.land,
            "amount": award.amount,
        }
        for award in rows
    ]


def sessions_of(version: CallVersion) -> Any:
    """Return the sessions whose minutes are signed."""
    return PanelSession.objects.filter(
        ranking__call_version=version, status=PanelSession.Status.RECORDED
    )


def jury_of(version: CallVersion) -> list[dict[str, str]]:
    """Return everybody with a vote once, with the institution that sent them."""
    rows = PanelSeat.objects.filter(session__in=sessions_of(version))
    found = {
        (seat.person.name, seat.sent_by.name): seat.get_role_display()
        for seat in rows.select_related("person", "sent_by").order_by("person__name", "pk")
        if seat.may_vote
    }
    return [{"name": name, "sent_by": by, "role": role} for (name, by), role in found.items()]


def deviations_of(version: CallVersion) -> list[dict[str, Any]]:
    """Return where the jury left the ranking, with names of funded applicants only."""
    funded = set(awards_of(version).values_list("decision__candidacy", flat=True))
    rows = PanelItem.objects.filter(session__in=sessions_of(version)).exclude(result="")
    rows = rows.select_related("candidacy__application__organisation", "session__ranking")
    return [
        {
            "position": point.session.ranking.places.get(candidacy=point.candidacy_id).position,
            "who": point.candidacy.application.organisation.name
            if point.candidacy_id in funded
            else "",
            "expected": point.get_expected_display(),
            "result": point.get_result_display(),
            "reason": point.deviation_reason,
        }
        for point in rows.order_by("number")
        if point.deviates
    ]
