"""Money comes back after a hearing, by two people, with interest by period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards.actions import collecting
from awards.actions import recovering as actions
from awards.models import InventoryPiece, Recovery
from core import clock, pdf
from core.refusals import RuleViolation
from core.snapshots import thaw
from programmes.models import Booking
from tests import cast
from tests.awards import running

pytestmark = pytest.mark.django_db
KNOWN = date(2025, 2, 3)


@pytest.fixture
def recovery():
    """A hearing about 100,000 euros that began on 3 February 2025."""
    with running.noon(KNOWN):
        award = running.award()
        yield actions.open_recovery(
            award,
            "not_used",
            amount=Decimal(100_000),
            facts="Nicht für den Zweck verwendet.",
            by=cast.officer(),
        )


def proposed(recovery, **changes):
    actions.state_in_hearing(recovery, "Wir sehen es ein.", by=cast.editor())
    values = {"amount": Decimal(100_000), "reasons": "Ermessen.", "ineffective_on": KNOWN}
    return actions.propose_recovery(recovery, by=cast.officer(), **values | changes)


def due(recovery):
    return actions.decide_recovery(proposed(recovery), by=cast.head_of_unit())


def test_nothing_is_decided_before_the_recipient_was_heard(recovery):
    with pytest.raises(RuleViolation, match="Anhörung läuft bis"):
        actions.propose_recovery(recovery, Decimal(1), "x", by=cast.officer())
    with running.noon(recovery.heard_until + timedelta(days=1)):
        silent = actions.propose_recovery(recovery, Decimal(1), "x", by=cast.officer())
    assert silent.status == "proposed"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reasons": " "}, "Begründen"),
        ({"amount": Decimal(100_001)}, "höchstens diesen"),
    ],
)
def test_a_proposal_gives_reasons_and_stays_within_the_hearing(recovery, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        proposed(recovery, **changes)


def test_the_one_year_clock_runs_from_the_end_of_the_hearing(recovery):
    assert recovery.decide_by == date(2026, 3, 3)
    waiting = proposed(recovery)
    with running.noon(date(2026, 3, 4)), pytest.raises(RuleViolation, match="Jahresfrist"):
        actions.decide_recovery(waiting, by=cast.head_of_unit())


def test_who_proposes_does_not_decide_even_with_two_roles(recovery):
    waiting = proposed(recovery)
    both = cast.person("Olaf Ordentlich", "head_of_unit")
    with pytest.raises(PermissionDenied):
        actions.decide_recovery(waiting, by=both)


def test_paid_back_with_interest_of_the_worked_example(recovery):
    owed = due(recovery)
    made = pdf.render("recovery", thaw(owed.snapshot), at=owed.snapshot.created_at)
    assert made.startswith(b"%PDF")
    with running.noon(date(2025, 5, 14)):
        with pytest.raises(PermissionDenied):
            collecting.book_repayment(owed, Decimal(1), clock.today(), by=cast.officer())
        paid = collecting.book_repayment(
            owed, Decimal(100_000), clock.today(), by=cast.person("Karl Kasse", "cashier")
        )
    assert paid.status == "paid"
    assert paid.repayments.get().interest == Decimal("1991.78")


def test_instalments_lose_no_cent_and_close_with_the_last_one(recovery):
    owed = due(recovery)
    days = [date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)]
    owed = collecting.defer_recovery(owed, days, by=cast.head_of_unit())
    parts = [one.amount for one in owed.instalments.all()]
    assert sum(parts) == 100_000 and max(parts) - min(parts) <= Decimal("0.01")
    cashier = cast.person("Karl Kasse", "cashier")
    for day, part in zip(days, parts, strict=True):
        with running.noon(day):
            owed = collecting.book_repayment(owed, part, day, by=cashier)
    assert (owed.status, owed.open_amount) == ("paid", 0)
    with running.noon(days[-1]), pytest.raises(RuleViolation, match="nichts zu zahlen"):
        collecting.book_repayment(owed, Decimal(1), days[-1], by=cashier)


def test_what_comes_back_is_returned_in_the_ledger(recovery):
    running.paid(recovery.award)
    tranche = recovery.award.tranches.get()
    owed = due(recovery)
    collecting.book_repayment(owed, Decimal(100), KNOWN, by=cast.person("Karl Kasse", "cashier"))
    tranche.refresh_from_db()
    assert (tranche.paid, tranche.returned) == (running.GRANT - 100, 100)
    assert Booking.objects.get().record_key == owed.key


def test_more_than_is_open_is_never_booked(recovery):
    owed = due(recovery)
    with pytest.raises(RuleViolation, match="nicht offen"):
        collecting.book_repayment(
            owed, Decimal(100_001), KNOWN, by=cast.person("Karl Kasse", "cashier")
        )


def test_a_waiver_takes_two_people_and_reasons(recovery):
    owed = due(recovery)
    with pytest.raises(RuleViolation, match="Begründung"):
        collecting.propose_waiver(owed, by=cast.officer(), note=" ")
    waiting = collecting.propose_waiver(owed, by=cast.officer(), note="Unbillig.")
    both = cast.person("Olaf Ordentlich", "budget_officer")
    with pytest.raises(PermissionDenied):
        collecting.waive_recovery(waiting, by=both)
    waived = collecting.waive_recovery(waiting, by=cast.budget_officer())
    assert (waived.status, waived.open_amount) == ("waived", 0)


def test_something_that_left_its_purpose_is_paid_back_pro_rata():
    award = running.award()
    piece = InventoryPiece.objects.create(
        award=award,
        name="Messwagen",
        place="Bauhof",
        bought_on=date(2027, 1, 15),
        price=Decimal(10_000),
        bound_months=60,
        left_on=date(2029, 1, 20),
    )
    recovery = actions.recover_bound_use(piece, facts="Verkauft.", by=cast.officer())
    assert recovery.amount == Decimal("3900.00"), "65 % of 10,000, 36 of 60 months"
    assert len(recovery.calculation) == 3


def test_the_pages_play_hearing_decision_and_payment(client):
    award = running.award()
    client.force_login(cast.officer())
    start = reverse("start_recovery", args=[award.key])
    assert client.get(start).status_code == 200
    form = {"ground": "procurement", "amount": "25.000", "known_on": "01.02.2025", "facts": "X"}
    assert client.post(start, form | {"amount": ""}).status_code == 200
    assert client.post(start, form).status_code == 302
    one = Recovery.objects.get()
    page, step = reverse("recovery", args=[one.key]), "recovery_step"
    client.force_login(cast.editor())
    assert "Stellungnahme abgeben" in client.get(page).content.decode()
    client.post(reverse(step, args=[one.key, "stellungnahme"]), {"statement": "Einverstanden."})
    for who, name, sent in (
        (cast.officer, "vorschlagen", {"amount": "20.000", "reasons": "Ermessen."}),
        (cast.head_of_unit, "bescheid", {}),
        (cast.head_of_unit, "stunden", {"first_on": "01.01.2090", "count": "2"}),
    ):
        client.force_login(who())
        assert client.get(page).status_code == 200
        client.post(reverse(step, args=[one.key, name]), sent)
    assert Recovery.objects.get().status == "deferred"
    assert client.get(page).status_code == 200
    assert client.get(reverse("recovery", args=[one.key])).status_code == 200
    assert client.get(reverse("recoveries")).content.decode().count(one.award.funding_code) == 1
