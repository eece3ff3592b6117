"""What the system knows of a jury member's ties to an application: proposed as recusals."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Membership
from evaluation.conflicts import Bond, ReviewerFacts, conflicts
from evaluation.models import Assignment, Candidacy, PanelSeat
from evaluation.pool import OWN_ROLES, body_of, case_of, reviewers_of, with_facts
from programmes.models import CallVersion

HAS_JUDGED = "Hat diesen Antrag begutachtet."


def found_conflicts(
    version: CallVersion, seats: list[PanelSeat]
) -> Iterator[tuple[PanelSeat, Candidacy, str]]:
    """Yield each pair of seat and candidacy that is out, with the sentence that says why."""
    pool = {facts.person_key: facts for facts in reviewers_of(version)}
    people = [(seat, facts_of(seat, pool.get(seat.person.key))) for seat in seats]
    candidacies = with_facts(
        Candidacy.objects.filter(application__call_version__call=version.call_id)
    )
    for candidacy in candidacies:
        case = case_of(candidacy)
        judges = judges_of(candidacy)
        for seat, facts in people:
            sentences = [str(finding) for finding in conflicts(facts, case)]
            if facts.key in judges:
                sentences = [HAS_JUDGED, *(s for s in sentences if "zugeteilt" not in s)]
            if sentences:
                yield seat, candidacy, " ".join(dict.fromkeys(sentences))


def judges_of(candidacy: Candidacy) -> set[str]:
    """Return the keys of the reviewers who are asked to judge this candidacy."""
    counting = Assignment.COUNTING
    return {a.reviewer.key for a in candidacy.assignments.all() if a.status in counting}


def facts_of(seat: PanelSeat, reviewer: ReviewerFacts | None) -> ReviewerFacts:
    """Return the member as the rules of assignment see a person; the Land bars nobody here."""
    rows = Membership.objects.valid().filter(person=seat.person, role__in=OWN_ROLES)
    own = [Bond("Mitgliedschaft", body_of(row.organisation)) for row in rows]
    known = reviewer.bonds if reviewer else ()
    return ReviewerFacts(
        key=reviewer.key if reviewer else f"seat-{seat.key}",
        name=seat.person.name,
        land="",
        capacity=0,
        person_key=seat.person.key,
        bonds=(Bond("Entsendende Stelle", body_of(seat.sent_by)), *own, *known),
    )
