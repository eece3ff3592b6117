"""Load the facts that the rules of assignment judge, in a handful of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django.db.models import Prefetch, QuerySet

from accounts.models import (
    APPLICANT_ROLES,
    OFFICE_ROLES,
    VISITOR_ROLES,
    Membership,
    Organisation,
    Person,
    Role,
)
from applications.models import Application, Guest, PartnerPerson
from core import clock
from evaluation.conflicts import Body, Bond, CaseFacts, ReviewerFacts
from evaluation.links import links_of
from evaluation.models import Assignment, Candidacy, PairRule, Reviewer
from evaluation.permissions import may_assign
from programmes.models import CallVersion, Topic

TIES_LAST = timedelta(days=3 * 365)  # as the declaration says: advice of the last three years
OPEN = (Candidacy.Status.ADMITTED, Candidacy.Status.IN_REVIEW)
OWN_ROLES = APPLICANT_ROLES | VISITOR_ROLES
PAST = {
    Assignment.Status.ASSIGNED: "Ist bereits zugeteilt.",
    Assignment.Status.CLEARED: "Ist bereits zugeteilt.",
    Assignment.Status.UNSURE: "Ist bereits zugeteilt, Befangenheit ist offen.",
    Assignment.Status.CONFLICTED: "Ist für diesen Antrag befangen.",
    Assignment.Status.DECLINED: "Hat diesen Antrag abgelehnt.",
}


def reviewers_of(version: CallVersion) -> list[ReviewerFacts]:
    """Return the whole pool, with everybody's load in this call."""
    loads = loads_in(version)
    memberships = memberships_by_person()
    rows = Reviewer.objects.select_related("person", "employer", "home")
    rows = rows.prefetch_related("expertise", "ties__organisation").order_by("person__name", "pk")
    pool = list(rows)
    stations = {one.pk: stations_of(one, memberships.get(one.person_id, [])) for one in pool}
    links = links_of(pool, stations)
    return [
        facts_of(one, memberships.get(one.person_id, []), loads[one.pk], links[one.pk])
        for one in pool
    ]


def stations_of(reviewer: Reviewer, memberships: list[Membership]) -> set[int]:
    """Return the organisations a reviewer works for."""
    own = {m.organisation_id for m in memberships if m.role in OWN_ROLES}
    return own | ({reviewer.employer_id} if reviewer.employer_id else set())


def loads_in(version: CallVersion) -> Counter[int]:
    """Return how many counting assignments each reviewer has in this call."""
    counting = Assignment.objects.counting().filter(
        candidacy__application__call_version__call=version.call_id
    )
    return Counter(counting.values_list("reviewer", flat=True))


def memberships_by_person() -> dict[int, list[Membership]]:
    """Return what the people of the pool are today, except reviewer."""
    found: dict[int, list[Membership]] = {}
    rows = Membership.objects.valid().filter(person__reviewer__isnull=False)
    for row in rows.exclude(role=Role.REVIEWER).select_related("organisation"):
        found.setdefault(row.person_id, []).append(row)
    return found


def facts_of(
    reviewer: Reviewer,
    memberships: list[Membership],
    load: int,
    links: list[tuple[str, Organisation]],
) -> ReviewerFacts:
    return ReviewerFacts(
        key=reviewer.key,
        name=reviewer.person.name,
        land=reviewer.land,
        capacity=reviewer.capacity,
        person_key=reviewer.person.key,
        load=load,
        hindrance=reviewer.hindrance,
        in_office=any(m.role in OFFICE_ROLES for m in memberships),
        employer=reviewer.employer.name if reviewer.employer else "",
        bonds=(
            *bonds_of(reviewer, memberships),
            *(Bond(why, body_of(organisation), is_direct=False) for why, organisation in links),
        ),
        expertise={row.topic_code: row.level for row in reviewer.expertise.all()},
    )


def bonds_of(reviewer: Reviewer, memberships: list[Membership]) -> Iterator[Bond]:
    """Yield the organisations a reviewer is bound to."""
    if reviewer.employer:
        yield Bond("Arbeitgeber", body_of(reviewer.employer))
    if reviewer.home:
        yield Bond("Wohnort", body_of(reviewer.home))
    for membership in memberships:
        if membership.role in OWN_ROLES:
            yield Bond("Mitgliedschaft", body_of(membership.organisation))
    for tie in reviewer.ties.all():
        if tie.ended_on is None or tie.ended_on > clock.today() - TIES_LAST:
            yield Bond(tie.get_kind_display(), body_of(tie.organisation))


def with_facts(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Load what `case_of` reads."""
    return candidacies.select_related(
        "application__organisation", "application__call_version"
    ).prefetch_related(
        "application__partners__organisation",
        "application__topics",
        "assignments__reviewer__employer",
        Prefetch("pair_rules", PairRule.objects.in_force().select_related("reviewer")),
        Prefetch("application__guests", Guest.objects.select_related("invitation__accepted_by")),
        Prefetch(
            "application__partner_people",
            PartnerPerson.objects.select_related("invitation__accepted_by"),
        ),
    )


def open_candidacies(user: Any, version: CallVersion) -> QuerySet[Candidacy]:
    """Return the candidacies of a call that may get reviewers."""
    visible = Candidacy.objects.visible_to(user)
    return visible.filter(application__call_version__call=version.call_id, status__in=OPEN)


def cases_open_to(user: Any, version: CallVersion) -> list[CaseFacts]:
    """Return the cases this person may assign, leaving out an own one."""
    rows = with_facts(open_candidacies(user, version)).order_by("application__receipt_number")
    return [case_of(row) for row in rows if may_assign(row, user)]


def guests_of(application: Application) -> list[Person]:
    """Return who accepted an invitation to read the draft, or to work on it for a partner."""
    invited = [*application.guests.all(), *application.partner_people.all()]
    people = [cast(Any, one).invitation.accepted_by for one in invited]
    return [person for person in people if person]


def case_of(candidacy: Candidacy) -> CaseFacts:
    application = candidacy.application
    version = application.call_version
    return CaseFacts(
        key=candidacy.key,
        name=f"{application} {application.organisation}",
        applicant=body_of(application.organisation),
        partners=tuple(
            body_of(partner.organisation) if partner.organisation else Body(partner.name)
            for partner in application.partners.all()
        ),
        same_land_allowed=version.reviewers_from_same_land,
        expert_level=version.expert_level,
        per_employer=version.reviews_per_employer,
        guest_keys=frozenset(person.key for person in guests_of(application)),
        guest_bodies=tuple(Body(guest.body) for guest in application.guests.all()),
        **staff_of(candidacy),
        **topics_of(application),
        **pair_rules_of(candidacy),
    )


def staff_of(candidacy: Candidacy) -> dict[str, Any]:
    """Return whom the candidacy has, had and still needs."""
    everybody = list(candidacy.assignments.all())
    counting = [one for one in everybody if one.status in Assignment.COUNTING]
    needed = candidacy.application.call_version.reviews_per_application
    return {
        "missing": max(0, needed - len(counting)),
        "past": {one.reviewer.key: PAST[one.status] for one in everybody if one.status in PAST},
        "held": tuple(one.reviewer.key for one in counting),
        "held_employers": tuple(
            one.reviewer.employer.name for one in counting if one.reviewer.employer
        ),
        "unbegun": tuple(unbegun_by(candidacy)),
    }


def topics_of(application: Application) -> dict[str, Any]:
    """Return the chosen topics, and the leading ones among them."""
    chosen = list(application.topics.all())
    return {
        "topics": tuple(topic.code for topic in chosen),
        "main_topics": tuple(topic.code for topic in chosen if topic.is_primary),
    }


def pair_rules_of(candidacy: Candidacy) -> dict[str, Any]:
    """Return whom the office fixed and whom it forbade, each with its reason."""
    rules = list(candidacy.pair_rules.all())
    return {
        str(kind): {rule.reviewer.key: rule.reason for rule in rules if rule.kind == kind}
        for kind in PairRule.Kind.values
    }


def unbegun_by(candidacy: Candidacy) -> Iterator[str]:
    """Yield the keys of those who are asked and have not declared anything."""
    for assignment in candidacy.assignments.all():
        if assignment.status == Assignment.Status.ASSIGNED:
            yield assignment.reviewer.key


def body_of(organisation: Organisation) -> Body:
    return Body(
        name=organisation.name,
        pk=organisation.pk,
        land=organisation.land,
        district_key=organisation.district_key,
        union=organisation.union_id,
    )


def topic_names() -> dict[str, str]:
    """Return the action fields of all published calls, by code."""
    published = CallVersion.Status.PUBLISHED
    rows = Topic.objects.filter(
        call_version__status=published, kind=Topic.Kind.ACTION_FIELD
    ).order_by("call_version", "position", "pk")
    return dict(rows.values_list("code", "name"))
