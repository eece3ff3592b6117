"""Municipal systems write, check and submit through the API; a token never does more than asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from applications.actions.tokens import Access, create_token, revoke_token
from applications.checks.entry import declarations
from applications.models import ApiToken, Application
from core import clock
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import complete, pdf_file, submitted
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db
ALL = ("read", "write", "submit")


def token_of(person, *scopes, days=30):
    membership = person.memberships.get()
    access = Access("Fachverfahren", scopes, clock.today() + timedelta(days=days))
    return create_token(membership, access, by=person)


def program(person, *scopes, **options):
    """Return a client without cookies that sends the token."""
    _, secret = token_of(person, *scopes, **options)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def section(application, code):
    return f"/api/v1/antraege/{application.key}/abschnitte/{code}/"


def change(client, url, values, version=None):
    body = {"version": version or client.get(url).json()["version"], "values": values}
    return client.patch(url, body, content_type="application/json")


def test_a_program_goes_from_the_first_line_to_the_receipt():
    version, town = cast.open_call(), cast.town()
    client = program(cast.signatory(), *ALL)
    wanted = {"call": version.call.slug, "organisation": town.key}
    started = client.post("/api/v1/antraege/", wanted, content_type="application/json").json()
    application = Application.objects.get(key=started["key"])
    assert (
        change(client, section(application, "project"), {"title": "Kühle Wege"}).status_code == 200
    )
    answered = change(client, section(application, "answer-wirkung"), {"value": "Viel."}).json()
    assert answered["values"]["value"] == "Viel."
    plan = section(application, "plan")
    year = application.call_version.first_year
    saved = change(client, plan, {f"amount-staff-{year}": "1234.50"}).json()
    assert saved["values"][f"amount-staff-{year}"] == "1234.50"
    url = f"/api/v1/antraege/{application.key}/unterlagen/projektplan/"
    assert client.post(url, {"file": pdf_file()}).json()["number"] == 1
    found = client.get(f"/api/v1/antraege/{application.key}/checks/").json()["findings"]
    assert "project_title" not in [finding["code"] for finding in found]


def test_the_signatorys_token_submits_once_for_each_key():
    application = complete()
    client = program(cast.signatory(), *ALL)
    url = f"/api/v1/antraege/{application.key}/submit/"
    body = {"confirmed": list(declarations(application)), "version": application.version}
    options = {"content_type": "application/json", "headers": {"Idempotency-Key": "a1"}}
    first, again = (client.post(url, body, **options) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    other = client.post(url, body | {"confirmed": []}, **options)
    assert other.json()["findings"][0]["code"] == "key_used"


def test_page_and_api_refuse_with_the_same_words():
    application = new_draft()
    client = program(cast.editor(), "read", "write")
    refused = change(
        client,
        section(application, "project"),
        {"starts_on": "2029-01-01", "ends_on": "2028-01-01"},
    )
    assert refused.status_code == 409
    assert refused.json()["findings"][0] == {
        "code": "unreadable",
        "sentence": "Das Ende liegt vor dem Beginn",
        "section": "project",
        "field": "ends_on",
    }
    stale = change(client, section(application, "project"), {"title": "A"}, {"version": 99})
    assert stale.json()["findings"][0]["code"] == "conflict"
    url = f"/api/v1/antraege/{application.key}/unterlagen/projektplan/"
    empty = client.post(url, {"file": pdf_file("plan.exe")}).json()["findings"][0]
    assert empty["sentence"] == "Die Datei muss eine PDF sein."


def test_a_program_revises_what_was_submitted():
    application = submitted()
    client = program(cast.signatory(), *ALL)
    copy = client.post(f"/api/v1/antraege/{application.key}/revise/").json()
    key, confirmed = copy["key"], list(declarations(application))
    url = f"/api/v1/antraege/{key}/abschnitte/answer-wirkung/"
    assert change(client, url, {"value": "Mehr."}).status_code == 200
    body = {"confirmed": confirmed}
    sent = client.post(f"/api/v1/antraege/{key}/submit/", body, content_type="application/json")
    assert sent.json()["number"] == 2
    assert len(client.get("/api/v1/antraege/").json()["results"]) == 1


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"), [((), 403, 403), (("read",), 200, 403), (ALL[:2], 200, 200)]
)
def test_a_token_does_what_its_scopes_say(scopes, reads, writes):
    application = new_draft()
    client, url = program(cast.editor(), *scopes), section(application, "project")
    assert client.get(url).status_code == reads
    assert change(client, url, {"title": "A"}, {"version": 1}).status_code == writes
    submit = client.post(f"/api/v1/antraege/{application.key}/submit/", {})
    assert submit.status_code == 403


def test_a_token_acts_for_one_membership_only():
    application = new_draft()
    person = cast.editor()
    client = program(person, "read")
    other = cast.town("Bernau")
    cast.person(person.name, "editor", other)
    url = section(application, "project")
    assert client.get(url).status_code == 200
    foreign = Application.objects.create(call_version=application.call_version, organisation=other)
    assert client.get(section(foreign, "project")).status_code == 404


def test_revoked_expired_and_orphaned_tokens_open_nothing():
    application = new_draft()
    person, url = cast.editor(), section(application, "project")
    client, late = program(person, "read"), program(person, "read", days=-1)
    assert late.get(url).status_code == 403
    revoke_token(ApiToken.objects.order_by("pk").first(), by=person)
    assert client.get(url).status_code == 403
    orphan = program(person, "read")
    person.memberships.update(valid_until=clock.today() - timedelta(days=1))
    assert orphan.get(url).status_code == 403


def test_only_a_signatorys_token_may_submit_and_nobody_makes_one_for_others():
    with pytest.raises(RuleViolation):
        token_of(cast.editor(), "submit")
    membership = cast.editor().memberships.get()
    access = Access("X", ["read"], clock.today())
    with pytest.raises(PermissionDenied):
        create_token(membership, access, by=cast.signatory())


def test_a_token_is_shown_once_and_stored_as_a_checksum():
    client, url = signed_in(cast.editor()), reverse("api_tokens")
    membership = cast.editor().memberships.get()
    day = clock.today() + timedelta(days=9)
    sent = {"name": "DMS", "membership": membership.pk, "scopes": ["read"]}
    shown = client.post(url, sent | {"expires_on": f"{day:%d.%m.%Y}"}).content.decode()
    secret = shown.split("<code>")[1].split("</code>")[0]
    assert secret.startswith("allmende_")
    assert secret not in client.get(url).content.decode()
    assert secret not in str(vars(ApiToken.objects.get()))
    client.post(reverse("revoke_api_token", args=[ApiToken.objects.get().key]))
    assert ApiToken.objects.get().revoked_at


@pytest.mark.parametrize("value", [["a"], {"a": 1}, "\x00\ud800", 1e400, True, None, "9" * 400])
def test_strange_values_never_break_a_section(value):
    application = new_draft()
    client = signed_in(cast.editor())
    for code in ("project", "topics", "declarations", "plan", "answer-wirkung"):
        url = section(application, code)
        state = client.get(url).json()
        names = [*state["values"], "amount-x-2027", "unknown"]
        for body in (dict.fromkeys(names, value), {names[0]: value}):
            assert change(client, url, body).status_code in (200, 400, 409)
            assert change(client, url, {}, {"version": value, "seen": value}).status_code < 500


def test_a_token_is_slowed_down(monkeypatch):
    application = new_draft()
    monkeypatch.setattr("applications.api.access.TokenThrottle.THROTTLE_RATES", {"token": "2/min"})
    client, url = program(cast.editor(), "read"), section(application, "project")
    assert [client.get(url).status_code for _ in range(3)] == [200, 200, 429]
