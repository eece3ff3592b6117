"""The calibration round: scored first, outside the competition, only the own deviation is shown."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.refusals import RuleViolation
from evaluation import actions, review_statistics
from evaluation.anchors import deviations
from evaluation.models import Anchor, AnchorReview, AnchorScore, Calculation
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
NAMES = ("Gerda", "Gero", "Gesa")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def round_of():
    """A call whose three reviewers are asked to score the anchor first."""
    version = cast.open_call()
    people = {name: casting.reviewer(name) for name in NAMES}
    candidacy = casting.in_review(version, *people.values())
    anchor = actions.open_anchor(
        version, title="Musterantrag", text="Ein Muster.", submission=None, by=cast.officer()
    )
    return anchor, people, candidacy


def scored(anchor, reviewer, points):
    judgements = casting.judgements(anchor.call_version, points)
    kept = actions.record_anchor_review(
        anchor, reviewer, by=reviewer.person, version=0, judgements=judgements
    )
    return actions.submit_anchor_review(kept, by=reviewer.person)


def test_nobody_writes_a_review_before_the_anchor_is_scored(round_of):
    anchor, people, candidacy = round_of
    assignment = candidacy.assignments.get(reviewer=people["Gerda"])
    with pytest.raises(RuleViolation, match="Bewerten Sie zuerst"):
        casting.submitted(assignment)
    assert (
        "Zuerst: Kalibrierung"
        in signed_in(people["Gerda"].person).get("/gutachten/").content.decode()
    )
    scored(anchor, people["Gerda"], 3)
    assert casting.submitted(assignment).status == "submitted"
    assert "Zuerst" not in signed_in(people["Gerda"].person).get("/gutachten/").content.decode()


def test_a_reviewer_sees_the_own_deviation_only_and_only_among_three(round_of):
    anchor, people, _ = round_of
    url = reverse("anchor", args=[anchor.key])
    scored(anchor, people["Gerda"], 2)
    scored(anchor, people["Gero"], 4)
    gerda = signed_in(people["Gerda"].person)
    assert "sobald mindestens 3 Personen" in gerda.get(url).content.decode()
    scored(anchor, people["Gesa"], 3)
    page = gerda.get(url).content.decode()
    assert re.search(r"Sie haben 40,0 Punkte vergeben, das sind .20,0 gegenüber dem Mittel", page)
    assert "Gero" not in page
    office = signed_in(cast.officer()).get(
        reverse("calibration_round", args=[anchor.call_version.call.slug])
    )
    assert [row.from_mean for row in office.context["rows"]] == [-20, 20, 0]
    assert all(name in office.content.decode() for name in NAMES)


def test_the_page_scores_checks_and_hands_in(round_of):
    anchor, people, _ = round_of
    client, url = signed_in(people["Gerda"].person), reverse("anchor", args=[anchor.key])
    assert "Ein Muster." in client.get(url).content.decode()
    codes = anchor.call_version.criteria.values_list("code", flat=True)
    form = {"version": "0"}
    for code in codes:
        form |= {f"{code}_points": "4", f"{code}_reason": "", f"{code}_note": ""}
    answer = client.post(url, form | {"check": "1"})
    assert answer.status_code == 409
    assert "Begründen Sie den Punktwert." in answer.content.decode()
    form |= {f"{code}_reason": casting.REASON for code in codes} | {"version": "1", "check": "1"}
    client.post(url, form)
    assert AnchorReview.objects.get().status == "submitted"


def test_the_anchor_enters_no_mean(round_of):
    anchor, people, candidacy = round_of
    for name in NAMES:
        scored(anchor, people[name], 0)
    for assignment in candidacy.assignments.all():
        casting.submitted(assignment, 4)
    closed = actions.close_review(candidacy, by=cast.officer())
    assert closed.total == 80
    asked = Calculation(call_version=anchor.call_version, kind="statistics", seed=1)
    assert len(review_statistics.inputs(asked)["reviews"]) == 3
    assert [one.total for one in deviations(anchor)] == [0, 0, 0]


def test_an_application_of_the_same_call_is_no_anchor_but_one_of_another_is():
    version, other = cast.open_call(), cast.open_call(slug="frueher")
    rival, earlier = (
        casting.admitted(one, town) for one, town in ((version, "Aalen"), (other, "Bonn"))
    )
    opening = {"title": "Anker", "by": cast.officer()}
    with pytest.raises(RuleViolation, match="im Wettbewerb"):
        actions.open_anchor(version, submission=rival.submissions.get(), **opening)
    with pytest.raises(RuleViolation, match="Schreiben Sie einen Text"):
        actions.open_anchor(version, submission=None, **opening)
    client = signed_in(cast.officer())
    url = reverse("calibration_round", args=[version.call.slug])
    client.post(url, {"title": "Anker", "number": earlier.receipt_number, "text": ""})
    assert Anchor.objects.get().submission.application == earlier
    with pytest.raises(RuleViolation, match="schon eine Kalibrierung"):
        actions.open_anchor(version, submission=None, text="Noch einer", **opening)
    with pytest.raises(PermissionDenied):
        actions.open_anchor(other, submission=None, text="x", title="x", by=cast.auditor())


def test_strangers_do_not_see_it_and_what_is_handed_in_stays(round_of):
    anchor, people, _ = round_of
    stranger = casting.reviewer("Gina")
    assert signed_in(stranger.person).get(reverse("anchor", args=[anchor.key])).status_code == 404
    review = scored(anchor, people["Gerda"], 3)
    with pytest.raises(PermissionDenied):
        actions.record_anchor_review(
            anchor, people["Gero"], by=people["Gerda"].person, version=0, judgements={}
        )
    for change in (
        lambda: AnchorReview.objects.filter(pk=review.pk).update(version=9),
        lambda: AnchorScore.objects.filter(review=review).update(points=5),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
