"""A municipality beside the others: medians of few stay blank, the own project does not count."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from awards.models import Award
from reporting.comparison import comparison_of
from tests import cast
from tests.applications.drafts import signed_in
from tests.awards import running

pytestmark = pytest.mark.django_db
TOWNS = ("Eberswalde", "Cham", "Düren", "Emden")


@pytest.fixture
def awards():
    """Four awards; three towns of one size class have drawn 10, 20 and 60 per cent."""
    version = cast.open_call()
    made = [running.award(town, version) for town in TOWNS]
    for award, drawn in zip(made, (50, 10, 20, 60), strict=True):
        running.paid(award, running.GRANT * drawn / 100)
    Organisation.objects.filter(name__in=TOWNS).update(size_class="21")
    return [Award.objects.get(pk=award.pk) for award in made]


def test_the_median_is_that_of_the_others(awards):
    heads, lines = comparison_of(awards[0], 3)
    assert heads[0].endswith("(3)")
    paid = lines[0]
    assert paid.values[:2] == (Decimal("0.5"), Decimal("0.2"))
    assert paid.medians[0] == "20\N{NO-BREAK SPACE}%"


def test_small_groups_are_blank_for_every_kind_of_group(awards):
    _, lines = comparison_of(awards[0], 4)
    assert lines[0].medians == ("", "", "")
    assert lines[0].own == "50\N{NO-BREAK SPACE}%"


def test_a_value_that_only_few_have_is_blank_even_in_a_large_group(awards):
    with running.after_the_end(awards[1]):
        running.handed_in(awards[1], "indicators")
    _, lines = comparison_of(awards[0], 3)
    assert lines[1].medians[0] == ""


def test_the_page_says_why_it_is_blank_and_is_closed_to_others(awards):
    url = reverse("my_comparison", args=[awards[0].key])
    page = signed_in(cast.editor()).get(url).content.decode()
    assert "Weniger als 5 andere Vorhaben haben einen Wert" in page
    assert signed_in(cast.editor(cast.town("Fernau"))).get(url).status_code == 200
    stranger = cast.person("Frida Fremd", "editor", cast.town("Fernau"))
    assert signed_in(stranger).get(url).status_code == 404
    mine = signed_in(cast.editor()).get(reverse("my_evaluation")).content.decode()
    assert url in mine
