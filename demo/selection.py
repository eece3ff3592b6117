"""The selection of the demonstration, played through the same actions as by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from applications.finance import plan_of, terms_of
from applications.models import Application
from awards.actions import approve_award
from demo.cases import Case, points_of, reason_for
from demo.people import Office
from evaluation import actions
from evaluation.actions.deciding import (
    Proposal,
    approve_rejection,
    co_sign_decision,
    propose_decision,
)
from evaluation.actions.reviewing import Judgement
from evaluation.conflicts import ReviewerFacts, obstacles
from evaluation.models import Assignment, Candidacy, FundingDecision, Reviewer
from evaluation.pool import case_of, reviewers_of, with_facts
from evaluation.standings import available_budget
from programmes.models import CallVersion

NO_THIRD_REVIEW = "Die Abweichung betrifft einzelne Kriterien und ist besprochen."
LEFT_UNDECIDED = 3  # in every state of the four eyes something is left to play with
OUTCOME = FundingDecision.Outcome


def play_selection(
    version: CallVersion, cases: Mapping[int, Case], office: Office, rng: random.Random
) -> None:
    """Assign, declare, review, close, rank and decide one call."""
    actions.open_candidacies(version, by=office.officer)
    assign(version, office)
    actions.start_reviews(version, by=office.officer)
    review_all(version, cases, rng)
    for candidacy in waiting(version):
        actions.close_review(candidacy, by=office.officer, note=NO_THIRD_REVIEW)
    actions.freeze_ranking(
        version, by=office.officer, budget=available_budget(version), draw_lot=True
    )
    decide(version, office)


def waiting(version: CallVersion) -> Sequence[Candidacy]:
    mine = Candidacy.objects.filter(application__call_version=version)
    return list(mine.filter(status=Candidacy.Status.IN_REVIEW).order_by("pk"))


def assign(version: CallVersion, office: Office) -> None:
    """Give every candidacy the reviewers with the least load who have no conflict."""
    reviewers = {reviewer.key: reviewer for reviewer in Reviewer.objects.all()}
    pool = {facts.key: facts for facts in reviewers_of(version)}
    load = dict.fromkeys(pool, 0)
    pairs = []
    open_cases = Candidacy.objects.filter(
        application__call_version=version, status=Candidacy.Status.ADMITTED
    )
    for candidacy in with_facts(open_cases.order_by("pk")):
        for key in free_reviewers(pool, load, candidacy)[: version.reviews_per_application]:
            load[key] += 1
            pairs.append((candidacy, reviewers[key]))
    actions.assign_reviewers(pairs, by=office.officer)


def free_reviewers(
    pool: Mapping[str, ReviewerFacts], load: Mapping[str, int], candidacy: Candidacy
) -> list[str]:
    """Reviewers without conflict, the least busy first."""
    case = case_of(candidacy)
    free = [key for key, facts in pool.items() if not list(obstacles(facts, case))]
    return sorted(free, key=lambda key: (load[key], pool[key].name))


def review_all(version: CallVersion, cases: Mapping[int, Case], rng: random.Random) -> None:
    """Every reviewer declares, scores every criterion with reasons, and submits."""
    names = {c.code: c.name for c in version.criteria.all()}
    maxima = {c.code: c.maximum for c in version.criteria.all()}
    severities = {pk: rng.gauss(0, 1) for pk in Reviewer.objects.values_list("pk", flat=True)}
    mine = Assignment.objects.filter(candidacy__application__call_version=version)
    for assignment in mine.select_related("reviewer__person", "candidacy").order_by("pk"):
        case = cases[assignment.candidacy.application_id]
        person = assignment.reviewer.person
        actions.declare(assignment, by=person, answer="clear")
        points = points_of(case, severities[assignment.reviewer_id], maxima, rng)
        judgements = {
            code: Judgement(value, reason_for(value, names[code])) for code, value in points.items()
        }
        review = actions.record_review(assignment, by=person, version=0, judgements=judgements)
        actions.submit_review(review, by=person)


def decide(version: CallVersion, office: Office) -> None:
    """Award above the line, reject below; leave a few in each state of the four eyes."""
    ranked = Candidacy.objects.filter(
        application__call_version=version, status=Candidacy.Status.RANKED
    )
    in_order = list(ranked.order_by("places__position", "pk"))
    for number, candidacy in enumerate(in_order):
        left = len(in_order) - number
        if left == 1 and len(in_order) > LEFT_UNDECIDED:
            return
        decision = propose_decision(candidacy, proposal_for(candidacy), by=office.officer)
        if left == LEFT_UNDECIDED - 1 and len(in_order) > LEFT_UNDECIDED:
            continue
        decision = co_sign_decision(decision, by=office.budget_officer)
        if left == LEFT_UNDECIDED and len(in_order) > LEFT_UNDECIDED:
            continue
        approve = approve_award if decision.outcome == OUTCOME.AWARD else approve_rejection
        approve(decision, by=office.head_of_unit)


def proposal_for(candidacy: Candidacy) -> Proposal:
    """Award what was requested when the place is above the line, else reject."""
    place = candidacy.places.latest("pk")
    if not place.funded:
        line = "Die Mittel reichen bis zu einer höheren Punktzahl."
        reason = line if candidacy.is_fundable else "Der Antrag ist nicht förderwürdig."
        return Proposal(outcome=OUTCOME.REJECTION, reason=reason)
    application = candidacy.application
    return Proposal(
        outcome=OUTCOME.AWARD,
        reason="Der Antrag liegt in der Rangfolge über der Förderlinie.",
        rate=terms_of(application).rate,
        eligible_amount=application.eligible_amount or Decimal(0),
        shares=grant_by_year(application),
    )


def grant_by_year(application: Application) -> dict[int, Decimal]:
    """Return the requested grant of each year."""
    grants: dict[int, Decimal] = {}
    for entry in plan_of(application).entries:
        for year, amount in entry.amounts.items() if entry.kind == "grant" else ():
            grants[year] = grants.get(year, Decimal(0)) + amount
    return grants
