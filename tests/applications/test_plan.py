"""The finance plan: no cent is lost, the server reckons, two people never overwrite each other."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications.actions import planning
from applications.actions.editing import Edit
from applications.checks.money import findings_in
from applications.finance import Entry, Plan, Terms
from applications.models import PlanAmount, PlanLine
from applications.plan_rows import SIDES, plan_as_typed, state_of
from core.refusals import EditConflict
from tests import cast
from tests.applications.drafts import colleague, new_draft, signed_in

YEARS = range(2028, 2032)
TERMS = Terms(
    Decimal("0.65"), Decimal(15_000_000), Decimal(50_000), Decimal("0.10"), YEARS, "Umsetzung"
)
cents = st.integers(0, 10**11).map(lambda number: Decimal(number) / 100)
lines = st.lists(
    st.builds(
        lambda kind, amounts, eligible: Entry(SIDES[kind], kind, amounts, eligible),
        st.sampled_from(sorted(SIDES)),
        st.dictionaries(st.sampled_from(list(YEARS)), cents),
        st.booleans(),
    ),
    max_size=30,
)


@given(lines)
def test_no_cent_is_lost_between_lines_years_and_sums(entries):
    plan = Plan(tuple(entries), tuple(YEARS))
    every = sum((amount for entry in entries for amount in entry.amounts.values()), Decimal(0))
    by_year = sum(
        (plan.sum(side, y) for side in ("expense", "financing") for y in YEARS), Decimal(0)
    )
    assert plan.expenses + plan.financing == every == by_year
    assert sum(plan.gaps.values(), Decimal(0)) == plan.gap
    assert plan.eligible <= plan.expenses
    assert plan.grant + plan.own_share <= plan.financing


@given(lines)
def test_a_plan_without_findings_keeps_every_promise(entries):
    plan = Plan(tuple(entries), tuple(YEARS))
    if findings_in(plan, TERMS):
        return
    assert plan.expenses == plan.financing > 0
    assert plan.grant <= plan.eligible * TERMS.rate + Decimal("0.005")
    assert TERMS.minimum_grant <= plan.grant


@given(st.integers(1, 10**9))
def test_the_grant_allowed_is_the_rate_rounded_half_up_once(number):
    eligible = Decimal(number) / 100
    plan = Plan((Entry("expense", "staff", {2028: eligible}),), tuple(YEARS))
    allowed = plan.grant_allowed(TERMS)
    assert abs(allowed - eligible * TERMS.rate) <= Decimal("0.005")


def typed(application, **amounts):
    year = application.call_version.first_year
    return {kind: {year: Decimal(amount)} for kind, amount in amounts.items()}


def page_form(client, application):
    """Return what the page's form would send unchanged."""
    form = client.get(reverse("plan", args=[application.key])).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    return {name: str(value).replace(".", ",") for name, value in values.items()}


@pytest.mark.django_db
def test_amounts_are_stored_by_line_and_year_and_written_into_the_trail():
    application = new_draft()
    planning.save_plan(
        application,
        typed(application, staff="1.10"),
        seen=state_of(application).version,
        by=cast.editor(),
    )
    assert PlanAmount.objects.get().amount == Decimal("1.10")
    assert PlanLine.objects.get().side == "expense"


@pytest.mark.django_db
def test_saving_nothing_new_changes_nothing():
    application = new_draft()
    before = state_of(application).version
    zeros = typed(application, staff="0", grant="0")
    assert planning.save_plan(application, zeros, seen="old", by=cast.editor()).version == before
    assert not PlanLine.objects.exists()


@pytest.mark.django_db
def test_an_older_page_never_overwrites_a_newer_plan():
    application = new_draft()
    seen = state_of(application).version
    planning.save_plan(application, typed(application, staff="5"), seen=seen, by=colleague())
    with pytest.raises(EditConflict):
        planning.save_plan(application, typed(application, staff="6"), seen=seen, by=cast.editor())
    assert PlanAmount.objects.get().amount == 5


@pytest.mark.django_db
def test_lines_of_one_kind_are_told_apart_and_removed_with_their_amounts():
    application = new_draft()
    by, year = cast.editor(), application.call_version.first_year
    for label in ("Projektleitung", "Technik"):
        planning.add_line(application, {"kind": "staff", "label": label}, by=by)
    state = state_of(application)
    amounts = {"staff": {year: Decimal(1)}, "staff-2": {year: Decimal(2)}}
    planning.save_plan(application, amounts, seen=state.version, by=by)
    first = PlanLine.objects.get(label="Projektleitung")
    edit = Edit({"eligible": False}, first.version)
    planning.change_line(first, edit, by=by)
    planning.remove_line(first, by=by)
    left = state_of(application).row("staff")
    assert (left.label, left.amounts[year]) == ("Technik", Decimal(2))


@pytest.mark.django_db
def test_the_page_stores_german_amounts_and_goes_on():
    application = new_draft()
    client = signed_in(cast.editor())
    form = page_form(client, application)
    year = application.call_version.first_year
    form[f"amount-staff-{year}"] = "1.234.567,89 €"
    answered = client.post(reverse("plan", args=[application.key]), form)
    assert answered.url == reverse("documents", args=[application.key])
    assert PlanAmount.objects.get().amount == Decimal("1234567.89")
    assert "1.234.567,89" in client.get(reverse("plan", args=[application.key])).content.decode()


@pytest.mark.django_db
def test_an_unreadable_amount_is_named_with_row_and_year_and_nothing_is_stored():
    application = new_draft()
    client = signed_in(cast.editor())
    form = page_form(client, application)
    year = application.call_version.last_year
    form |= {f"amount-staff-{year}": "viel", f"amount-grant-{year}": "1"}
    answered = client.post(reverse("plan", args=[application.key]), form)
    text = answered.content.decode()
    assert f'href="#id_amount-staff-{year}"' in text
    assert 'value="viel"' in text
    assert answered.context["shown_year"] == year
    assert not PlanAmount.objects.exists()


@pytest.mark.django_db
def test_the_balance_is_reckoned_by_the_server_and_stores_nothing():
    application = new_draft()
    client = signed_in(cast.editor())
    form = page_form(client, application)
    year = application.call_version.first_year
    form |= {f"amount-staff-{year}": "1000000", f"amount-grant-{year}": "650000,01"}
    text = client.post(reverse("plan_balance", args=[application.key]), form).content.decode()
    assert "650.000,00" in text
    assert "Es fehlen" in text
    assert "höchstens 65" in text
    assert not PlanLine.objects.exists()


@pytest.mark.django_db
def test_a_button_of_a_row_saves_first_and_leads_to_its_page():
    application = new_draft()
    client = signed_in(cast.editor())
    form = page_form(client, application) | {"row": "travel"}
    answered = client.post(reverse("plan", args=[application.key]), form)
    assert answered.url == reverse("plan_line", args=[application.key, "travel"])
    client.post(answered.url, {"version": "0", "label": "Bahnfahrten", "eligible": "on"})
    assert PlanLine.objects.get().label == "Bahnfahrten"


@pytest.mark.django_db
def test_a_line_is_added_and_removed_on_the_pages():
    application = new_draft()
    client = signed_in(cast.editor())
    answered = client.post(reverse("new_plan_line", args=[application.key]), {"kind": "eu"})
    assert answered.url == reverse("plan_line", args=[application.key, "eu"])
    assert "Mittel der EU" in client.get(answered.url).content.decode()
    client.post(answered.url, {"then": "remove"})
    assert not PlanLine.objects.exists()


@pytest.mark.django_db
def test_two_people_in_one_plan_see_both_versions():
    application = new_draft()
    mine = signed_in(cast.editor())
    form = page_form(mine, application)
    year = application.call_version.first_year
    planning.save_plan(
        application,
        typed(application, staff="5"),
        seen=state_of(application).version,
        by=colleague(),
    )
    answered = mine.post(
        reverse("plan", args=[application.key]), form | {f"amount-staff-{year}": "7"}
    )
    assert answered.status_code == 409
    assert "Karl Kollege" in answered.content.decode()
    assert PlanAmount.objects.get().amount == 5


@pytest.mark.django_db
def test_typed_amounts_stand_in_for_stored_ones():
    application = new_draft()
    state = state_of(application)
    plan = plan_as_typed(state.rows, {"staff": {YEARS[0]: Decimal(3)}}, YEARS)
    assert plan.expenses == 3


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_costs_the_same_for_one_line_and_for_three(lines, django_assert_num_queries):
    application = new_draft()
    for number in range(lines):
        planning.add_line(application, {"kind": "staff", "label": str(number)}, by=cast.editor())
    client = signed_in(cast.editor())
    with django_assert_num_queries(13):
        client.get(reverse("plan", args=[application.key]))
