"""Slips of the pen are recognised as such, beside their field, and stand against nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.actions import planning
from applications.actions.formal import start_formal_check
from applications.checks.clerical import slips
from applications.models import Application, Indicator, Measure, Project
from applications.plan_rows import state_of
from applications.self_check import self_check
from core.workflow import Attempt
from tests import cast
from tests.applications.complete import answer, complete, submit, write_plan
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
MARK = "Vermutlich ein Schreibfehler"


def found(application: Application) -> list:
    return slips(Application.objects.get(pk=application.pk))


def check_of(application: Application):
    return self_check(Application.objects.get(pk=application.pk), Attempt(by=cast.editor()))


def by_years(application: Application, kind: str, *amounts: str) -> None:
    years = application.call_version.years
    typed = {kind: dict(zip(years, map(Decimal, amounts), strict=False))}
    seen = state_of(application).version
    planning.save_plan(application, typed, seen=seen, by=cast.editor(application.organisation))


def test_a_complete_application_has_no_slip():
    assert found(complete()) == []


@pytest.mark.parametrize(
    ("own_cash", "words", "meant"),
    [
        ("35000", "Komma", "350.000,00"),
        ("3500000", "Komma", "350.000,00"),
        ("530000", "Zwei Ziffern", "350.000,00"),
    ],
)
def test_a_sum_that_differs_is_explained_by_one_amount(own_cash, words, meant):
    application = complete()
    write_plan(application, staff="1000000", grant="650000", own_cash=own_cash)
    (slip,) = [one for one in found(application) if one.code == "plan_balance"]
    year = application.call_version.first_year
    assert slip.field == f"amount-own_cash-{year}"
    assert words in slip.sentence
    assert meant in slip.sentence


def test_where_several_amounts_may_hold_the_wrong_digit_all_are_named():
    application = complete()
    write_plan(application, staff="1000000", grant="650000", own_cash="350900")
    (slip,) = [one for one in found(application) if one.code == "plan_balance"]
    assert "Eine Ziffer" in slip.sentence
    assert "900,00" in slip.sentence
    assert "Eigenmittel" in slip.sentence


def test_a_difference_that_no_slip_explains_is_left_to_the_rule():
    application = complete()
    write_plan(application, staff="1000000", grant="650000", own_cash="311111")
    assert "plan_balance" in {one.code for one in check_of(application).open_points}
    assert found(application) == []


def test_an_amount_in_the_wrong_year_is_told():
    application = complete()
    by_years(application, "staff", "500000", "500000")
    by_years(application, "grant", "325000", "325000")
    by_years(application, "own_cash", "150000", "200000")
    (slip,) = found(application)
    assert "im falschen Jahr" in slip.sentence


def test_a_year_with_ten_times_its_neighbours_is_a_hint_that_blocks_nothing():
    application = complete()
    by_years(application, "staff", "60000", "600000", "60000", "60000")
    by_years(application, "grant", "39000", "390000", "39000", "39000")
    by_years(application, "own_cash", "21000", "210000", "21000", "21000")
    check = check_of(application)
    assert {one.code for one in check.open_points} <= {"minimum_grant"}
    assert len(check.hints) == 3
    assert all("Komma" in one.sentence for one in check.hints)


def test_years_that_grow_are_no_slip():
    application = complete()
    by_years(application, "staff", "60000", "600000", "800000", "90000")
    assert [one for one in found(application) if "Komma" in one.sentence and not one.code] == []


def test_a_rate_above_the_maximum_says_by_how_much():
    application = complete()
    write_plan(application, staff="1000000", grant="700000", own_cash="300000")
    (slip,) = found(application)
    assert slip.code == "rate"
    assert "70" in slip.sentence
    assert "50.000,00" in slip.sentence


def test_swapped_and_misspelt_dates_are_recognised():
    application = complete()
    year = application.call_version.first_year
    Project.objects.update(starts_on=date(year + 1, 12, 31), ends_on=date(year, 1, 1))
    Measure.objects.update(starts_on=date(year, 5, 1), ends_on=date(year, 4, 1))
    Indicator.objects.filter(position=1).update(target_on=date(2020, 1, 1))
    places = {(one.section, one.field) for one in found(application)}
    assert ("project", "starts_on") in places
    assert ("measures", "1.starts_on") in places
    assert ("indicators", "1.target_on") in places
    Project.objects.update(
        starts_on=date(year, 1, 1), ends_on=date(int(f"20{str(year)[:1:-1]}"), 1, 1)
    )
    assert any(
        "vertauscht" in one.sentence for one in found(application) if one.section == "project"
    )


def test_a_named_attachment_that_is_missing_is_told_once_with_its_section():
    application = complete()
    answer(
        application, "ausgangslage", "Siehe Anlage 7. Unsere Strategie ist als Anlage beigefügt."
    )
    answer(application, "teilhabe", "Die Strategie liegt bei.")
    told = [one for one in found(application) if one.section == "documents"]
    assert len(told) == 2
    assert "Anlage 7" in told[0].sentence
    assert "Vorhandene Strategie" in told[1].sentence
    assert "Ausgangslage" in told[1].sentence


def test_a_document_that_is_not_yet_due_is_never_a_slip():
    application = complete()
    answer(application, "ausgangslage", "Der Ratsbeschluss ist als Anlage beigefügt.")
    assert found(application) == []


def test_the_self_check_marks_slips_first_and_links_them_to_the_amount():
    application = complete()
    write_plan(application, staff="1000000", grant="650000", own_cash="530000")
    Project.objects.update(level="")
    address = reverse("check_application", args=[application.key])
    page = signed_in(cast.editor()).get(address).content.decode()
    year = application.call_version.first_year
    assert f"?jahr={year}#id_amount-own_cash-{year}" in page
    assert page.index(MARK) < page.index("Wählen Sie die räumliche Ebene.")


def test_a_hint_alone_hinders_nobody_from_submitting():
    application = complete()
    answer(application, "ausgangslage", "Siehe Anlage 7.")
    address = reverse("check_application", args=[application.key])
    page = signed_in(cast.editor()).get(address).content.decode()
    assert MARK in page
    assert "Es ist nichts mehr offen." in page
    assert submit(application).receipt_number


def test_the_officer_sees_the_same_slips_in_the_formal_check():
    application = complete()
    answer(application, "ausgangslage", "Siehe Anlage 7.")
    submit(application)
    start_formal_check(Application.objects.get(pk=application.pk), by=cast.officer())
    address = reverse("formal_check", args=[application.key])
    page = signed_in(cast.officer()).get(address).content.decode()
    assert "nennen Sie Anlage 7" in page
    assert "§ 25 Absatz 1 VwVfG" in page
