"""The office's queue: take the next, hand over, confirm many, learn why applications fail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions.deputies import name_deputy
from accounts.models import Organisation, Role
from applications.actions import formal
from applications.actions.drafting import start_application
from applications.models import Application, Claim, SavedFilter
from core import audit, clock
from tests import cast
from tests.applications.complete import fill, submit, submitted
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
QUEUE = "work_queue"


@pytest.fixture
def two() -> list[Application]:
    """Two submitted applications, the older one first."""
    first = submitted(cast.town("Altstadt"))
    return [first, another("Neustadt", first)]


def another(town: str, first: Application) -> Application:
    """A copy of the submitted row for another town: enough for lists and claims."""
    row = Application.objects.get(pk=first.pk)
    fields = {
        "call_version": row.call_version,
        "organisation": cast.town(town),
        "status": row.status,
        "receipt_number": f"DSR-{town}",
        "submitted_at": row.submitted_at.replace(microsecond=999_999),
        "requested_amount": row.requested_amount,
    }
    copy = Application.objects.create(**fields)
    row.project.pk, row.project.application = None, copy
    row.project.save(force_insert=True)
    return copy


def take(person) -> str:
    return signed_in(person).post(reverse(QUEUE)).url


def also_submitted(first: Application, town: Organisation) -> Application:
    """Another town's complete application to the same call."""
    draft, _ = start_application(first.call_version.call, town, by=cast.editor(town))
    submit(fill(draft))
    return Application.objects.get(pk=draft.pk)


def page_of(application) -> str:
    return reverse("formal_check", args=[application.key])


def test_next_gives_the_oldest_and_two_officers_never_the_same(two):
    assert take(cast.officer()) == page_of(two[0])
    assert take(cast.second_officer()) == page_of(two[1])
    assert take(cast.officer()) == page_of(two[0]), "what one has taken comes first again"
    assert take(cast.person("Dora Dritte", "officer")) == reverse(QUEUE)
    assert Claim.objects.count() == 2


def test_nobody_takes_the_application_of_their_own_town(two):
    cast.person("Olaf Ordentlich", "editor", two[0].organisation)
    assert take(cast.officer()) == page_of(two[1])


def test_an_application_is_handed_over_with_a_note_and_this_is_on_record(two):
    take(cast.officer())
    form = {"officer": cast.second_officer().pk, "note": "Urlaub bis Montag."}
    address = reverse("handling", args=[two[0].key])
    signed_in(cast.officer()).post(address, form)
    claim = Claim.objects.get()
    assert (claim.officer, claim.note) == (cast.second_officer(), "Urlaub bis Montag.")
    assert [one.step for one in audit.trail(two[0])][-2:] == ["claim", "hand_over"]
    queue = signed_in(cast.second_officer()).get(reverse(QUEUE), {"whose": "mine"})
    assert "Urlaub bis Montag." in queue.content.decode()
    free = signed_in(cast.officer()).get(reverse(QUEUE), {"whose": "free"}).content.decode()
    assert "Neustadt" in free and "Altstadt" not in free


def test_a_deputy_goes_on_with_what_an_absent_colleague_has_begun(two):
    absent, deputy = cast.second_officer(), cast.officer()
    take(absent)
    today = clock.today()
    name_deputy(absent, deputy, Role.OFFICER, (today, today), by=absent)
    shown = signed_in(deputy).get(reverse(QUEUE), {"whose": "absent"}).context["page"]
    assert list(shown) == [two[0]]
    assert take(deputy) == page_of(two[0])
    claim = Claim.objects.get()
    assert (claim.officer, claim.note) == (deputy, f"In Vertretung für {absent}.")
    assert take(absent) == page_of(two[1])
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert take(deputy) == page_of(two[0]), "the other one is not the deputy's any more"


def test_only_an_officer_takes_and_hands_over(two):
    for person in (cast.auditor(), cast.head_of_unit()):
        client = signed_in(person)
        assert client.get(reverse(QUEUE)).status_code == 200
        assert client.post(reverse(QUEUE)).status_code == 403
        assert client.post(reverse("handling", args=[two[0].key])).status_code == 403


def proposed(application, *, waive="") -> None:
    """Let the officer propose admission, perhaps with a waiver."""
    by = cast.officer()
    check = formal.start_formal_check(application, by=by)
    formal.judge_rule(check, "assessable", verdict="met", note="Gelesen.", by=by)
    if waive:
        formal.judge_rule(check, waive, verdict="not_met", note="Fehlt.", by=by)
        formal.grant_waiver(check, waive, reason="Härtefall.", by=by)
    formal.propose_admission(check, by=by)


def test_all_green_admissions_are_confirmed_as_a_list_each_with_its_own_entry():
    green = submitted(cast.town("Altstadt"))
    waived = also_submitted(green, cast.town("Neustadt"))
    proposed(green)
    proposed(waived, waive="declarations")
    second, address = signed_in(cast.second_officer()), reverse("ready_to_confirm")
    shown = second.get(address).content.decode()
    assert "Altstadt" in shown and "Neustadt" not in shown
    assert "Altstadt" not in signed_in(cast.officer()).get(address).content.decode()
    answer = second.post(address, {"key": [green.key, waived.key]}, follow=True)
    assert "1 Zulassung bestätigt." in answer.content.decode()
    status = Application.objects.get(pk=green.pk).status
    assert status == Application.Status.ADMITTED
    last = audit.trail(green).last()
    assert (last.step, last.actor_key) == ("admit", cast.second_officer().actor_key)
    assert Application.objects.get(pk=waived.pk).status == Application.Status.IN_FORMAL_CHECK
    reasons = second.get(reverse("why_applications_fail")).content.decode()
    assert "Erklärungen abgegeben" in reasons and "2 geprüfte Anträge" in reasons


def test_nobody_confirms_what_they_proposed():
    green = submitted(cast.town("Altstadt"))
    proposed(green)
    signed_in(cast.officer()).post(reverse("ready_to_confirm"), {"key": green.key})
    assert Application.objects.get(pk=green.pk).status == Application.Status.IN_FORMAL_CHECK


def test_a_filter_of_the_inbox_is_kept_and_forgotten_by_its_owner_only():
    client, stranger = signed_in(cast.officer()), signed_in(cast.second_officer())
    client.post(reverse("save_filter"), {"name": "Bayern", "query": "land=BY&page=3"})
    saved = SavedFilter.objects.get()
    assert saved.query == "land=BY"
    assert "Bayern</a>" in client.get(reverse("inbox")).content.decode()
    assert "Bayern</a>" not in stranger.get(reverse("inbox")).content.decode()
    forget = reverse("forget_filter", args=[saved.key])
    assert stranger.post(forget).status_code == 404
    client.post(forget)
    assert not SavedFilter.objects.exists()
