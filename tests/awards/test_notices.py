"""The notice before it is signed, and the seal on what was issued."""

import io

import pikepdf
import pytest
from asn1crypto import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from applications.actions import formal
from applications.models import Application
from awards.actions import approve_award
from awards.letters import DRAFT
from awards.models import Award, AwardNotice
from awards.preview import LATER, preview_of
from config.checks import seal_can_be_used
from core import clock, pdf, seal
from core.models import SealedLetter
from core.refusals import RuleViolation
from core.snapshots import thaw
from core.text import plain
from evaluation.actions.deciding import approve_rejection
from evaluation.models import FundingDecision
from tests import cast
from tests.applications.complete import complete, submit
from tests.awards import casting, sealing

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    [one] = casting.ranked(cast.open_call(), "Aalen")
    return casting.co_signed(one, casting.award_of(one))


@pytest.fixture
def sealed(settings, tmp_path):
    """Let this installation seal its letters."""
    settings.ALLMENDE_SEAL = sealing.certificate(tmp_path)
    return settings


def test_the_preview_is_the_notice_word_for_word(decision):
    decision = FundingDecision.objects.get(pk=decision.pk)
    preview = plain(preview_of(decision))
    assert not Award.objects.exists(), "looking stores nothing"
    notice = approve_award(decision, by=cast.head_of_unit())
    assert preview.pop("draft") == DRAFT
    preview |= {"funding_code": notice.award.funding_code}
    preview |= {"file_reference": notice.award.file_reference}
    at = clock.now()
    drawn = [pdf.render("award_notice", one, at=at) for one in (preview, thaw(notice.snapshot))]
    assert drawn[0] == drawn[1]


def test_the_preview_says_on_every_page_that_it_is_a_draft(client, decision):
    client.force_login(cast.budget_officer())
    page = reverse("decision", args=[decision.candidacy.key])
    address = reverse("notice_preview", args=[decision.key])
    assert address in client.get(page).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    document = pikepdf.open(io.BytesIO(answer.content))
    assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
    content = preview_of(decision)
    assert content["funding_code"] == LATER
    without = pdf.render("award_notice", {k: v for k, v in content.items() if k != "draft"})
    marks = [page.Contents.read_bytes().count(b"/Artifact") for page in document.pages]
    bare = [p.Contents.read_bytes().count(b"/Artifact") for p in opened(without).pages]
    assert all(more > less for more, less in zip(marks, bare, strict=True))
    approve_award(decision, by=cast.head_of_unit())
    assert client.get(address).status_code == 404
    assert address not in client.get(page).content.decode()


def test_what_the_notice_lacks_is_said_instead(client, decision):
    decision.candidacy.application.indicators.all().delete()
    client.force_login(cast.officer())
    html = client.get(reverse("notice_preview", args=[decision.key])).content.decode()
    assert "Es fehlt ein Indikator der Ebene „Output“." in html


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_a_sealed_notice_keeps_its_tags_and_the_seal_holds(client, decision, sealed):
    notice = approve_award(decision, by=cast.head_of_unit())
    client.force_login(cast.editor(cast.town("Aalen")))
    first, second = (client.get(reverse("award_notice", args=[notice.key])) for _ in range(2))
    letter = SealedLetter.objects.get(snapshot=notice.snapshot)
    assert first.content == second.content == bytes(letter.content)
    document = opened(first.content)
    assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang).startswith("de")
    assert first.content.startswith(rendered(notice)), "the seal is only added behind"
    assert status_of(first.content).bottom_line


def rendered(notice: AwardNotice) -> bytes:
    return pdf.render("award_notice", thaw(notice.snapshot), at=notice.snapshot.created_at)


def status_of(content: bytes):
    """Let pyHanko judge the seal, trusting the certificate of the test and nothing else."""
    [one] = PdfFileReader(io.BytesIO(content)).embedded_signatures
    certificate = x509.Certificate.load(seal.loaded_signer().signing_cert.dump())
    trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    return validate_pdf_signature(one, signer_validation_context=trusted)


def test_rejections_are_sealed_as_awards_are(client, sealed):
    [one] = casting.ranked(cast.open_call(), "Aalen")
    rejected = approve_rejection(
        casting.co_signed(one, casting.rejection()), by=cast.head_of_unit()
    )
    application = complete(cast.town("Bonn"), slug="zweiter", title="Zweiter Aufruf")
    submit(application)
    check = formal.start_formal_check(Application.objects.get(pk=application.pk), by=cast.officer())
    formal.judge_rule(check, "assessable", verdict="not_met", note="Leer.", by=cast.officer())
    formal.propose_rejection(check, reasons="Der Antrag ist leer.", by=cast.officer())
    formal.confirm_formal_check(check, by=cast.second_officer())
    client.force_login(cast.officer())
    for address in (
        reverse("rejection_letter", args=[rejected.key]),
        reverse("formal_rejection_pdf", args=[application.key]),
    ):
        content = client.get(address).content
        assert status_of(content).bottom_line
        assert opened(content).Root.MarkInfo.Marked
    titles = set(SealedLetter.objects.values_list("title", flat=True))
    assert {title.split()[0] for title in titles} == {"Ablehnung", "Formale"}


def test_a_changed_letter_breaks_the_seal(decision, sealed):
    notice = approve_award(decision, by=cast.head_of_unit())
    content = bytes(SealedLetter.objects.get(snapshot=notice.snapshot).content)
    place = len(rendered(notice)) // 2
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not status_of(changed).intact


def test_the_verification_page_knows_exactly_the_sealed_bytes(client, decision, sealed):
    notice = approve_award(decision, by=cast.head_of_unit())
    content = bytes(SealedLetter.objects.get(snapshot=notice.snapshot).content)
    page = reverse("verify_notice")
    for sent, said in ((content, "Unverändert"), (content + b"\n", "Stimmt nicht überein")):
        answer = client.post(page, {"file": SimpleUploadedFile("bescheid.pdf", sent)})
        assert said in answer.content.decode()
        assert ("Siegel der Programmstelle" in answer.content.decode()) is (sent == content)


def test_a_sealed_letter_is_never_changed(decision, sealed):
    notice = approve_award(decision, by=cast.head_of_unit())
    letter = SealedLetter.objects.get(snapshot=notice.snapshot)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        SealedLetter.objects.filter(pk=letter.pk).update(title="Anders")


def test_without_a_certificate_nothing_is_sealed_and_the_page_says_so(client, decision):
    approve_award(decision, by=cast.head_of_unit())
    assert not SealedLetter.objects.exists()
    html = client.get(reverse("verify_notice")).content.decode()
    assert "siegelt ihre Bescheide zurzeit nicht" in html


def test_a_seal_that_fails_stops_the_whole_approval(settings, decision, tmp_path):
    settings.ALLMENDE_SEAL = {"certificate": str(tmp_path / "fehlt.p12"), "passphrase": ""}
    assert [one.id for one in seal_can_be_used()] == ["allmende.E007"]
    with pytest.raises(RuleViolation, match="nicht gesiegelt"):
        approve_award(decision, by=cast.head_of_unit())
    decision = FundingDecision.objects.get(pk=decision.pk)
    assert (decision.status, Award.objects.count()) == ("co_signed", 0)


def test_a_wrong_passphrase_is_found_before_the_first_notice(settings, sealed):
    assert seal_can_be_used() == []
    settings.ALLMENDE_SEAL = sealed.ALLMENDE_SEAL | {"passphrase": "falsch"}
    assert [one.id for one in seal_can_be_used()] == ["allmende.E007"]
