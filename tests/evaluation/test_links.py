"""Ties nobody declares: mail addresses, applications made together; and what was opened."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Role
from evaluation import actions
from evaluation.conflicts import conflicts
from evaluation.models import Candidacy
from evaluation.pool import case_of, reviewers_of, with_facts
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def found(candidacy: Candidacy) -> list[str]:
    """Return the sentences against the only reviewer of the pool."""
    case = case_of(with_facts(Candidacy.objects.filter(pk=candidacy.pk)).get())
    (facts,) = reviewers_of(candidacy.application.call_version)
    return [one.sentence for one in conflicts(facts, case)]


def with_address(somebody, address: str) -> None:
    somebody.email = address
    somebody.save()


@pytest.mark.parametrize(
    ("theirs", "own", "is_linked"),
    [
        ("zoe@stadt-eberswalde.example", "gerda@stadt-eberswalde.example", True),
        ("zoe@gmx.de", "gerda@gmx.de", False),
        ("gerda@gmx.de", "Gerda+gutachten@gmx.de", True),
        ("zoe@stadt-eberswalde.example", "gerda@eberswalde.example", False),
    ],
)
def test_a_mail_domain_of_the_applicant_and_an_alias_are_seen(theirs, own, is_linked):
    candidacy = casting.candidacy(cast.open_call())
    signatory = candidacy.application.organisation.memberships.get().person
    with_address(signatory, theirs)
    with_address(casting.reviewer().person, own)
    sentence = (
        "Über dieselbe E-Mail-Adresse oder Domain verbunden: Eberswalde stellt diesen Antrag."
    )
    assert found(candidacy) == ([sentence] if is_linked else [])


def test_a_domain_that_several_organisations_use_says_nothing():
    candidacy = casting.candidacy(cast.open_call())
    cast.person("Edda", Role.EDITOR, cast.town("Fernau"))
    casting.reviewer()
    assert found(candidacy) == []


def test_who_applied_together_before_does_not_judge_the_other():
    version = cast.open_call()
    university = Organisation.objects.create(kind="university", name="Hochschule Barnim")
    casting.admitted(cast.open_call(slug="frueher"), partners=(university,))
    candidacy = casting.candidacy(version)
    casting.reviewer(employer=university)
    assert found(candidacy) == ["Früher gemeinsam beantragt: Eberswalde stellt diesen Antrag."]


def test_an_old_partner_says_nothing_about_the_neighbours_of_the_town():
    version = cast.open_call()
    university = Organisation.objects.create(kind="university", name="Hochschule Barnim")
    casting.admitted(cast.open_call(slug="frueher"), partners=(university,))
    casting.reviewer(employer=university)
    assert found(casting.candidacy(version, "Bernau", land="BB", district_key="12060")) == []


def test_after_a_late_conflict_the_office_sees_what_was_opened_and_the_score_is_gone():
    version = cast.open_call()
    gerda, gero = casting.reviewer(), casting.reviewer("Gero")
    one = casting.in_review(version, gerda, gero)
    mine = one.assignments.get(reviewer=gerda)
    client = Client()
    client.force_login(gerda.person)
    for _ in range(2):
        client.get(reverse("review", args=[mine.key]))
    for assignment, points in zip(one.assignments.order_by("pk"), (5, 3), strict=True):
        casting.submitted(assignment, points)
    closed = actions.close_review(one, by=cast.officer(), note="Geklärt.")
    actions.declare(mine, by=gerda.person, answer="conflict", reason="Neuer Auftrag.")
    assert Candidacy.objects.get(pk=closed.pk).total is None
    assert client.get(reverse("review", args=[mine.key])).status_code == 302
    office = Client()
    office.force_login(cast.officer())
    page = office.get(reverse("assignment", args=[mine.key])).content.decode()
    assert "2-mal" in page
    assert "Antrag" in page
