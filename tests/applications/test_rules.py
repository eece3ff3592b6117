"""The one rule set: a complete application has nothing open; each fault is named at its place."""

from datetime import date, timedelta

import pytest

from accounts.models import Organisation
from applications.actions import drafting
from applications.actions.applicant import save_applicant
from applications.actions.editing import Edit
from applications.actions.planning import change_line
from applications.checks import APPLICANT_RULES, RULES, TITLES, open_points
from applications.checks.documents import later_not_due
from applications.models import Application, Indicator, Measure, PlanLine
from core import clock
from core.workflow import Attempt
from programmes.catalogue_in_force import load_catalogue
from programmes.models import CallVersion
from tests import cast
from tests.applications.complete import answer, complete, write_plan
from tests.applications.drafts import new_draft

pytestmark = pytest.mark.django_db


def codes(application, at=None):
    """Return the codes of everything open, as the self-check sees it now."""
    fresh = Application.objects.get(pk=application.pk)
    attempt = Attempt(by=cast.editor(fresh.organisation), at=at or clock.now())
    return {finding.code for finding in open_points(fresh, attempt)}


def test_a_complete_application_has_nothing_open():
    assert codes(complete()) == set()


def test_an_empty_draft_is_told_everything_that_is_missing():
    found = codes(new_draft())
    assert {"project_title", "action_fields", "measures", "indicator_output"} <= found
    assert {"unanswered_ausgangslage", "unanswered_beginn", "plan_empty"} <= found
    assert "document_projektplan" in found


def test_every_rule_has_a_title_and_a_code_of_its_own():
    assert len(TITLES) == len(RULES)
    assert len(APPLICANT_RULES) < len(RULES)


@pytest.mark.parametrize(
    ("code", "value", "finding"),
    [
        ("beginn", "started", "begun"),
        ("vollstaendig", "no", "declaration_vollstaendig"),
        ("doppelfoerderung", "yes", "unanswered_doppelfoerderung_liste"),
        ("ausgangslage", "x" * 3001, "too_long_ausgangslage"),
    ],
)
def test_an_answer_can_open_a_point(code, value, finding):
    application = complete()
    answer(application, code, value)
    assert codes(application) == {finding}


@pytest.mark.parametrize(
    ("amounts", "findings"),
    [
        ({"own_cash": "349999.99"}, {"plan_balance"}),
        ({"grant": "650000.01", "own_cash": "349999.99"}, {"rate"}),
        ({"grant": "600000", "own_cash": "99999.99", "land": "300000.01"}, {"own_share"}),
        (
            {"staff": "76923.05", "grant": "49999.98", "own_cash": "26923.07"},
            {"minimum_grant"},
        ),
        (
            {"staff": "15000000.01", "grant": "9750000", "own_cash": "5250000.01"},
            {"cap"},
        ),
        (
            {"grant": "650000", "own_cash": "110000", "land": "340000", "staff": "1100000"},
            set(),
        ),
    ],
)
def test_the_plan_is_judged_to_the_cent(amounts, findings):
    application = complete()
    write_plan(application, **amounts)
    assert codes(application) == findings


def test_public_money_above_the_eligible_costs_is_found():
    application = complete()
    write_plan(application, other="1000000", grant="650000", own_cash="999999.99", eu="350000.01")
    line = PlanLine.objects.get(application=application, kind="other")
    change_line(line, Edit({"eligible": False}, line.version), by=cast.editor())
    assert codes(application) == {"public_money"}


def test_a_budget_emergency_raises_the_rate():
    application = complete()
    answer(application, "haushaltsnotlage", "pending")
    write_plan(application, grant="900000", own_cash="100000")
    said = {"applicant_authority", "applicant_emergency_on", "applicant_emergency_year"}
    assert codes(application) == {"document_haushaltsnotlage_nachweis", *said}
    facts = {"authority": "Landkreis", "emergency_on": date(2026, 3, 1), "emergency_year": 2025}
    save_applicant(application, Edit(facts, version=1), by=cast.editor())
    assert codes(application) == {"document_haushaltsnotlage_nachweis", "emergency_past_year"}
    save_applicant(application, Edit({"emergency_year": 2026}, version=2), by=cast.editor())
    assert codes(application) == {"document_haushaltsnotlage_nachweis"}


def test_the_strategy_phase_has_its_own_cap():
    application = complete()
    write_plan(application, staff="2500000.01", grant="1625000", own_cash="875000.01")
    edit = Edit({"phase": "strategy"}, application.project.version)
    drafting.save_project(application, edit, by=cast.editor())
    assert codes(application) == {"cap"}


def test_a_council_resolution_is_never_missing_before_its_own_deadline():
    application = complete()
    due = application.call_version.document_requirements.get(code="ratsbeschluss").due_at
    before, after = Attempt(by=cast.editor(), at=due), due + timedelta(microseconds=1)
    assert later_not_due(application, before)
    assert "document_ratsbeschluss" not in codes(application, at=due)
    assert "document_ratsbeschluss" in codes(application, at=after)


def test_an_organisation_of_the_wrong_kind_cannot_apply():
    application = complete()
    Organisation.objects.filter(pk=application.organisation_id).update(kind="company")
    assert codes(application) == {"not_eligible"}


def test_a_second_application_to_the_same_call_is_found():
    application = complete()
    version = application.call_version
    second = CallVersion.objects.get(pk=version.pk)
    second.pk, second.number, second.key = None, 2, "zweite-fassg"
    second.save(force_insert=True)
    Application.objects.create(call_version=second, organisation=application.organisation)
    assert codes(application) == {"second_application"}


def test_a_project_needs_a_measure_and_two_levels_of_indicators():
    application = complete()
    Measure.objects.filter(application=application).delete()
    Indicator.objects.filter(application=application, level="outcome").delete()
    assert codes(application) == {"measures", "indicator_outcome"}


def test_all_rules_together_cost_a_fixed_number_of_queries(django_assert_num_queries):
    application = Application.objects.get(pk=complete().pk)
    attempt = Attempt(by=cast.editor())
    load_catalogue(application.call_version)  # another application's rules have asked for it
    application = Application.objects.get(pk=application.pk)
    with django_assert_num_queries(16):
        open_points(application, attempt)
    with django_assert_num_queries(2):
        open_points(application, attempt)
