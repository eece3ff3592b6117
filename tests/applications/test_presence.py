"""Colleagues see who has which section of a draft open at the moment."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import Presence
from core import clock
from tests import cast
from tests.applications.drafts import colleague, new_draft, signed_in

pytestmark = pytest.mark.django_db


def test_two_in_one_section_see_each_other_until_one_has_been_away_for_minutes():
    draft, first, second = new_draft(), cast.editor(), colleague()
    section = reverse("answer", args=[draft.key, "klima"])
    tasks = reverse("task_list", args=[draft.key])
    assert "Gerade auch" not in signed_in(first).get(section).content.decode()
    assert f"Gerade auch in diesem Abschnitt: {first}" in page(second, section)
    assert f"Gerade dort: {first}" in page(second, tasks)
    assert f"Gerade dort: {second}" in page(first, tasks)
    elsewhere = page(second, reverse("project", args=[draft.key]))
    assert "Gerade auch" not in elsewhere
    assert Presence.objects.count() == 2, "one row for each person"
    with clock.stopped_at(clock.now() + timedelta(minutes=6)):
        assert "Gerade dort" not in page(second, tasks)
        signed_in(first).post(section, {"value": "Mehr", "version": "0"}, headers={"X-Autosave": 1})
        assert f"Gerade auch in diesem Abschnitt: {first}" in page(second, section)


def page(person, url):
    return " ".join(signed_in(person).get(url).content.decode().split())
