"""Paid by milestones: agreed, reported with evidence, confirmed, and then asked for once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from awards.actions import milestones as actions
from awards.actions import requests
from awards.models import Milestone, PaymentRequest, RequestedBill
from core import clock
from core.refusals import RuleViolation
from tests import cast
from tests.awards import money
from tests.core.test_files import pdf

pytestmark = pytest.mark.django_db
PLAN = {"name": "Netz steht", "wanted": "Abnahmeprotokoll", "amount": Decimal(100_000)}


@pytest.fixture
def award():
    return money.payable(version=cast.open_call(payment_mode="milestone"))


def planned(award, **values):
    due = {"due_on": clock.today() + timedelta(days=30)}
    return actions.plan_milestone(award, PLAN | due | values, by=cast.officer())


def reported(award, **values):
    one = planned(award, **values)
    return actions.report_milestone(one, clock.today(), "Abgenommen.", by=cast.editor())


def reached(award, **values):
    return actions.confirm_milestone(reported(award, **values), by=cast.officer())


def asked(award, *milestones, amount=65_000):
    """Save a request for these milestones."""
    by = cast.editor()
    open_one = award.payment_requests.filter(status="draft").first()
    request = open_one or requests.start_request(award, by=by)
    bills = [requests.Bill(m.name, m.reached_on or clock.today(), m.amount, m) for m in milestones]
    wish = requests.Wish(request.tranche, Decimal(amount), request.spent, bills)
    return requests.save_request(request, wish, by=by, version=request.version)


def test_a_confirmed_milestone_is_paid_in_step_with_its_expenses(award):
    request = requests.submit_request(asked(award, reached(award)), by=cast.signatory())
    request = requests.check_request(request, by=cast.officer(), approved=request.amount)
    payment = requests.order_payment(request, by=cast.head_of_unit())
    assert payment.amount == 65_000


def test_what_is_only_reported_is_not_paid(award):
    one = reported(award)
    request = asked(award, one)
    with pytest.raises(RuleViolation, match="noch nicht von der Programmstelle bestätigt"):
        requests.submit_request(request, by=cast.signatory())
    actions.confirm_milestone(one, by=cast.officer())
    assert requests.submit_request(request, by=cast.signatory()).status == "submitted"


def test_a_bill_without_milestone_is_not_paid(award):
    request = money.prepared(award)
    with pytest.raises(RuleViolation, match="noch nicht von der Programmstelle bestätigt"):
        requests.submit_request(request, by=cast.signatory())


def test_a_request_without_milestone_says_so(award):
    with pytest.raises(RuleViolation, match="Wählen Sie mindestens einen erreichten Meilenstein"):
        requests.submit_request(asked(award), by=cast.signatory())


def test_a_milestone_is_asked_for_once(award):
    one = reached(award)
    first = requests.submit_request(asked(award, one), by=cast.signatory())
    first = requests.check_request(first, by=cast.officer(), approved=first.amount)
    requests.order_payment(first, by=cast.head_of_unit())
    with pytest.raises(RuleViolation, match="schon in einer anderen"):
        asked(award, one)
    second = PaymentRequest.objects.get(status="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestedBill.objects.create(
            request=second, milestone=one, purpose="x", due_on=clock.today(), amount=1
        )


def test_milestones_of_others_are_refused(award):
    other = money.payable("Aalen", award.call_version)
    town = other.organisation
    one = planned(other)
    actions.report_milestone(one, clock.today(), "Ja.", by=cast.editor(town))
    with pytest.raises(RuleViolation, match="gehört zu einer anderen"):
        asked(award, actions.confirm_milestone(one, by=cast.officer()))


def test_all_milestones_together_stand_for_what_is_eligible(award):
    planned(award, amount=Decimal(900_000))
    with pytest.raises(RuleViolation, match=r"noch 100\.000,00"):
        planned(award, amount=Decimal("100000.01"))
    planned(award, amount=Decimal(100_000))


def test_who_reports_never_confirms_even_with_two_roles(award):
    one = planned(award)
    both = cast.person("Olaf Ordentlich", Role.EDITOR, award.organisation)
    one = actions.report_milestone(one, clock.today(), "Ja.", by=both)
    award.organisation.memberships.filter(person=both).delete()
    with pytest.raises(PermissionDenied):
        actions.confirm_milestone(one, by=cast.officer())
    assert actions.confirm_milestone(one, by=cast.second_officer()).status == "reached"


def test_evidence_is_needed_and_never_from_tomorrow(award):
    one = planned(award)
    with pytest.raises(RuleViolation, match="heute oder früher.*zeigt") as refusal:
        actions.report_milestone(one, clock.today() + timedelta(days=1), " ", by=cast.editor())
    assert [finding.field for finding in refusal.value.findings] == ["reached_on", "evidence"]


def test_other_awards_have_no_milestones():
    with pytest.raises(RuleViolation, match="nicht nach Meilensteinen"):
        planned(money.payable())


def test_the_pages_play_the_whole_way(client, award):
    page = reverse("milestones", args=[award.key])
    client.force_login(cast.officer())
    form = {"name": "Netz", "wanted": "Protokoll", "due_on": "01.06.2090", "amount": "2.000.000"}
    assert "Zu verteilen sind noch" in client.post(page, form).content.decode()
    assert client.post(page, form | {"amount": "100.000"}).status_code == 302
    one = Milestone.objects.get()
    own = reverse("milestone", args=[one.key])
    client.force_login(cast.editor())
    assert client.post(page, form).status_code == 403
    early = {"reached_on": "01.06.2090", "evidence": "Ja."}
    assert "heute oder früher" in client.post(own, early).content.decode()
    paper = SimpleUploadedFile("protokoll.pdf", pdf())
    today = clock.today().strftime("%d.%m.%Y")
    sent = {"reached_on": today, "evidence": "Abgenommen.", "upload": paper}
    assert client.post(own, sent).status_code == 302
    assert client.get(reverse("milestone_file", args=[one.key])).status_code == 200
    client.force_login(cast.officer())
    client.post(own, {"wish": "back", "note": ""})
    assert Milestone.objects.get().status == "reported", "nothing goes back without a reason"
    client.post(own, {"wish": "confirm"})
    client.force_login(cast.editor())
    client.post(reverse("start_request", args=[award.key]))
    request = PaymentRequest.objects.get()
    address = reverse("payment_request", args=[request.key])
    assert "Netz, 100.000,00" in client.get(address).content.decode()
    sent = {"tranche": request.tranche_id, "spent": "0", "amount": "65.000", "version": "1"}
    assert client.post(address, sent | {"milestones": [one.pk]}).status_code == 302
    assert request.bills.get().milestone == one


def test_the_page_of_a_reached_milestone_leads_to_the_request_for_its_money(award, client):
    one = reached(award)
    client.force_login(cast.editor())
    address = reverse("milestone", args=[one.key])
    assert reverse("start_request", args=[award.key]) in client.get(address).content.decode()
    request = asked(award, one)
    page = client.get(address).content.decode()
    assert reverse("payment_request", args=[request.key]) in page
    assert reverse("start_request", args=[award.key]) not in page
    assert f"{one.amount:,.0f}".replace(",", ".") + ",00\N{NO-BREAK SPACE}€" in page
