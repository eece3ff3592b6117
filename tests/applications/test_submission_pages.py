"""The way from the check page to the receipt, on pages and through the API, with one voice."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.urls import reverse

from applications.checks.entry import declarations
from applications.models import Application, Project, Submission
from applications.receipts import receipt_number
from core import pdf
from tests import cast
from tests.applications.complete import (
    answer,
    bare_submission,
    complete,
    submit,
    submitted,
    write_plan,
)
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


def page(name, application):
    return reverse(name, args=[application.key])


def press_submit(client, application, **changes):
    ticked = dict.fromkeys(declarations(application), "on")
    form = {**ticked, "version": application.version} | changes
    return client.post(page("submit_application", application), form)


def call_submit(client, application, **changes):
    body = {"confirmed": list(declarations(application)), "version": application.version} | changes
    url = f"/api/v1/antraege/{application.key}/submit/"
    return client.post(url, body, content_type="application/json")


def test_an_editor_sees_what_is_open_with_a_link_to_each_place():
    application = new_draft()
    text = signed_in(cast.editor()).get(page("check_application", application)).content.decode()
    assert "Geben Sie Ihrem Vorhaben einen Titel." in text
    assert f"/antrag/{application.key}/vorhaben/#id_title" in text
    assert f"/antrag/{application.key}/finanzplan/#bilanz" in text
    assert "Weiter zum Einreichen" not in text


def test_from_editor_to_signatory_to_receipt():
    application = complete()
    editor, signatory = signed_in(cast.editor()), signed_in(cast.signatory())
    assert (
        "nichts mehr offen" in editor.get(page("check_application", application)).content.decode()
    )
    editor.post(page("offer_for_signature", application))
    assert Application.objects.get().status == "awaiting_signature"
    assert signatory.get(page("submit_application", application)).status_code == 200
    answered = press_submit(signatory, application, version="")
    assert answered.url == page("receipt", application)
    text = signatory.get(answered.url).content.decode()
    submission = Submission.objects.get()
    assert submission.receipt_number in text
    assert submission.snapshot.sha256[:4] in text


def test_ten_clicks_lead_to_one_receipt():
    application = complete()
    client = signed_in(cast.signatory())
    answers = [press_submit(client, application) for _ in range(10)]
    assert {answered.url for answered in answers} == {page("receipt", application)}
    assert Submission.objects.count() == 1
    text = client.get(page("receipt", application)).content.decode()
    assert "bereits eingereicht" in text


def test_unticked_boxes_are_named_at_their_field():
    application = complete()
    answered = press_submit(signed_in(cast.signatory()), application, authorised="")
    text = answered.content.decode()
    assert answered.status_code == 409
    assert "Fehler:" in text
    assert 'href="#id_authorised"' in text


def test_whoever_may_not_sign_cannot_submit():
    application = complete()
    client = signed_in(cast.editor())
    assert press_submit(client, application).status_code == 403
    assert call_submit(client, application).status_code == 403
    stranger = signed_in(cast.person("Frida Fremd", "signatory", cast.town("Bernau")))
    assert press_submit(stranger, application).status_code == 404
    assert call_submit(stranger, application).status_code == 404


def nothing_filled():
    return new_draft()


def rate_too_high():
    application = complete()
    write_plan(application, grant="650000.01", own_cash="349999.99")
    return Application.objects.get(pk=application.pk)


def begun():
    application = complete()
    answer(application, "beginn", "started")
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize("state", [nothing_filled, rate_too_high, begun])
def test_page_and_api_give_the_same_reasons(state):
    application = state()
    client = signed_in(cast.signatory())
    shown = press_submit(client, application)
    told = call_submit(client, application)
    checked = client.get(f"/api/v1/antraege/{application.key}/checks/").json()["findings"]
    assert shown.status_code == told.status_code == 409
    on_page = [finding.sentence for finding in shown.context["refused"]]
    assert on_page == [finding["sentence"] for finding in told.json()["findings"]]
    assert on_page == [finding["sentence"] for finding in checked]


@pytest.mark.parametrize("way", [press_submit, call_submit])
@pytest.mark.parametrize(("milliseconds", "accepted"), [(-1, True), (0, True), (1, False)])
def test_the_deadline_is_the_same_on_every_way(way, milliseconds, accepted):
    application = complete()
    at = application.call_version.deadline_at + timedelta(milliseconds=milliseconds)
    with time_machine.travel(at, tick=False):
        answered = way(signed_in(cast.signatory()), application)
    assert Submission.objects.exists() is accepted
    if accepted:
        assert Submission.objects.get().received_at == at
    else:
        assert answered.status_code == 409
        assert "abgelaufen" in answered.content.decode()
        assert Application.objects.get().status == "draft"


@pytest.mark.parametrize("header", ["X-Request-Start", "Date"])
def test_the_senders_own_clock_does_not_count(header):
    application = complete()
    deadline = application.call_version.deadline_at
    late = deadline + timedelta(seconds=3)
    with time_machine.travel(late, tick=False):
        client = signed_in(cast.signatory())
        client.defaults[f"HTTP_{header.upper().replace('-', '_')}"] = f"t={deadline.timestamp()}"
        assert press_submit(client, application).status_code == 409


def test_the_stamp_of_our_own_proxy_counts(settings):
    settings.TRUSTED_PROXIES = 1
    application = complete()
    deadline = application.call_version.deadline_at
    with time_machine.travel(deadline + timedelta(seconds=3), tick=False):
        client = signed_in(cast.signatory())
        client.defaults["HTTP_X_REQUEST_START"] = f"t={deadline.timestamp()}"
        press_submit(client, application)
    assert Submission.objects.get().received_at == deadline


def test_receipt_and_application_can_be_saved_as_pdf_and_as_data():
    draft = complete()
    Project.objects.filter(application=draft).update(title="Wege " * 24)
    application = submit(draft).application
    client = signed_in(cast.editor())
    for name in ("receipt_pdf", "application_pdf"):
        answered = client.get(page(name, application))
        assert answered.content.startswith(b"%PDF")
        assert answered["Content-Disposition"].startswith("attachment")
        with pikepdf.open(BytesIO(answered.content)) as document:
            assert document.Root.MarkInfo.Marked
            assert name == "application_pdf" or len(document.pages) == 1
    raw = client.get(page("application_json", application)).content
    assert raw == bytes(Submission.objects.get().snapshot.content)


def test_a_failing_renderer_blocks_nothing(monkeypatch):
    application = complete()
    monkeypatch.setattr(pdf, "compiled", lambda *args: 1 / 0)
    client = signed_in(cast.signatory())
    press_submit(client, application)
    assert client.get(page("receipt", application)).status_code == 200
    answered = client.get(page("receipt_pdf", application))
    assert answered.status_code == 503
    assert "Die PDF kommt später" in answered.content.decode()


def test_anybody_can_check_a_receipt(client):
    application = complete()
    submission = submit(application)
    number, digest = submission.receipt_number, submission.snapshot.sha256
    grouped = " ".join(digest[i : i + 4] for i in range(0, 64, 4)).upper()

    def verdict(**form):
        return client.post(reverse("verify_receipt"), form).content.decode()

    assert "Unverändert" in verdict(number=number.lower(), checksum=grouped)
    assert "Stimmt nicht überein" in verdict(number=number, checksum="0" * 64)
    assert "Tippfehler" in verdict(number=number[:-1] + "!", checksum=digest)
    assert "Prüfsumme hat 64 Zeichen" in verdict(number=number, checksum="zz")


def test_nobody_tries_receipts_out_by_the_hundred(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"receipt_check": "2/m/ip"}
    form = {"number": receipt_number("DSR", 2027, 1), "checksum": "0" * 64}
    url = reverse("verify_receipt")
    answers = [client.post(url, form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Warten Sie bitte eine Minute" in answers[2].content.decode()
    assert client.get(url).status_code == 200


def test_the_api_shows_the_frozen_content_and_the_steps():
    application = submitted()
    body = signed_in(cast.officer()).get(f"/api/v1/antraege/{application.key}/").json()
    assert body["content"]["receipt"]["number"] == application.receipt_number
    assert [s["label"] for s in body["steps"] if s["is_open"]] == ["Formalprüfung beginnen"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_the_api_costs_the_same_for_one_and_for_three(many, django_assert_num_queries):
    version = cast.open_call()
    for name in ("Eberswalde", "Bernau", "Angermünde")[:many]:
        bare_submission(version, name)
    client = signed_in(cast.officer())
    with django_assert_num_queries(5):
        found = client.get("/api/v1/antraege/").json()
    assert found["count"] == many


def test_a_signatory_takes_the_application_back_and_can_still_read_it():
    application = submitted()
    client = signed_in(cast.signatory())
    assert (
        "Zurückziehen</span>" in client.get(page("check_application", application)).content.decode()
    )
    assert client.get(page("withdraw_application", application)).status_code == 200
    client.post(page("withdraw_application", application), {"note": "Kein Beschluss."})
    assert Application.objects.get().status == "withdrawn"
    assert "zurückgezogen" in client.get(page("check_application", application)).content.decode()
    assert client.post(page("withdraw_application", application), {"note": ""}).status_code == 409
    assert (
        signed_in(cast.editor()).get(page("withdraw_application", application)).status_code == 403
    )
