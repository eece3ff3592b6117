"""The pool of reviewers: invitation, profile, ties, refusal of an assignment, fees."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from core import audit, clock
from core.models import OutboxMail
from core.refusals import EditConflict, RuleViolation
from evaluation import actions
from evaluation.actions.pool import Profile
from evaluation.conflicts import obstacles
from evaluation.models import Assignment, Candidacy, Reviewer
from evaluation.pool import case_of, reviewers_of, with_facts
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def reasons(candidacy: Candidacy, reviewer: Reviewer) -> list[str]:
    """Return the codes of what stands against this pair."""
    case = case_of(with_facts(Candidacy.objects.filter(pk=candidacy.pk)).get())
    pool = {facts.key: facts for facts in reviewers_of(candidacy.application.call_version)}
    return [found.code for found in obstacles(pool[reviewer.key], case)]


def test_who_is_invited_gets_an_account_and_must_accept_before_anything_is_assigned():
    candidacy = casting.candidacy(cast.open_call())
    new = actions.invite_reviewer("Nina@Allmende.example", "Nina Neu", by=cast.officer())
    assert OutboxMail.objects.filter(recipient="nina@allmende.example").count() == 1
    assert reasons(candidacy, new) == ["unavailable"]
    person = Person.objects.get(email="nina@allmende.example")
    assert not person.has_usable_password()
    assert "Einladung annehmen" in signed_in(person).get(reverse("my_profile")).content.decode()
    signed_in(person).post(reverse("accept_invitation"))
    assert reasons(candidacy, new) == []
    assert Reviewer.objects.get(pk=new.pk).trained_at is None
    signed_in(person).post(reverse("confirm_training"))
    assert "Gelesen am" in signed_in(person).get(reverse("my_profile")).content.decode()


def test_nobody_is_invited_twice_and_nobody_of_the_office():
    reviewer = casting.reviewer()
    for person in (reviewer.person, cast.head_of_unit()):
        with pytest.raises(RuleViolation):
            actions.invite_reviewer(person.email, person.name, by=cast.officer())
    with pytest.raises(PermissionDenied):
        actions.invite_reviewer("x@allmende.example", "X", by=cast.head_of_unit())


def entered(**changes) -> dict[str, object]:
    whole = {"land": "HH", "employer": "", "home": "", "languages": "Deutsch", "capacity": "5"}
    whole |= {"absent_from": "", "absent_until": "", "version": "1"}
    return whole | changes


def test_a_profile_keeps_expertise_employer_and_absence():
    version, reviewer, town = cast.open_call(), casting.reviewer(), cast.town()
    topics = [row.code for row in version.topics.filter(kind="action_field")]
    levels = {f"topic_{code}": "0" for code in topics} | {f"topic_{topics[0]}": "3"}
    sent = entered(employer=town.name, absent_from="01.03.2027", absent_until="05.03.2027")
    client = signed_in(reviewer.person)
    assert client.post(reverse("my_profile"), sent | levels).status_code == 302
    stored = Reviewer.objects.get()
    assert stored.employer == town
    assert stored.expertise.get(topic_code=topics[0]).level == 3
    assert stored.absent_until.day == 5
    assert client.post(reverse("my_profile"), sent | levels).status_code == 409, "an old version"
    assert audit.last(stored).step == "save_profile"


@pytest.mark.parametrize(
    ("field", "value"), [("employer", "Nirgendwo"), ("absent_until", "05.03.2027")]
)
def test_a_profile_that_cannot_be_read_is_not_kept(field, value):
    reviewer = casting.reviewer()
    answer = signed_in(reviewer.person).post(reverse("my_profile"), entered(**{field: value}))
    assert answer.status_code == 200
    assert Reviewer.objects.get().version == 1


def test_an_older_window_overwrites_nothing():
    reviewer = casting.reviewer()
    profile = Profile("BE", None, None, "Deutsch", 3, None, None)
    actions.save_profile(reviewer, profile, {}, by=reviewer.person, version=1)
    with pytest.raises(EditConflict):
        actions.save_profile(reviewer, profile, {}, by=reviewer.person, version=1)


def test_who_is_away_is_not_assigned():
    candidacy, reviewer = casting.candidacy(cast.open_call()), casting.reviewer()
    today = clock.today()
    away = Profile("HH", None, None, "", 5, today, today + timedelta(days=3))
    actions.save_profile(reviewer, away, {}, by=reviewer.person, version=1)
    assert reasons(candidacy, reviewer) == ["unavailable"]


def test_an_adviser_is_barred_also_for_three_years_after_the_contract():
    candidacy, reviewer = casting.candidacy(cast.open_call()), casting.reviewer()
    town = candidacy.application.organisation
    client = signed_in(reviewer.person)
    client.post(reverse("add_tie"), {"kind": "adviser", "organisation": town.name})
    assert reasons(candidacy, reviewer) == ["own_organisation"]
    client.post(reverse("end_tie", args=[reviewer.ties.get().key]))
    assert reasons(candidacy, reviewer) == ["own_organisation"]
    with clock.stopped_at(clock.now() + timedelta(days=3 * 365 + 1)):
        assert reasons(candidacy, reviewer) == []


def test_declining_ends_access_and_tells_the_officer():
    one = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    assignment = one.assignments.get(reviewer__person__name="Gero")
    client = signed_in(assignment.reviewer.person)
    assert client.post(reverse("decline_assignment", args=[assignment.key])).status_code == 200
    client.post(reverse("decline_assignment", args=[assignment.key]), {"reason": "Keine Zeit."})
    assert Assignment.objects.get(pk=assignment.pk).status == Assignment.Status.DECLINED
    review = client.get(reverse("review", args=[assignment.key]), follow=True).content.decode()
    assert "Eberswalde beschreibt" not in review
    assert "Keine Zeit." in OutboxMail.objects.get(recipient=cast.officer().email).body
    assert reasons(one, assignment.reviewer) == ["assigned_before"]


def test_a_submitted_review_cannot_be_declined():
    one = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    assignment = one.assignments.first()
    casting.submitted(assignment)
    with pytest.raises(PermissionDenied):
        actions.decline_assignment(assignment, by=assignment.reviewer.person, reason="Zu spät.")


def test_the_list_for_fees_has_one_line_a_submitted_review():
    version = cast.open_call()
    casting.reviewed(version, "Aalen", 4, 4)
    answer = signed_in(cast.officer()).get(reverse("submitted_reviews", args=[version.call.slug]))
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert '"Gutachten 0"' in lines[1]


def test_reminders_reach_everybody_with_open_work_once():
    version = cast.open_call(review_until=clock.today())
    people = casting.reviewer(), casting.reviewer("Gero")
    one = casting.in_review(version, *people)
    casting.submitted(one.assignments.get(reviewer=people[0]))
    assert actions.remind_reviewers(version, by=cast.officer()) == 1
    assert OutboxMail.objects.filter(subject__startswith="Erinnerung").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_pool_takes_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    cast.open_call()
    for number in range(count):
        casting.reviewer(f"Gero {number}", expertise={"wasser": 3})
    client = signed_in(cast.officer())
    with django_assert_num_queries(7):
        assert client.get(reverse("reviewers")).status_code == 200
