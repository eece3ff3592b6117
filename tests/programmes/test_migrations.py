"""The catalogue's chapters come from the groups that published questions had, and go back."""

import pytest

from programmes.models import CallVersion, Question
from tests import cast
from tests.migrating import migrated_back_to

BEFORE = ("programmes", "0006_consortium_rules")


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_published_questions_keep_their_chapter_there_and_back():
    cast.open_call()
    places = sorted((q.code, q.place) for q in Question.objects.all())
    with migrated_back_to(BEFORE) as old:
        rows = old.get_model("programmes", "Question").objects.values_list("code", "group")
        assert sorted(rows) == places
    assert sorted((q.code, q.place) for q in Question.objects.all()) == places
    assert CallVersion.objects.get().chapters.count() == 3
