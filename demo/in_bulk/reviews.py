"""Candidacies with their assignments, declarations, reviews and scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.models import Application
from demo.cases import Case
from demo.fates import REVIEWING, Fate, Task
from demo.in_bulk.drafts import Written
from demo.in_bulk.results import Verdict, judge
from demo.in_bulk.trail import Step, Trail, moved
from demo.play import ASSIGNED, DECLARED, DRAFTED, REVIEWED, Play
from demo.verdicts import DOUBT, confidence_of, judgements_of
from evaluation.actions.reviewing import Judgement
from evaluation.models import Assignment, Candidacy, ConflictDeclaration, Review, Score
from evaluation.scores import Result, Yardstick, stored
from rulebook.scoring import total_score

STATUS = {
    Task.ASKED: Assignment.Status.ASSIGNED,
    Task.UNSURE: Assignment.Status.UNSURE,
}


@dataclass
class Reviewing:
    """The rows of one batch, stored table by table."""

    play: Play
    rules: Yardstick
    verdicts: Mapping[int, Verdict]  # of decided cases, by their number
    trail: Trail
    candidacies: list[Candidacy] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    declarations: list[ConflictDeclaration] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    def write(self, handed_in: Written) -> None:
        """Store everything from candidacy to score for the applications that were taken on."""
        for case, application in handed_in:
            if case.fate == Fate.WAITING or case.fate in REVIEWING:
                self.add(case, application)
        Candidacy.objects.bulk_create(self.candidacies)
        Assignment.objects.bulk_create(self.assignments)
        ConflictDeclaration.objects.bulk_create(self.declarations)
        Review.objects.bulk_create(self.reviews)
        Score.objects.bulk_create(self.scores)

    def add(self, case: Case, application: Application) -> None:
        candidacy = self.candidacy_of(case, application)
        self.candidacies.append(candidacy)
        for number, task in zip(self.play.reviewers_for(case), case.tasks, strict=True):
            self.add_assignment(case, candidacy, number, task)

    def candidacy_of(self, case: Case, application: Application) -> Candidacy:
        """Return the candidacy as it is at the end."""
        if case.fate == Fate.WAITING:
            return Candidacy(application=application)
        if case.fate == Fate.DECIDED:
            verdict = self.verdicts[case.number]
            found = result_fields(verdict.result)
            return Candidacy(
                application=application, key=verdict.key, status=verdict.status, **found
            )
        if case.fate == Fate.REVIEWED:
            found = result_fields(judge(self.play, case, self.rules))
            return Candidacy(application=application, status=Candidacy.Status.REVIEWED, **found)
        return Candidacy(application=application, status=Candidacy.Status.IN_REVIEW)

    def add_assignment(self, case: Case, candidacy: Candidacy, number: int, task: Task) -> None:
        """Add one reviewer's work as far as it has come."""
        play = self.play
        assignment = Assignment(
            candidacy=candidacy,
            reviewer=play.reviewers[number],
            status=STATUS.get(task, Assignment.Status.CLEARED),
            due_on=play.version.review_until,
            assigned_at=play.round.after_deadline(ASSIGNED),
            assigned_by_key=play.office.officer.actor_key,
        )
        self.assignments.append(assignment)
        if task != Task.ASKED:
            self.declarations.append(declaration_of(play, assignment, task))
        if judgements := judgements_of(play, case, number, task):
            self.add_review(assignment, judgements, done=task == Task.DONE)
            self.reviews[-1].confidence = confidence_of(number)

    def add_review(
        self, assignment: Assignment, judgements: Mapping[str, Judgement], *, done: bool
    ) -> None:
        review = Review(assignment=assignment, started_at=self.play.round.after_deadline(DRAFTED))
        if done:
            review = self.handed_in(assignment, judgements)
        self.reviews.append(review)
        self.scores.extend(
            Score(review=review, code=code, points=one.points, reason=one.reason)
            for code, one in judgements.items()
        )

    def handed_in(self, assignment: Assignment, judgements: Mapping[str, Judgement]) -> Review:
        points = {code: one.points for code, one in judgements.items() if one.points is not None}
        at = self.play.round.after_deadline(REVIEWED)
        review = Review(
            assignment=assignment,
            status=Review.Status.SUBMITTED,
            total=stored(total_score(points, self.rules.criteria)),
            started_at=self.play.round.after_deadline(DRAFTED),
            submitted_at=at,
        )
        change = moved(Review.Status.DRAFT, Review.Status.SUBMITTED)
        self.trail.add(review, [Step("submit", assignment.reviewer.person, at, change)])
        return review


def result_fields(result: Result) -> dict[str, Any]:
    """Return what a closed candidacy keeps of its reviews."""
    return {
        "total": result.total,
        "is_fundable": result.is_fundable,
        "diverges": result.diverges,
        "tie_breaks": [str(value) for value in result.tie_breaks],
    }


def declaration_of(play: Play, assignment: Assignment, task: Task) -> ConflictDeclaration:
    answer, reason = ("unsure", DOUBT) if task == Task.UNSURE else ("clear", "")
    at = play.round.after_deadline(DECLARED)
    return ConflictDeclaration(assignment=assignment, answer=answer, reason=reason, declared_at=at)
