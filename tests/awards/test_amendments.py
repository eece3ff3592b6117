"""Amendments: what needs none is said before, the rest is decided by two people."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actions.deputies import name_deputy
from accounts.models import Role
from awards.actions import amending as actions
from awards.folder import folder_of
from awards.models import Amendment, AwardNotice, ReportDate, Tranche
from awards.plans import current_plan
from awards.tolerance import guidance
from core import clock
from core.models import AuditEvent
from core.refusals import EditConflict, RuleViolation
from core.snapshots import thaw
from programmes.models import Account
from programmes.models.ledger import Booking
from tests import cast
from tests.awards import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return running.award()


def drafted(award, kind, amounts=(), **values):
    """Return a draft with reason and day; `amounts` are the new ones in order of the plan."""
    one = actions.start_amendment(award, kind, by=cast.editor())
    wanted = {"reason": "Es kam anders.", "effective_on": clock.today(), **values}
    new = dict(zip(one.lines.values_list("pk", flat=True), map(Decimal, amounts), strict=False))
    return actions.save_amendment(one, wanted, new, seen=1, by=cast.editor())


def decided(one, *, positive=True):
    one = actions.submit_amendment(one, by=cast.signatory())
    one = actions.propose_amendment(one, positive=positive, reason="Gut.", by=cast.officer())
    return actions.decide_amendment(one, by=cast.head_of_unit())


def test_every_type_says_before_filing_what_it_needs(award):
    sentences = [guidance(award, kind) for kind in Amendment.Kind.values]
    assert len(set(sentences)) == 7
    assert sentences[0].replace("\xa0", " ").startswith("Bis 20 % je Position genügt die Anzeige")


def test_a_shift_of_twenty_per_cent_is_only_told_and_changes_the_plan(award):
    one = drafted(award, "shift_lines", [760_000, 240_000])
    one = actions.note_amendment(one, by=cast.editor())
    assert one.status == "noted"
    assert [sum(a.values()) for a in current_plan(award).values()][:2] == [760_000, 240_000]
    assert award.notices.count() == 1


def test_one_cent_more_needs_a_decision_by_two_people(award):
    one = drafted(award, "shift_lines", ["759999.99", "240000.01"])
    with pytest.raises(RuleViolation, match="braucht eine Entscheidung"):
        actions.note_amendment(one, by=cast.editor())
    with pytest.raises(PermissionDenied):
        actions.submit_amendment(one, by=cast.editor())
    one = actions.submit_amendment(one, by=cast.signatory())
    both = cast.person("Olaf Ordentlich", "head_of_unit")
    both = cast.person("Olaf Ordentlich", "officer")
    one = actions.propose_amendment(one, positive=True, reason="Gut.", by=both)
    with pytest.raises(PermissionDenied):
        actions.decide_amendment(one, by=both)
    one = actions.decide_amendment(one, by=cast.head_of_unit())
    assert thaw(one.snapshot)["lines"][1]["amounts"] == {str(award.starts_on.year): "240000.01"}
    assert AwardNotice.objects.get(award=award, number=2).kind == "amendment"


@pytest.mark.parametrize(
    ("kind", "amounts", "sentence"),
    [
        ("shift_lines", [], "neuen Beträge"),
        ("shift_lines", [900_000, 200_000], "Summe der Ausgaben muss gleich"),
        ("financing", [800_000, 200_000, 640_000, 360_000], "Summe der Zuwendung"),
        ("financing", [800_000, 200_000, 650_000, 360_000], "gleich stark"),
    ],
)
def test_money_is_moved_never_made(award, kind, amounts, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        actions.submit_amendment(drafted(award, kind, amounts), by=cast.signatory())


def test_an_amendment_comes_before_the_change(award):
    yesterday = clock.today() - timedelta(days=1)
    one = drafted(award, "content", change="Neu.", effective_on=yesterday)
    with pytest.raises(RuleViolation, match="heute oder später"):
        actions.submit_amendment(one, by=cast.signatory())


def test_an_extension_moves_the_end_and_the_reports_that_are_not_opened(award):
    end = award.ends_on.replace(year=award.ends_on.year + 1)
    before = ReportDate.objects.filter(award=award).count()
    decided(drafted(award, "extension", new_ends_on=end))
    award.refresh_from_db()
    assert award.ends_on == end
    assert ReportDate.objects.get(award=award, kind="proof").period_until == end
    assert ReportDate.objects.filter(award=award).count() == before + 2


def test_money_moves_between_budget_years_in_the_ledger(award):
    call = award.decision.candidacy.application.call_version.call
    first, second = call.budget_years.order_by("year")[:2]
    type(first).objects.filter(pk=first.pk).update(committed=650_000)
    lines = award.decision.candidacy.application.plan_lines.all()
    for line in lines:
        line.amounts.create(year=second.year, amount=0)
    one = actions.start_amendment(award, "shift_years", by=cast.editor())
    change = {("grant", first.year): -100_000, ("grant", second.year): 100_000}
    change |= {("services", first.year): -100_000, ("services", second.year): 100_000}
    new = {
        row.pk: row.before + change.get((row.plan_line.kind, row.year), 0)
        for row in one.lines.all()
    }
    values = {"reason": "Später.", "effective_on": clock.today()}
    one = actions.save_amendment(one, values, new, seen=1, by=cast.editor())
    decided(one)
    granted = dict(Tranche.objects.filter(award=award).values_list("budget_year__year", "granted"))
    assert granted == {first.year: 550_000, second.year: 100_000}
    moves = Booking.objects.values_list("budget_year__year", "source", "target", "amount")
    assert set(moves) == {
        (first.year, Account.COMMITTED, Account.FREE, Decimal(100_000)),
        (second.year, Account.FREE, Account.COMMITTED, Decimal(100_000)),
    }


def test_a_refusal_changes_nothing(award):
    one = decided(drafted(award, "shift_lines", [500_000, 500_000]), positive=False)
    assert one.status == "refused"
    assert [sum(a.values()) for a in current_plan(award).values()][:2] == [800_000, 200_000]


def test_two_editors_never_overwrite_each_other(award):
    one = drafted(award, "content", change="A")
    with pytest.raises(EditConflict):
        actions.save_amendment(one, {"change": "B"}, {}, seen=1, by=cast.editor())


def test_the_pages_play_an_amendment(client, award):
    client.force_login(cast.editor())
    start = reverse("start_amendment", args=[award.key])
    assert "je Position genügt die Anzeige" in client.get(start).content.decode()
    assert client.post(start, {"kind": "content"}).status_code == 302
    one = Amendment.objects.get()
    page = reverse("amendment", args=[one.key])
    day = f"{clock.today():%d.%m.%Y}"
    sent = {"version": 1, "reason": "Neu.", "effective_on": day, "change": "Mehr Bäume."}
    assert client.post(page, sent).status_code == 302
    for who, step, more in (
        (cast.signatory, "einreichen", {}),
        (cast.officer, "vorschlagen", {"is_positive": "ja", "reason": "Gut."}),
        (cast.head_of_unit, "entscheiden", {}),
    ):
        client.force_login(who())
        assert client.get(page).status_code == 200
        client.post(reverse("amendment_step", args=[one.key, step]), more)
    assert Amendment.objects.get().status == "granted"
    assert one.award.funding_code in client.get(reverse("amendments")).content.decode()


def test_what_waits_for_the_head_of_unit_is_in_the_folder_and_a_deputy_may_sign_it(client, award):
    head, deputy = cast.head_of_unit(), cast.second_officer()
    one = actions.submit_amendment(drafted(award, "content", change="A"), by=cast.signatory())
    actions.propose_amendment(one, positive=True, reason="Gut.", by=cast.officer())
    [waiting] = folder_of(head)
    assert (waiting.kind, waiting.recipient) == ("Änderungsbescheid", award.organisation.name)
    assert waiting.url == reverse("amendment", args=[one.key])
    assert folder_of(cast.officer()) == folder_of(deputy) == []
    days = (clock.today(), clock.today() + timedelta(days=7))
    name_deputy(head, deputy, Role.HEAD_OF_UNIT, days, by=head)
    assert folder_of(deputy) == [waiting]
    client.force_login(deputy)
    client.post(reverse("amendment_step", args=[one.key, "entscheiden"]))
    assert Amendment.objects.get().status == "granted"
    event = AuditEvent.objects.get(record_key=one.key, step="grant")
    assert event.payload["note"] == f"In Vertretung für {head}."
    assert folder_of(head) == []
