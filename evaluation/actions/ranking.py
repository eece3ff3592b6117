"""The ranking is frozen: as a snapshot, as places, and on every candidacy it names."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from accounts.permissions import is_officer
from core import audit, snapshots
from core.refusals import Finding, RuleViolation
from core.workflow import Attempt, perform
from evaluation.actions.assignment import lock_call
from evaluation.frozen import content_of
from evaluation.models import Candidacy, Ranking, RankingPlace
from evaluation.standings import Standings, judged, standings_of
from evaluation.waiting import unjudged_findings
from programmes.models import CallVersion

CENT = Decimal("0.01")


@transaction.atomic
def freeze_ranking(
    version: CallVersion, *, by: Person, budget: Decimal, note: str = "", draw_lot: bool = False
) -> Ranking:
    """Freeze the ranking as it stands; candidacies still in review need a written reason."""
    if not is_officer(by):
        raise PermissionDenied
    lock_call(version)
    if findings := stands_against(version, note):
        raise RuleViolation(*findings)
    ranking = Ranking(
        call_version=version,
        number=next_number(version),
        budget=budget.quantize(CENT),
        lot_seed=secrets.randbelow(2**31) if draw_lot else None,
        frozen_by_key=by.actor_key,
    )
    standings = standings_of(version, ranking.budget, ranking.lot_seed)
    ranking.snapshot = snapshots.freeze(ranking, "ranking", content_of(ranking, standings))
    ranking.save(force_insert=True)
    place_all(ranking, standings, Attempt(by=by, note=f"Rangfolge {ranking.number}"))
    after = {"number": ranking.number, "budget": ranking.budget, "sha256": ranking.snapshot.sha256}
    audit.record(ranking, "freeze_ranking", by=by, change={"after": after, "note": note.strip()})
    return ranking


def stands_against(version: CallVersion, note: str) -> list[Finding]:
    if not judged(version).exists():
        return [Finding("nothing_to_rank", "Es ist noch kein Antrag begutachtet.")]
    return [] if note.strip() else unjudged_findings(version)


def next_number(version: CallVersion) -> int:
    return 1 + (version.rankings.aggregate(last=Max("number"))["last"] or 0)


def place_all(ranking: Ranking, standings: Standings, attempt: Attempt) -> None:
    """Write the places; whoever is ranked for the first time moves on."""
    candidacies = {candidacy.key: candidacy for candidacy in judged(ranking.call_version)}
    RankingPlace.objects.bulk_create(
        RankingPlace(
            ranking=ranking,
            candidacy=candidacies[row.key],
            position=row.position,
            tied=row.tied,
            funded=row.funded,
            total=row.total,
            amount=row.amount,
        )
        for row in standings.rows
    )
    for candidacy in candidacies.values():
        if candidacy.status == Candidacy.Status.REVIEWED:
            perform(candidacy, "enter_ranking", attempt)
