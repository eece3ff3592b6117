"""Admitted applications and reviewers for the tests of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Organisation, Person, Role
from applications.actions.submission import Handover, freeze_submission
from applications.models import (
    Answer,
    Application,
    ChosenTopic,
    Partner,
    PlanAmount,
    PlanLine,
    Project,
)
from core import clock
from evaluation import actions
from evaluation.actions.reviewing import Judgement
from evaluation.models import Assignment, Candidacy, Review, Reviewer, ReviewerExpertise
from programmes.models import CallVersion
from tests import cast
from tests.recorded import recorded

REASON = (
    "Die Darstellung ist nachvollziehbar, die Quellen sind belastbar und die Lücken benannt. " * 2
)


@recorded
@transaction.atomic
def admitted(
    version: CallVersion,
    name: str = "Eberswalde",
    *,
    amount: Decimal = Decimal(1_000_000),
    topics: tuple[str, ...] = ("wasser", "mobilitaet"),
    partners: tuple[Organisation | str, ...] = (),
    **fields: Any,
) -> Application:
    """Return an admitted application of that town, with a frozen submission."""
    town = cast.town(name, **fields)
    application = Application.objects.create(
        call_version=version, organisation=town, status=Application.Status.ADMITTED
    )
    Project.objects.create(application=application, title=f"Kühle Wege für {name}")
    ChosenTopic.objects.bulk_create(
        ChosenTopic(application=application, code=code) for code in topics
    )
    for partner in partners:
        known = partner if isinstance(partner, Organisation) else None
        label, kind = (known.name, known.kind) if known else (partner, "company")
        Partner.objects.create(
            application=application, organisation=known, name=label, kind=kind, role="Betrieb"
        )
    for question in version.questions.filter(kind="text", criterion__isnull=False):
        text = f"{name} beschreibt {question.code}."
        Answer.objects.create(application=application, code=question.code, value=text)
    plan(application, amount)
    number = f"DSR-{version.first_year}-{application.pk:04d}"
    application.receipt_number = number
    freeze_submission(application, Handover(clock.now()), by=signatory(town))
    return application


def plan(application: Application, grant: Decimal) -> None:
    """Give the application a plan that asks for this grant."""
    year = application.call_version.first_year
    for side, kind, amount in (("expense", "services", 2 * grant), ("financing", "grant", grant)):
        line = PlanLine.objects.create(application=application, side=side, kind=kind)
        PlanAmount.objects.create(line=line, year=year, amount=amount)


def signatory(town: Organisation) -> Person:
    return cast.person(f"Zoe {town.name}", Role.SIGNATORY, town)


def reviewer(name: str = "Gerda Gutachten", **fields: Any) -> Reviewer:
    """Return a reviewer of the pool, from Hamburg unless told otherwise."""
    expertise: Mapping[str, int] = fields.pop("expertise", {})
    person = cast.person(name, Role.REVIEWER)
    row = Reviewer.objects.create(person=person, **{"land": "HH", **fields})
    ReviewerExpertise.objects.bulk_create(
        ReviewerExpertise(reviewer=row, topic_code=code, level=level)
        for code, level in expertise.items()
    )
    return row


@recorded
def candidacy(version: CallVersion, name: str = "Eberswalde", **options: Any) -> Candidacy:
    """Return the candidacy of an admitted application."""
    application = admitted(version, name, **options)
    actions.open_candidacies(version, by=cast.officer())
    return Candidacy.objects.get(application=application)


@recorded
def in_review(version: CallVersion, *reviewers: Reviewer, name: str = "Eberswalde") -> Candidacy:
    """Return a candidacy whose reviewers are assigned, have declared and may write."""
    one = candidacy(version, name)
    for somebody in reviewers:
        assignment = actions.assign_reviewer(one, somebody, by=cast.officer())
        actions.declare(assignment, by=somebody.person, answer="clear")
    return actions.start_review(one, by=cast.officer())


def judgements(version: CallVersion, points: int | Mapping[str, int] = 4) -> dict[str, Judgement]:
    """Return a complete judgement: the same points everywhere, or by criterion (else 4)."""
    by_code = points if isinstance(points, Mapping) else {}
    default = 4 if isinstance(points, Mapping) else points
    return {
        criterion.code: Judgement(Decimal(by_code.get(criterion.code, default)), REASON)
        for criterion in version.criteria.all()
    }


def submitted(assignment: Assignment, points: int | Mapping[str, int] = 4) -> Review:
    """Return the assignment's review, written and handed in."""
    by = assignment.reviewer.person
    version = assignment.candidacy.application.call_version
    review = actions.record_review(
        assignment, by=by, version=0, judgements=judgements(version, points)
    )
    return actions.submit_review(review, by=by)


@recorded
def reviewed(
    version: CallVersion, name: str, *points: int | Mapping[str, int], **options: Any
) -> Candidacy:
    """Return a candidacy with as many reviews as points are given, closed."""
    one = candidacy(version, name, **options)
    pool = [pooled(number) for number in range(len(points))]
    for somebody in pool:
        assignment = actions.assign_reviewer(one, somebody, by=cast.officer())
        actions.declare(assignment, by=somebody.person, answer="clear")
    actions.start_review(one, by=cast.officer())
    for assignment, given in zip(one.assignments.order_by("pk"), points, strict=True):
        submitted(assignment, given)
    return actions.close_review(one, by=cast.officer(), note="Ein drittes Gutachten ist unnötig.")


def pooled(number: int) -> Reviewer:
    """Return the n-th reviewer of a pool that is created when needed."""
    name = f"Gutachten {number}"
    found = Reviewer.objects.filter(person__name=name).first()
    return found or reviewer(name, capacity=1000)


def secret(word: str) -> Judgement:
    """Return a judgement that can be recognised wherever it appears."""
    return Judgement(Decimal(4), f"{word} {REASON}", f"{word} als Notiz")
