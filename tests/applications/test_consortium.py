"""A consortium: one role each, told at the invitation; sharing; leaving without loss."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organisation
from applications.actions import consortium, drafting, planning, rows
from applications.actions.editing import Edit
from applications.actions.submission import withdraw_application
from applications.checks import open_points
from applications.consortium import money_of
from applications.finance import plan_of, terms_of
from applications.models import Application, Partner, PlanLine
from applications.permissions import may_contribute
from applications.plan_rows import state_of
from core.models import OutboxMail
from core.refusals import EditConflict, RuleViolation
from core.workflow import Attempt
from tests import cast
from tests.applications.complete import fill, submit
from tests.applications.consortia import add_partner, at_work, invited, with_partner
from tests.applications.drafts import colleague, new_draft, signed_in

pytestmark = pytest.mark.django_db
BOUND = "schon an einem anderen Antrag beteiligt"


def of_kind(name, kind):
    return Organisation.objects.create(name=name, kind=kind)


def second_draft(partner, name="Zossen"):
    """Another town's draft to the same call."""
    town, call = cast.town(name), partner.application.call_version.call
    draft, _ = drafting.start_application(call, town, by=cast.editor(town))
    return draft


def test_who_leads_an_application_is_refused_as_a_partner_where_it_is_named():
    partner = with_partner()
    other = second_draft(partner)
    with pytest.raises(RuleViolation, match=BOUND) as refusal:
        add_partner(partner.application, other.organisation)
    assert refusal.value.findings[0].field == "organisation"
    typed = {"name": "Zossen", "kind": "municipality", "role": "Daten"}
    url = reverse("add_partner", args=[partner.application.key])
    page = signed_in(cast.editor()).post(url, typed | {"organisation": other.organisation.ags})
    assert page.status_code == 409
    assert BOUND in page.content.decode()


def test_the_refusal_names_neither_the_other_application_nor_its_lead():
    partner = with_partner()
    invited(partner)
    other = second_draft(partner)
    with pytest.raises(RuleViolation, match=BOUND) as refusal:
        add_partner(other, partner.organisation)
    assert "Eberswalde" not in str(refusal.value)
    assert partner.application.key not in str(refusal.value)


def test_a_partner_bound_after_it_was_named_is_told_at_the_invitation_by_page_and_action():
    partner = with_partner()
    other = add_partner(second_draft(partner), partner.organisation)
    invited(other)
    page = signed_in(cast.editor()).post(
        reverse("invite_partner_person", args=[partner.application.key, partner.position]),
        {"email": "rat@bernau.example"},
    )
    assert page.status_code == 409
    assert BOUND in page.content.decode()
    assert "rat@bernau.example" in page.content.decode()
    assert not partner.people.exists()
    assert not OutboxMail.objects.filter(recipient="rat@bernau.example").exists()


def test_an_invited_town_is_told_by_whom_and_may_start_after_it_left():
    partner = with_partner()
    invited(partner)
    town = partner.organisation
    by, call = cast.editor(town), partner.application.call_version.call
    with pytest.raises(RuleViolation, match="eingeladen von „Eberswalde“"):
        drafting.start_application(call, town, by=by)
    consortium.leave_consortium(partner, by=by)
    draft, created = drafting.start_application(call, town, by=by)
    assert created
    assert not Partner.objects.filter(application=partner.application).exists()
    assert draft.organisation == town


def test_only_naming_a_town_does_not_keep_it_from_applying():
    partner = with_partner()
    assert second_draft(partner, "Bernau").organisation == partner.organisation


def test_a_submission_is_refused_when_its_partner_leads_another_application():
    partner = with_partner()
    second_draft(partner, "Bernau")
    application = fill(partner.application)
    with pytest.raises(RuleViolation, match=BOUND):
        submit(application)
    codes = [f.code for f in open_points(application, Attempt(by=cast.editor()))]
    assert codes == ["bound_elsewhere"]


def test_partner_roles_count_only_where_the_call_says_so_and_only_for_who_could_apply():
    draft = new_draft(roles_per_organisation=None)
    other, _ = drafting.start_application(
        draft.call_version.call, cast.town("Zossen"), by=cast.editor(cast.town("Zossen"))
    )
    assert add_partner(draft, other.organisation).organisation == other.organisation


def test_a_university_helps_many_towns():
    partner = with_partner(of_kind("Hochschule", "university"))
    invited(partner)
    other = add_partner(second_draft(partner), partner.organisation)
    assert invited(other, "zweite@hochschule.example").partner == other


def test_the_lead_is_not_its_own_partner():
    draft = new_draft()
    with pytest.raises(RuleViolation, match="kann nicht zugleich Partner sein"):
        add_partner(draft, draft.organisation)


def test_a_withdrawn_application_binds_nobody():
    partner = with_partner()
    other = second_draft(partner, "Bernau")
    withdraw_application(other, by=cast.signatory(other.organisation))
    assert invited(partner).partner == partner


def shared_with(partner, *sections):
    return consortium.share_with_partner(
        partner, sections, seen=partner.shared_sections, by=cast.editor()
    )


def test_sharing_is_set_by_the_lead_and_a_second_window_does_not_overwrite_it():
    partner = with_partner()
    person = at_work(partner)
    with pytest.raises(PermissionDenied):
        consortium.share_with_partner(partner, ["plan"], seen=[], by=person)
    shared_with(partner, "project", "plan")
    with pytest.raises(EditConflict):
        consortium.share_with_partner(partner, ["topics"], seen=[], by=colleague())
    assert Partner.objects.get().shared_sections == ["plan", "project"]


def roles():
    """Everybody who might look at a partner role, by name."""
    town = cast.town()
    return {
        "editor of the lead": cast.editor(town),
        "guest": cast.person("Gero Gast", "guest", town),
        "officer": cast.officer(),
        "stranger": cast.person("Frida Fremd", "editor", cast.town("Fernau")),
        "team of the partner": cast.person("Tara Team", "editor", cast.town("Bernau")),
        "guest of the partner": cast.person("Gitta Gast", "guest", cast.town("Bernau")),
        "nobody": cast.person("Nora Niemand"),
    }


def test_predicate_and_query_agree_for_all_roles_and_partners():
    first = with_partner()
    person = at_work(first)
    named = add_partner(first.application, cast.town("Biesenthal"))
    ended = add_partner(first.application, cast.town("Werneuchen"))
    left = at_work(ended, "ende@werneuchen.example")
    consortium.end_partner_person(ended.people.get(), by=cast.editor())
    waiting = add_partner(first.application, cast.town("Oderberg"))
    invited(waiting, "wartet@oderberg.example")
    people = roles() | {"person": person, "left": left}
    partners = [first, named, ended, waiting]
    table = {
        (name, partner.position): may_contribute(partner, somebody)
        for name, somebody in people.items()
        for partner in partners
    }
    queried = {
        (name, partner.position): partner in Partner.objects.visible_to(somebody)
        for name, somebody in people.items()
        for partner in partners
    }
    assert table == queried
    allowed = {key for key, may in table.items() if may}
    assert allowed == {("person", first.position), ("team of the partner", first.position)}


def test_the_lines_of_a_partner_are_its_own_and_those_of_others_stay_closed():
    partner = with_partner()
    person, year = at_work(partner), partner.application.call_version.first_year
    whose = {"by": person, "partner": partner}
    planning.add_line(partner.application, {"kind": "staff", "label": "Leitung"}, by=cast.editor())
    state = state_of(partner.application, partner)
    planning.save_plan(
        partner.application, {"staff": {year: Decimal(7)}}, seen=state.version, **whose
    )
    own = PlanLine.objects.get(partner=partner)
    assert (own.kind, own.amounts.get().amount) == ("staff", 7)
    foreign = PlanLine.objects.get(label="Leitung")
    for work in (
        lambda: planning.change_line(foreign, Edit({"label": "x"}, 1), **whose),
        lambda: planning.remove_line(foreign, **whose),
        lambda: planning.add_line(partner.application, {"kind": "staff"}, by=person),
        lambda: rows.change_row(partner, Edit({"role": "x"}, 1), by=person),
        lambda: drafting.save_project(partner.application, Edit({"title": "x"}, 1), by=person),
    ):
        with pytest.raises(PermissionDenied):
            work()
    planning.change_line(own, Edit({"label": "Stelle", "partner": None}, own.version), **whose)
    assert PlanLine.objects.get(pk=own.pk).partner == partner
    assert money_of(partner).expenses == 7


def test_a_partner_in_need_gets_its_own_rate_for_its_own_expenses():
    partner = with_partner()
    year = partner.application.call_version.first_year
    terms = {"emergency": "approved", "emergency_authority": "Landkreis", "emergency_year": 2027}
    consortium.save_partner_terms(partner, Edit(terms, partner.version), by=at_work(partner))
    for whose, amount in ((None, "100000"), (partner, "50000.01")):
        line = planning.add_line(
            partner.application, {"kind": "staff", "partner": whose}, by=cast.editor()
        )
        line.amounts.create(year=year, amount=Decimal(amount))
    application = Application.objects.get(pk=partner.application_id)
    plan, agreed = plan_of(application), terms_of(application)
    assert plan.grant_allowed(agreed) == Decimal("110000.01")  # 65 % of 100000, 90 % of 50000.01
    assert money_of(Partner.objects.get()).rate == Decimal("0.90")


def test_a_partner_named_while_somebody_submits_is_not_overlooked(monkeypatch):
    """The call is locked for partners before the application is: one more may have come between."""
    draft = fill(with_partner().application)
    monkeypatch.setattr("applications.actions.submission.lock_call_of_partners", lambda one: False)
    with pytest.raises(RuleViolation) as refusal:
        submit(draft)
    assert [finding.code for finding in refusal.value.findings] == ["changed"]
    assert Application.objects.get(pk=draft.pk).status == Application.Status.DRAFT
