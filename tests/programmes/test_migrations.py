"""The catalogue's chapters come from the groups that published questions had, and go back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from programmes.models import CallVersion, Question
from tests import cast

BEFORE = [("programmes", "0006_consortium_rules")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_published_questions_keep_their_chapter_there_and_back():
    cast.open_call()
    places = sorted((q.code, q.place) for q in Question.objects.all())
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate(BEFORE)
        rows = old.get_model("programmes", "Question").objects.values_list("code", "group")
        assert sorted(rows) == places
    finally:
        migrate(newest)
    assert sorted((q.code, q.place) for q in Question.objects.all()) == places
    assert CallVersion.objects.get().chapters.count() == 3
