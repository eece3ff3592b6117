"""What the ranking of a decided call will be: computed before anything is stored.

A candidacy is stored once, with the status it ends in; so its decision must be known before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.models import random_key
from demo import content
from demo.cases import Case, points_of
from demo.fates import Fate
from demo.outcomes import WITHOUT_RESERVE, Signed, signed
from demo.play import Play
from evaluation.models import Candidacy, FundingDecision
from evaluation.scores import Result, Yardstick, result_of
from evaluation.standings import Candidate, Standing, Standings, stand
from programmes.models import BudgetYear
from rulebook.ranking import Entry

Outcome, State = FundingDecision.Outcome, Candidacy.Status


@dataclass
class Verdict:
    """The result of one case, its place and how far its decision is signed."""

    case: Case
    key: str
    result: Result
    place: Standing | None = None
    signed: Signed = Signed.UNDECIDED

    @property
    def status(self) -> str:
        """The candidacy's status in the end."""
        if self.signed != Signed.APPROVED:
            return State.RANKED
        return State.AWARDED if self.place and self.place.funded else State.REJECTED


def judge(play: Play, case: Case, rules: Yardstick) -> Result:
    """Return what the reviews of a case say together."""
    numbers = play.reviewers_for(case)
    return result_of([points_of(case, n, play.maxima, play.seed) for n in numbers], rules)


def verdicts_of(
    play: Play, cases: Sequence[Case], rules: Yardstick
) -> tuple[list[Verdict], Standings]:
    """Return the verdicts in the order of the ranking, and the ranking itself."""
    verdicts = {
        key: Verdict(case, key, judge(play, case, rules))
        for key, case in ((random_key(), case) for case in cases if case.fate == Fate.DECIDED)
    }
    years = {row.year: row for row in BudgetYear.objects.filter(call=play.version.call_id)}
    budget = sum((row.amount for row in years.values()), Decimal(0)) * WITHOUT_RESERVE
    standings = stand([candidate_of(play, one) for one in verdicts.values()], budget)
    for row in standings.rows:
        verdicts[row.key].place = row
    in_order = sorted(verdicts.values(), key=by_place)
    free = {year: row.amount for year, row in years.items()}
    states = signed([row.funded for row in standings.rows])
    for verdict, state in zip(in_order, states, strict=True):
        verdict.signed = state if fits(play, verdict, state, free) else Signed.UNDECIDED
    return in_order, standings


def by_place(verdict: Verdict) -> tuple[int, int]:
    return (verdict.place.position if verdict.place else 0), verdict.case.number


def candidate_of(play: Play, verdict: Verdict) -> Candidate:
    amount = sum(grant_of(play, verdict.case).values(), Decimal(0))
    result = verdict.result
    return Candidate(
        Entry(verdict.key, result.total, result.tie_breaks, amount), result.is_fundable
    )


def grant_of(play: Play, case: Case) -> dict[int, Decimal]:
    """Return the requested grant by year."""
    return content.plan_of(case, play.version)["grant"]


def fits(play: Play, verdict: Verdict, state: Signed, free: dict[int, Decimal]) -> bool:
    """Take the money of an award out of what is free, unless one year has too little."""
    if state == Signed.UNDECIDED or not (verdict.place and verdict.place.funded):
        return True
    wanted = grant_of(play, verdict.case)
    if any(amount > free[year] for year, amount in wanted.items()):
        return False
    for year, amount in wanted.items():
        free[year] -= amount if state != Signed.RETURNED else 0
    return True
