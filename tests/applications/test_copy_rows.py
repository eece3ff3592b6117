"""Measures and indicators of an earlier own application are taken over row by row."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.actions.rows import add_row, copy_rows
from applications.models import Application, Indicator, Measure
from core import audit
from tests import cast
from tests.applications.complete import complete
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> Application:
    """A complete earlier application with a second measure."""
    application = complete()
    more = {"name": "Brunnen", "topic_code": "wasser", "description": "Wasser für alle"}
    add_row(application, Measure, more, by=cast.editor())
    return application


@pytest.fixture
def draft(earlier: Application) -> Application:
    return new_draft(slug="naechster-aufruf", title="Nächster Aufruf")


def page(draft: Application, kind: str):
    return signed_in(cast.editor()).get(reverse(f"copy_{kind}", args=[draft.key]))


def take(draft: Application, kind: str, *rows) -> None:
    address = reverse(f"copy_{kind}", args=[draft.key])
    answer = signed_in(cast.editor()).post(address, {"rows": [row.pk for row in rows]})
    assert answer.url == reverse(kind, args=[draft.key])


def test_only_the_ticked_rows_are_taken_over(earlier, draft):
    wanted = earlier.measures.get(name="Brunnen")
    take(draft, "measures", wanted)
    (copy,) = draft.measures.all()
    assert (copy.name, copy.topic_code, copy.position) == ("Brunnen", "wasser", 1)
    assert copy.pk != wanted.pk
    assert audit.last(draft).step == "add_measure"


def test_what_is_there_already_is_not_offered_again(earlier, draft):
    take(draft, "measures", *earlier.measures.all())
    assert "steht nichts, was hier noch fehlt" in page(draft, "measures").content.decode()


def test_indicators_keep_all_they_say(earlier, draft):
    take(draft, "indicators", *earlier.indicators.all())
    fields = ("name", "level", "unit", "baseline", "baseline_on", "target", "target_on", "source")
    assert list(draft.indicators.values_list(*fields)) == list(
        earlier.indicators.values_list(*fields)
    )


def test_an_indicator_follows_its_measure_where_that_was_taken_over_too(earlier, draft):
    earlier.indicators.update(measure=earlier.measures.get(name="Brunnen"))
    first, second = earlier.indicators.all()
    take(draft, "indicators", first)
    take(draft, "measures", earlier.measures.get(name="Brunnen"))
    Indicator.objects.filter(application=draft).delete()
    take(draft, "indicators", second)
    assert draft.indicators.get().measure.name == "Brunnen"


def test_nothing_ticked_is_told_at_the_field(earlier, draft):
    answer = signed_in(cast.editor()).post(reverse("copy_measures", args=[draft.key]), {})
    assert "Wählen Sie mindestens eine Zeile" in answer.content.decode()


def test_rows_of_another_town_are_neither_offered_nor_taken(earlier, draft):
    other = complete(cast.town("Bernau"), slug="dritter-aufruf", title="Dritter Aufruf")
    row = other.measures.get()
    assert f'value="{row.pk}"' not in page(draft, "measures").content.decode()
    with pytest.raises(PermissionDenied):
        copy_rows(draft, [row], by=cast.editor())


def test_without_an_earlier_application_no_link_is_shown():
    only = complete()
    shown = signed_in(cast.editor()).get(reverse("measures", args=[only.key]))
    assert "früheren Antrag" not in shown.content.decode()
