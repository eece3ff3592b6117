"""A consortium in which a partner has a rate of its own, computed by hand.

| who     | eligible        | rate | grant          |
| lead    | 1,000,000.00 €  | 65 % | 650,000.00 €   |
| partner |   200,000.00 €  | 90 % | 180,000.00 €   |
| both    | 1,200,000.00 €  |      | 830,000.00 €   |
"""

import io
from decimal import Decimal

import pytest

from applications.finance import plan_of, terms_of
from applications.models import Application, Partner, PlanAmount, PlanLine
from awards.actions import checking
from awards.actions.reports import submit_report
from awards.drawing import terms_in_step
from awards.final_account import account_of
from awards.models import Award
from awards.terms import onward_grants_of
from evaluation.decision_checks import within_rate
from tests import cast
from tests.awards import running
from tests.awards.casting import award_of
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidacy():
    one = casting.candidacy(cast.open_call(), "Altdorf")
    application = one.application
    application.plan_lines.all().delete()
    partner = Partner.objects.create(
        application=application,
        name="Stadt Bernau",
        kind="municipality",
        role="Nachnutzung",
        passes_on=True,
        emergency=Partner.Emergency.PENDING,
    )
    for who, amount in ((None, 1_000_000), (partner, 200_000)):
        line = PlanLine.objects.create(
            application=application, side="expense", kind="staff", eligible=True, partner=who
        )
        year = application.call_version.first_year
        PlanAmount.objects.create(line=line, year=year, amount=amount)
    return type(one).objects.get(pk=one.pk)


def findings(candidacy, amount, eligible):
    proposal = award_of(candidacy, Decimal(amount), eligible_amount=Decimal(eligible))
    return [finding.sentence for finding in within_rate(candidacy, proposal, {})]


def test_the_plan_grants_each_partner_its_own_rate(candidacy):
    application = candidacy.application
    assert plan_of(application).grant_allowed(terms_of(application)) == Decimal("830000.00")


def test_the_proposal_may_go_as_far_as_the_plan_and_not_a_cent_further(candidacy):
    assert findings(candidacy, "830000.00", 1_200_000) == []
    (sentence,) = findings(candidacy, "830000.01", 1_200_000)
    assert "höchstens 830.000,00\xa0€" in sentence
    assert "Partner mit eigenem Satz eingerechnet" in sentence


def test_what_is_recognised_less_is_taken_from_all_alike(candidacy):
    """Half of the expenses: half of 830,000 euros."""
    assert findings(candidacy, "415000.00", 600_000) == []
    assert len(findings(candidacy, "415000.01", 600_000)) == 1


@pytest.mark.parametrize(("recognised", "passed_on"), [(1_200_000, "180000"), (600_000, "90000")])
def test_the_partner_gets_its_own_rate_passed_on(candidacy, recognised, passed_on):
    award = Award(eligible_amount=Decimal(recognised), rate=Decimal("0.65"))
    application = Application.objects.get(pk=candidacy.application_id)
    (onward,) = onward_grants_of(award, application)
    assert onward.amount == Decimal(passed_on)


def test_without_an_emergency_the_partner_gets_the_rate_of_the_award(candidacy):
    candidacy.application.partners.update(emergency=Partner.Emergency.NONE)
    award = Award(eligible_amount=Decimal(1_200_000), rate=Decimal("0.65"))
    application = Application.objects.get(pk=candidacy.application_id)
    (onward,) = onward_grants_of(award, application)
    assert onward.amount == Decimal(130_000)


def test_the_final_account_gives_each_partner_its_rate_line_by_line():
    """700,000 at 65 % and 200,000 at 90 % make 635,000; cuts and too much stay with the rules."""
    award = running.award(partner=True)
    lines = PlanLine.objects.filter(application=award.decision.candidacy.application)
    partner = Partner.objects.get()
    lines.filter(kind="investment").update(partner=partner)
    spent = [(1, "700.000,00"), (2, "200.000,00")]
    day = f"{award.starts_on:%d.%m.%Y}"
    rows = [f"R-{line};{day};Firma;Bau;{line};{amount}" for line, amount in spent]
    with running.after_the_end(award):
        report = running.opened(award, "proof")
        listing = io.BytesIO("\n".join([running.HEAD, *rows]).encode())
        report = running.written(running.with_vouchers(report, listing))
        submit_report(report, by=running.signatory(report))
        check = checking.begin_check(type(report).objects.get(pk=report.pk), by=cast.officer())
        assert account_of(check).final == Decimal("585000.00"), "one rate for all"
        Partner.objects.update(emergency=Partner.Emergency.PENDING)
        check = type(check).objects.get(pk=check.pk)
        account = account_of(check)
    assert account.final == Decimal("635000.00")
    assert account.lines[2:4] == (
        "Eberswalde: 65 % von 700.000,00 Euro = 455.000,00 Euro.",
        "Stadtwerke: 90 % von 200.000,00 Euro = 180.000,00 Euro.",
    )
    assert account.lines[-2] == "Summe nach Sätzen = 635.000,00 Euro."
    award = check.report.award
    assert terms_in_step(award).rate == award.amount / award.eligible_amount
