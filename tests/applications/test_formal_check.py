"""The formal check: same rules, waivers as records, and always a second officer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Role
from applications.actions import formal
from applications.actions.documents import hand_in_document
from applications.checks import TITLES
from applications.models import Application, FormalCheck
from core import audit, pdf
from core.models import OutboxMail
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import answer, complete, pdf_file, submit, submitted
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db


def started(application=None) -> FormalCheck:
    return formal.start_formal_check(application or submitted(), by=cast.officer())


def verdicts(check) -> dict[str, str]:
    return dict(check.results.values_list("code", "verdict"))


def settled(application=None) -> FormalCheck:
    """Return a check in which the officer has judged what only people can judge."""
    check = started(application)
    for code, verdict in verdicts(check).items():
        if verdict == "open":
            formal.judge_rule(check, code, verdict="met", note="Gelesen.", by=cast.officer())
    return check


def status_of(check) -> str:
    return Application.objects.get(pk=check.application_id).status


def test_the_machine_judges_what_it_can():
    found = verdicts(started())
    assert set(found) == set(TITLES)
    assert found.pop("assessable") == "open"
    assert found.pop("council") == "not_due"
    assert set(found.values()) == {"met"}


def test_a_declared_emergency_or_other_funding_is_for_people():
    application = complete()
    answer(application, "doppelfoerderung", "yes")
    answer(application, "doppelfoerderung_liste", "Land: 120.000 €")
    submit(application)
    check = started(Application.objects.get(pk=application.pk))
    assert verdicts(check)["other_funding"] == "open"
    result = check.results.get(code="other_funding")
    assert result.found == ["Andere Förderung: Land: 120.000 €"]


def test_an_admission_needs_every_rule_settled():
    check = started()
    with pytest.raises(RuleViolation) as refused:
        formal.propose_admission(check, by=cast.officer())
    assert [finding.code for finding in refused.value.findings] == ["rule_assessable"]


def test_a_second_officer_admits():
    check = settled()
    formal.propose_admission(check, by=cast.officer())
    with pytest.raises(PermissionDenied):
        formal.confirm_formal_check(check, by=cast.officer())
    assert status_of(check) == "in_formal_check"
    formal.confirm_formal_check(check, by=cast.second_officer())
    assert status_of(check) == "admitted"
    assert OutboxMail.objects.filter(subject__contains="zugelassen").exists()


def test_whoever_proposes_never_confirms_even_if_another_began():
    check = settled()
    formal.propose_admission(check, by=cast.second_officer())
    with pytest.raises(PermissionDenied):
        formal.confirm_formal_check(check, by=cast.second_officer())
    formal.confirm_formal_check(check, by=cast.officer())
    assert status_of(check) == "admitted"


def test_a_rejection_needs_a_broken_rule_and_written_reasons():
    check = settled()
    with pytest.raises(RuleViolation) as refused:
        formal.propose_rejection(check, reasons=" ", by=cast.officer())
    assert {f.code for f in refused.value.findings} == {"nothing_wrong", "no_reasons"}
    formal.judge_rule(check, "assessable", verdict="not_met", note="Leer.", by=cast.officer())
    formal.propose_rejection(check, reasons="Der Antrag ist nicht lesbar.", by=cast.officer())
    formal.confirm_formal_check(check, by=cast.second_officer())
    assert status_of(check) == "formally_rejected"
    mail = OutboxMail.objects.filter(subject__contains="formal abgelehnt").first()
    assert "nicht lesbar" in mail.body


def test_a_waiver_lets_a_rule_pass_and_is_a_record():
    check = settled()
    formal.judge_rule(check, "cap", verdict="not_met", note="Zu hoch.", by=cast.officer())
    with pytest.raises(RuleViolation):
        formal.propose_admission(check, by=cast.officer())
    with pytest.raises(RuleViolation):
        formal.grant_waiver(check, "cap", reason=" ", by=cast.officer())
    formal.grant_waiver(check, "cap", reason="Beschluss der Leitung.", by=cast.officer())
    formal.propose_admission(check, by=cast.officer())
    steps = [event.step for event in audit.trail(check.application)]
    assert "grant_waiver" in steps


def test_a_waiver_can_be_taken_back_while_the_check_is_open():
    check = settled()
    formal.grant_waiver(check, "cap", reason="Versehen.", by=cast.officer())
    formal.revoke_waiver(check, "cap", by=cast.officer())
    assert not check.application.waivers.exists()


def test_nobody_judges_while_a_proposal_waits():
    check = settled()
    formal.propose_admission(check, by=cast.officer())
    with pytest.raises(RuleViolation):
        formal.judge_rule(check, "cap", verdict="not_met", note="", by=cast.officer())
    formal.return_to_check(check, note="Bitte Regel 14 erklären.", by=cast.second_officer())
    formal.judge_rule(check, "cap", verdict="met", note="Geprüft.", by=cast.officer())


def test_nobody_checks_the_application_of_their_own_town():
    application = submitted()
    biased = cast.person("Bea Befangen", Role.OFFICER)
    cast.person("Bea Befangen", Role.EDITOR, application.organisation)
    biased = type(biased).objects.get(pk=biased.pk)
    with pytest.raises(PermissionDenied):
        formal.start_formal_check(application, by=biased)


def test_a_council_resolution_that_follows_is_seen_when_the_rules_run_again():
    check = started()
    requirement = check.application.call_version.document_requirements.get(code="ratsbeschluss")
    hand_in_document(check.application, requirement, pdf_file("beschluss.pdf"), by=cast.editor())
    formal.repeat_rules(check, by=cast.officer())
    assert verdicts(check)["council"] == "met"


def test_running_the_rules_again_keeps_the_officers_word():
    check = started()
    formal.judge_rule(check, "cap", verdict="not_met", note="Von Hand.", by=cast.officer())
    formal.repeat_rules(check, by=cast.officer())
    assert verdicts(check)["cap"] == "not_met"


def test_the_check_is_played_on_the_pages():
    application = submitted()
    first, second = signed_in(cast.officer()), signed_in(cast.second_officer())

    def url(name, *more):
        return reverse(name, args=[application.key, *more])

    first.post(url("start_formal_check"))
    shown = first.get(url("formal_check")).content.decode()
    in_sight, folded = shown.split("Regeln sind erfüllt")
    assert "Bewertbar, in deutscher Sprache" in in_sight and "automatisch geprüft" in folded
    assert first.post(url("propose_admission")).status_code == 409
    assert first.get(url("judge_rule", "assessable")).status_code == 200
    first.post(url("judge_rule", "assessable"), {"verdict": "met", "note": "Gelesen."})
    assert first.post(url("propose_admission")).status_code == 302
    assert "zweite Person" in first.get(url("formal_check")).content.decode()
    assert first.post(url("confirm_formal_check")).status_code == 403
    assert second.post(url("return_to_check"), {"note": ""}).status_code == 409
    second.post(url("confirm_formal_check"))
    assert Application.objects.get().status == "admitted"


def test_the_rejection_letter_is_a_tagged_pdf_for_office_and_municipality():
    check = settled()
    formal.judge_rule(check, "eligible", verdict="not_met", note="Firma.", by=cast.officer())
    formal.propose_rejection(check, reasons="1. Keine Kommune.\n\n2. Firma.", by=cast.officer())
    url = reverse("formal_rejection_pdf", args=[check.application.key])
    assert signed_in(cast.editor()).get(url).status_code == 404
    formal.confirm_formal_check(check, by=cast.second_officer())
    for person in (cast.editor(), cast.officer()):
        answered = signed_in(person).get(url)
        assert answered.content.startswith(b"%PDF")
    assert pdf.STANDARDS


@pytest.mark.parametrize("person", [cast.editor, cast.researcher])
def test_the_office_pages_are_for_the_office(person):
    application = submitted()
    client = signed_in(person())
    for name in ("office_application", "formal_check", "office_documents"):
        assert client.get(reverse(name, args=[application.key])).status_code in (403, 404)
    assert client.get(reverse("inbox")).status_code == 403
