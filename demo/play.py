"""One call with everything that its applications need, loaded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from accounts.models import Person
from demo.cases import Case
from demo.fates import Fate
from demo.papers import papers
from demo.people import Office
from demo.rounds import Round
from evaluation.models import Reviewer
from programmes.models import (
    CallVersion,
    CatalogueIndicator,
    DocumentRequirement,
    Question,
)

# When the work on a call is done, in days after its deadline.
CHECK_DAYS = 8
OPENED, ASSIGNED, STARTED, DECLARED, DRAFTED, REVIEWED = 11, 12, 12, 13, 14, 16
CLOSED, RANKED, DECIDED, DECISION_DAYS = 18, 20, 25, 35


@dataclass(frozen=True)
class Play:
    """A published call, the people who work on it, and the seed of all chance."""

    round: Round
    version: CallVersion
    office: Office
    reviewers: Sequence[Reviewer]
    seed: int

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.version.questions.all()}

    @cached_property
    def requirements(self) -> Mapping[str, DocumentRequirement]:
        return {row.code: row for row in self.version.document_requirements.all()}

    @cached_property
    def catalogue(self) -> Mapping[str, CatalogueIndicator]:
        """The programme's indicators by code."""
        return {row.code: row for row in CatalogueIndicator.objects.of_call(self.version)}

    @cached_property
    def maxima(self) -> Mapping[str, Decimal]:
        """The highest points by criterion."""
        return {row.code: row.maximum for row in self.version.criteria.all()}

    @cached_property
    def criterion_names(self) -> Mapping[str, str]:
        return {row.code: row.name for row in self.version.criteria.all()}

    @cached_property
    def papers(self) -> Mapping[str, bytes]:
        return papers()

    def checked_at(self, case: Case) -> datetime:
        """Return when the formal check begins; for a few it ends after the others are taken on."""
        days = CHECK_DAYS * self.round.progress(case.number)
        return self.round.after_deadline(OPENED + 1 if case.fate == Fate.ADMITTED else days)

    def decided_at(self, progress: float) -> datetime:
        """Return when a decision is made: the best first, the last one at progress 1."""
        return self.round.after_deadline(DECIDED + DECISION_DAYS * progress)

    def officers_for(self, case: Case) -> tuple[Person, Person]:
        """Return who checks a case and who confirms: they take turns."""
        pair = (self.office.officer, self.office.second_officer)
        return pair if case.number % 2 == 0 else (pair[1], pair[0])

    def reviewers_for(self, case: Case) -> list[int]:
        """Return the numbers of the reviewers of a case: in turn, never from the same Land."""
        free = (
            number
            for number in self.in_turn(2 * case.number)
            if self.reviewers[number].land != case.organisation.land
        )
        return [number for number, _ in zip(free, case.tasks, strict=False)]

    def in_turn(self, first: int) -> Iterator[int]:
        count = len(self.reviewers)
        return ((first + step) % count for step in range(count))
