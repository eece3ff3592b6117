"""Money is never given away twice, however many decide at once (PostgreSQL, 16 processes)."""

import random
import time
from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts.models import Organisation
from applications.models import Application, Project
from core import audit
from core.refusals import RuleViolation
from evaluation.actions import deciding
from evaluation.models import Candidacy, FundingDecision
from programmes.models import BudgetYear, Call
from tests import cast
from tests.awards.casting import award_of, rejection
from tests.faults.processes import FORK, forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PROCESSES = 16
AWARDS, FEW = 600, 160  # the controls are red long before all have been tried
BUDGET = Decimal(100_000_000)
MOST = BUDGET / 200  # half a per cent each, about 150 per cent together


@pytest.fixture
def candidacies():
    """Ranked, fundable candidacies of one call with one budget year."""
    version = cast.open_call()
    years = version.call.budget_years.order_by("year")
    years.exclude(pk=years.first().pk).delete()
    years.update(amount=BUDGET)
    towns = Organisation.objects.bulk_create(
        Organisation(kind=Organisation.Kind.MUNICIPALITY, name=f"Ort {number}", land="BY")
        for number in range(AWARDS)
    )
    applications = Application.objects.bulk_create(
        Application(
            call_version=version,
            organisation=town,
            status=Application.Status.ADMITTED,
            requested_amount=MOST,
            eligible_amount=MOST * 2,
        )
        for town in towns
    )
    Project.objects.bulk_create(Project(application=one) for one in applications)
    made = Candidacy.objects.bulk_create(
        Candidacy(application=one, status=Candidacy.Status.RANKED, is_fundable=True)
        for one in applications
    )
    cast.officer(), cast.second_officer()
    return made


def in_processes(work, count, watch=lambda: None):
    """Run `work(number)` in forked processes; call `watch` while they run; count the outcomes."""
    outcomes, started = FORK.Queue(), FORK.Barrier(count)

    def run(number):
        started.wait()
        outcomes.put(Counter(work(number)))
        outcomes.close()
        outcomes.join_thread()

    processes = [forked(run, number) for number in range(count)]
    while any(process.is_alive() for process in processes) and outcomes.qsize() < count:
        watch()
        time.sleep(0.01)
    total = sum((outcomes.get(timeout=60) for _ in processes), Counter())
    for process in processes:
        process.join()
    return total


def award_share_of(candidacies):
    """The work of one process: try to award every sixteenth candidacy."""

    def work(number):
        amounts = random.Random(number)
        by = cast.officer()
        for candidacy in candidacies[number::PROCESSES]:
            cents = amounts.randint(1, int(MOST * 100))
            try:
                deciding.propose_decision(
                    candidacy,
                    award_of(candidacy, Decimal(cents) / 100, eligible_amount=MOST * 2),
                    by=by,
                )
                yield "awarded"
            except RuleViolation as refusal:
                yield refusal.findings[0].code
            except IntegrityError:
                yield "constraint"

    return work


def tighten(budget=BUDGET * FEW / AWARDS):
    """Make the money as scarce for a few as it is for all."""
    BudgetYear.objects.update(amount=budget)
    return budget


def reserved():
    return BudgetYear.objects.get().reserved


def promised():
    return sum(FundingDecision.objects.values_list("amount", flat=True), Decimal(0))


def unlocked(candidacy):
    """What lock_budget would be without its locks."""
    rows = BudgetYear.objects.filter(call=candidacy.application.call_version.call_id)
    return {row.year: row for row in rows}


def test_sixteen_processes_never_exceed_the_budget_and_use_nearly_all_of_it(candidacies):
    seen = []
    outcome = in_processes(
        award_share_of(candidacies), PROCESSES, watch=lambda: seen.append(reserved())
    )
    assert len(seen) > 20
    assert max(seen) <= BUDGET
    assert reserved() == promised() <= BUDGET
    assert reserved() >= BUDGET * Decimal("0.99")
    assert set(outcome) == {"awarded", "budget"}
    assert sum(outcome.values()) == AWARDS


def test_without_the_lock_the_constraint_refuses(candidacies, monkeypatch):
    monkeypatch.setattr(deciding, "lock_budget", unlocked)
    budget = tighten()
    outcome = in_processes(award_share_of(candidacies[:FEW]), PROCESSES)
    assert outcome["constraint"] > 0
    assert reserved() == promised() <= budget


def test_without_lock_and_constraint_the_budget_is_exceeded(candidacies, monkeypatch):
    """The positive control: this test would be red if nothing protected the money."""
    monkeypatch.setattr(deciding, "lock_budget", unlocked)
    budget = tighten()
    table = BudgetYear._meta.db_table
    drop = f"ALTER TABLE {table} DROP CONSTRAINT budget_never_exceeded"
    with connection.cursor() as cursor:
        cursor.execute(drop)
    try:
        in_processes(award_share_of(candidacies[:FEW]), PROCESSES)
        assert promised() > budget
    finally:
        BudgetYear.objects.update(amount=F("reserved"))
        constraint = next(c for c in BudgetYear._meta.constraints if "exceeded" in c.name)
        with transaction.atomic(), connection.schema_editor() as editor:
            editor.add_constraint(BudgetYear, constraint)


def test_two_officers_at_once_give_one_decision_and_one_entry(candidacies):
    one = candidacies[0]
    people = [cast.officer(), cast.second_officer()]

    def decide(number):
        try:
            deciding.propose_decision(one, rejection(f"Grund {number}"), by=people[number])
            yield "decided"
        except RuleViolation as refusal:
            assert "bereits" in str(refusal)
            yield "too late"

    assert in_processes(decide, 2) == {"decided": 1, "too late": 1}
    assert audit.trail(FundingDecision.objects.get()).count() == 1
    assert Call.objects.count() == 1
