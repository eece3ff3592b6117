"""After the letters: errors of fact, objections to formal rejections, the published list."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.actions import formal
from applications.models import Application, FormalRejection
from awards.actions.awarding import send_award
from awards.actions.fact_errors import answer_fact_error, point_out, reopen_after_error
from awards.actions.publishing import propose_publication, publish_list
from awards.fact_errors import open_until
from core import clock
from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.actions.deciding import approve_rejection, send_rejection
from evaluation.models import Candidacy
from evaluation.permissions import may_propose
from tests import cast
from tests.applications.complete import complete, submit
from tests.awards import casting
from tests.evaluation import panel_casting as jury

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def refused(version):
    """Return a rejection whose letter is sent."""
    one = casting.ranked(version, "Eberswalde")[0]
    decision = casting.co_signed(one, casting.rejection())
    return approve_rejection(decision, by=cast.head_of_unit()).decision


def test_an_error_of_fact_is_pointed_out_in_time_and_answered_once():
    decision = refused(cast.open_call())
    hint = point_out(decision, "I1", "Anlage 3 lag bei.", by=cast.editor())
    with pytest.raises(PermissionDenied):
        point_out(decision, "I1", "Fremd.", by=cast.person("Frida Fremd", "editor", cast.town("X")))
    with pytest.raises(PermissionDenied):
        answer_fact_error(hint, right=True, answer="Ja.", by=cast.head_of_unit())
    answer_fact_error(hint, right=False, answer="Sie fehlte.", by=cast.officer())
    with pytest.raises(RuleViolation, match="schon beantwortet"):
        answer_fact_error(hint, right=True, answer="Doch.", by=cast.officer())


def test_the_period_is_a_setting_of_the_call_and_ends(time_machine):
    decision = refused(cast.open_call(fact_error_days=3))
    letter = decision.rejection_letter
    assert (open_until(decision) - letter.notified_on).days == 3
    time_machine.move_to(open_until(decision).replace(year=open_until(decision).year + 1))
    with pytest.raises(RuleViolation, match="abgelaufen"):
        point_out(decision, "", "Zu spät.", by=cast.editor())


def test_an_error_that_was_right_reopens_the_review_and_ends_in_a_new_letter():
    decision = refused(cast.open_call())
    first = decision.rejection_letter.snapshot_id
    with pytest.raises(RuleViolation, match="als zutreffend"):
        reopen_after_error(decision, note="Prüfen.", by=cast.head_of_unit())
    hint = point_out(decision, "I1", "Anlage 3 lag bei.", by=cast.editor())
    answer_fact_error(hint, right=True, answer="Stimmt.", by=cast.officer())
    with pytest.raises(PermissionDenied):
        reopen_after_error(decision, note="Prüfen.", by=cast.officer())
    reopen_after_error(decision, note="Anlage 3 lag bei.", by=cast.head_of_unit())
    candidacy = Candidacy.objects.get()
    assert candidacy.status == Candidacy.Status.IN_REVIEW
    actions.close_review(candidacy, by=cast.officer(), note="Neu gelesen.")
    version = candidacy.application.call_version
    actions.freeze_ranking(version, by=cast.officer(), budget=cast.euros("1"))
    candidacy = Candidacy.objects.get()
    assert may_propose(candidacy, cast.officer())
    again = casting.co_signed(candidacy, casting.rejection("Auch mit Anlage 3 reicht es nicht."))
    letter = approve_rejection(again, by=cast.head_of_unit())
    assert letter.snapshot_id != first
    assert send_rejection(letter.decision).snapshot_id == letter.snapshot_id, "sent once"


def test_a_formal_rejection_is_a_notice_with_remedy_and_may_be_objected_to(client):
    application = complete()
    submit(application)
    application = Application.objects.get(pk=application.pk)
    check = formal.start_formal_check(application, by=cast.officer())
    formal.judge_rule(check, "assessable", verdict="not_met", note="Leer.", by=cast.officer())
    formal.propose_rejection(check, reasons="Der Antrag ist leer.", by=cast.officer())
    formal.confirm_formal_check(check, by=cast.second_officer())
    notice = FormalRejection.objects.get()
    content = thaw(notice.snapshot)
    assert content["remedies"] == application.call_version.guideline_version.remedies
    assert content["reasons"] == "Der Antrag ist leer."
    assert notice.remedy_until > notice.notified_on > notice.sent_on
    today = clock.today()
    actions.record_objection(application, "action", today, "Klage.", by=cast.officer())
    client.force_login(cast.editor(application.organisation), backend=BACKEND)
    page = client.get("/kommune/bescheide/").content.decode()
    assert "Formaler Ablehnungsbescheid" in page
    letter = client.get(reverse("formal_rejection_pdf", args=[application.key]))
    assert letter.content.startswith(b"%PDF")


def test_the_list_names_the_funded_and_the_jury_and_nobody_who_was_rejected(client):
    version = cast.open_call()
    session = jury.opened(version, "Eberswalde", "Neustadt")
    won, lost = (jury.item_of(session, town) for town in ("Eberswalde", "Neustadt"))
    jury.voted(session, [won])
    jury.voted(session, [lost], "not_proposed", "Dasselbe wie nebenan.")
    jury.recorded(session)
    decision = casting.co_signed(won.candidacy, casting.award_of(won.candidacy))
    from awards.actions.awarding import approve_for_sending

    with pytest.raises(RuleViolation, match="noch kein Zuwendungsbescheid"):
        propose_publication(version, by=cast.officer())
    send_award(approve_for_sending(decision, by=cast.head_of_unit()), by=cast.officer())
    made = propose_publication(version, by=cast.officer())
    with pytest.raises(PermissionDenied):
        publish_list(made, by=cast.officer())
    address = f"/foerderaufrufe/{version.call.slug}/ergebnis/"
    assert client.get(address).status_code == 404
    publish_list(made, by=cast.head_of_unit())
    page = client.get(address).content.decode()
    for word in ("Eberswalde", "Deutscher Städtetag", "Clara Chefin", "Dasselbe wie nebenan."):
        assert word in page
    assert "Neustadt" not in page
    assert address in client.get(f"/foerderaufrufe/{version.call.slug}/").content.decode()
