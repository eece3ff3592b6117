"""Reviewers are assigned, declare, score and hand in; the ranking is frozen."""

from __future__ import annotations

from collections.abc import Mapping

from core import clock
from demo.cases import Case
from demo.fates import REVIEWING, Fate, Task
from demo.outcomes import WITHOUT_RESERVE
from demo.play import ASSIGNED, CLOSED, DECLARED, DRAFTED, RANKED, REVIEWED, STARTED, Play
from demo.verdicts import DOUBT, NO_THIRD_REVIEW, confidence_of, judgements_of
from evaluation import actions
from evaluation.models import Assignment, Candidacy
from evaluation.scores import counting_points, result_of, yardstick
from evaluation.standings import available_budget

Cases = Mapping[int, Case]  # by the row number of the application
CLOSED_FATES = (Fate.REVIEWED, Fate.DECIDED)


def play_selection(play: Play, cases: Cases) -> None:
    """Bring every candidacy as far as its fate says."""
    mine = Candidacy.objects.filter(application__in=cases).order_by("application__submitted_at")
    asked = [one for one in mine if cases[one.application_id].fate in REVIEWING]
    with clock.stopped_at(play.round.after_deadline(ASSIGNED)):
        assign(play, cases, asked)
    with clock.stopped_at(play.round.after_deadline(STARTED)):
        actions.start_reviews(play.version, by=play.office.officer)
    for candidacy in asked:
        case = cases[candidacy.application_id]
        review(play, case, candidacy)
        if case.fate in CLOSED_FATES:
            close(play, candidacy)
    if play.round.is_decided:
        with clock.stopped_at(play.round.after_deadline(RANKED)):
            budget = available_budget(play.version) * WITHOUT_RESERVE
            actions.freeze_ranking(play.version, by=play.office.officer, budget=budget)


def assign(play: Play, cases: Cases, candidacies: list[Candidacy]) -> None:
    pairs = [
        (candidacy, play.reviewers[number])
        for candidacy in candidacies
        for number in play.reviewers_for(cases[candidacy.application_id])
    ]
    actions.assign_reviewers(pairs, by=play.office.officer)


def review(play: Play, case: Case, candidacy: Candidacy) -> None:
    """Let each reviewer of a case do what has been done so far."""
    assignments = candidacy.assignments.select_related("reviewer__person").order_by("pk")
    for assignment, number, task in zip(
        assignments, play.reviewers_for(case), case.tasks, strict=True
    ):
        play_task(play, case, assignment, (number, task))


def play_task(play: Play, case: Case, assignment: Assignment, doing: tuple[int, Task]) -> None:
    """Declare, write and hand in, as far as this reviewer has come."""
    number, task = doing
    person = assignment.reviewer.person
    if task == Task.ASKED:
        return
    with clock.stopped_at(play.round.after_deadline(DECLARED)):
        unsure = task == Task.UNSURE
        answer, reason = ("unsure", DOUBT) if unsure else ("clear", "")
        actions.declare(assignment, by=person, answer=answer, reason=reason)
    judgements = judgements_of(play, case, number, task)
    if not judgements:
        return
    with clock.stopped_at(play.round.after_deadline(DRAFTED)):
        written = actions.record_review(
            assignment,
            by=person,
            version=0,
            judgements=judgements,
            confidence=confidence_of(number),
        )
    if task == Task.DONE:
        with clock.stopped_at(play.round.after_deadline(REVIEWED)):
            actions.submit_review(written, by=person)


def close(play: Play, candidacy: Candidacy) -> None:
    """Close the review; two reviews far apart need a reason why there is no third."""
    points = counting_points(candidacy)
    far_apart = len(points) == 2 and result_of(points, yardstick(play.version)).diverges
    with clock.stopped_at(play.round.after_deadline(CLOSED)):
        note = NO_THIRD_REVIEW if far_apart else ""
        actions.close_review(candidacy, by=play.office.officer, note=note)
