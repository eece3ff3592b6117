"""The pages of a partner's people: theirs, what is shared, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.actions import drafting, planning
from applications.actions.editing import Edit
from applications.actions.submission import withdraw_application
from applications.models import Document, Partner, PlanLine
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.consortia import EMAIL, SITE, at_work, link, with_partner
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    """A partner with one person at work, and the person's browser."""
    partner = with_partner()
    values = {"title": "Kühle Wege", "summary": "Geheimer Entwurf"}
    drafting.save_project(partner.application, Edit(values, 1), by=cast.editor())
    return partner, signed_in(at_work(partner))


def address(partner, name, *more):
    return reverse(name, args=[partner.application.key, partner.position, *more])


def test_the_link_leads_somebody_new_to_the_contribution():
    partner = with_partner()
    lead = signed_in(cast.editor())
    lead.post(address(partner, "invite_partner_person"), {"email": EMAIL})
    assert SITE not in link(EMAIL)
    somebody = Client()
    joined = somebody.post(
        reverse("invitation", args=[link(EMAIL)]),
        {"name": "Berta Bernau", "password": cast.PASSWORD},
    )
    home = somebody.get(joined.url).content.decode()
    assert "Als Partner beteiligt" in home
    assert address(partner, "contribution") in home
    page = somebody.get(address(partner, "contribution"))
    assert "Antrag von Eberswalde" in page.content.decode()
    again = Client().get(reverse("invitation", args=[link(EMAIL)]))
    assert again.status_code == 410


def test_only_what_is_shared_can_be_read(role):
    partner, client = role
    hidden = client.get(address(partner, "contribution")).content.decode()
    assert "noch nichts freigegeben" in hidden
    assert "Geheimer Entwurf" not in hidden
    lead = signed_in(cast.editor())
    lead.post(address(partner, "share_with_partner"), {"sections": ["project"], "seen": ""})
    assert "Geheimer Entwurf" in client.get(address(partner, "contribution")).content.decode()


@pytest.mark.parametrize(
    "name",
    [
        *("task_list", "project", "plan", "partners", "documents", "check_application"),
        *("application_history", "application_xlsx", "application_zip", "application_pdf"),
    ],
)
def test_every_page_of_the_lead_stays_closed(role, name):
    partner, client = role
    assert client.get(reverse(name, args=[partner.application.key])).status_code == 404


def test_lines_are_added_filled_and_removed_on_the_pages(role):
    partner, client = role
    planning.add_line(
        partner.application, {"kind": "staff", "label": "Stelle der Stadt"}, by=cast.editor()
    )
    year = partner.application.call_version.first_year
    page = client.get(address(partner, "contribution_plan"))
    assert "Stelle der Stadt" not in page.content.decode()
    assert "Beantragte Zuwendung" not in page.content.decode()
    form = {"version": page.context["form"]["version"].value()}
    answered = client.post(
        address(partner, "contribution_plan"), form | {f"amount-staff-{year}": "1.234,50"}
    )
    assert answered.url == address(partner, "contribution")
    assert PlanLine.objects.get(partner=partner).amounts.get().amount == 1234.50
    grant = client.post(address(partner, "new_contribution_line"), {"kind": "grant"})
    assert grant.context["form"].errors
    assert client.get(address(partner, "contribution_line", "grant")).status_code == 404
    client.post(address(partner, "contribution_line", "staff"), {"then": "remove"})
    assert not PlanLine.objects.filter(partner=partner).exists()


def test_a_document_is_handed_in_and_read_again_but_not_those_of_others(role):
    partner, client = role
    client.post(
        address(partner, "hand_in_contribution"),
        {"code": f"partnerbeschluss-p{partner.position}", "file": pdf_file("beschluss.pdf")},
    )
    own = Document.objects.get(partner=partner)
    url = address(partner, "contribution_document", own.key)
    assert client.get(url).status_code == 200
    own.partner = None
    own.save(update_fields=["partner"])
    assert client.get(url).status_code == 404


def test_a_wrong_upload_says_why_at_its_place(role):
    partner, client = role
    page = client.post(
        address(partner, "hand_in_contribution"), {"code": f"partnerbeschluss-p{partner.position}"}
    )
    assert "Wählen Sie die Datei aus" in page.content.decode()


def test_leaving_frees_the_town_and_tells_so(role):
    partner, client = role
    assert (
        "Beteiligung beenden?" in client.get(address(partner, "leave_consortium")).content.decode()
    )
    left = client.post(address(partner, "leave_consortium"), {"note": "Kein Geld"})
    assert left.url == reverse("municipality_home")
    assert not Partner.objects.exists()


def test_a_withdrawn_application_can_be_read_but_not_written(role):
    partner, client = role
    withdraw_application(partner.application, by=cast.signatory())
    page = client.get(address(partner, "contribution")).content.decode()
    assert "kann zurzeit nicht geändert werden" in page
    assert client.get(address(partner, "contribution_plan")).status_code == 302
    refused = client.post(address(partner, "contribution_terms"), {"emergency": "none"})
    assert refused.status_code in (302, 409)


def test_the_lead_reads_all_of_a_partner_on_one_page(role):
    partner, _client = role
    page = signed_in(cast.editor()).get(address(partner, "partner_role")).content.decode()
    assert "Arbeitet mit" in page
    assert "Beschluss des Gremiums" in page
    leaving = signed_in(cast.editor()).post(
        address(partner, "remove_partner"), {"note": "Rat lehnt ab"}
    )
    assert leaving.url == reverse("partners", args=[partner.application.key])
    assert not Partner.objects.exists()
