"""What a published call asks is remembered; what is in preparation, or was taken back, is not."""

import pytest
from django.db import transaction

from programmes.actions import edit_row, mark_of, offer_for_publication, publish_call
from programmes.catalogue_in_force import load_catalogue, parts_in_force
from programmes.models import CallVersion
from tests import cast

pytestmark = pytest.mark.django_db


def labels(version: CallVersion) -> list[str]:
    """Return the questions as they are loaded for a version that was just fetched."""
    version = CallVersion.objects.get(pk=version.pk)
    load_catalogue(version)
    return [question.label for question in version.questions.all()]


def change(version: CallVersion, label: str) -> None:
    row = version.questions.first()
    edit_row(version, row, fields={"label": label}, seen=mark_of(row), by=cast.officer())


def publish(version: CallVersion) -> CallVersion:
    offered = offer_for_publication(version, by=cast.officer())
    return publish_call(offered, seen=offered.version, by=cast.head_of_unit())


def test_a_published_call_is_read_once_and_is_what_the_database_says(django_assert_num_queries):
    version = cast.open_call()
    stored = [question.label for question in version.questions.all()]
    parts_in_force.cache_clear()
    with django_assert_num_queries(4):
        load_catalogue(version)
    assert labels(version) == stored
    again = CallVersion.objects.get(pk=version.pk)
    with django_assert_num_queries(0):
        load_catalogue(again)
        assert [question.label for question in again.questions.all()] == stored
        assert all(question.criterion or question.chapter for question in again.questions.all())
        assert again.topics.all()
        assert again.document_requirements.all()


def test_preparation_and_a_publication_that_failed_are_forgotten(draft):
    assert labels(draft)[0] != "Anders gefragt"
    change(draft, "Anders gefragt")
    assert labels(draft)[0] == "Anders gefragt"
    with transaction.atomic():
        publish(CallVersion.objects.get(pk=draft.pk))
        assert labels(draft)[0] == "Anders gefragt"
        transaction.set_rollback(True)
    draft = CallVersion.objects.get(pk=draft.pk)
    change(draft, "Noch einmal anders gefragt")
    assert labels(publish(CallVersion.objects.get(pk=draft.pk)))[0] == "Noch einmal anders gefragt"
