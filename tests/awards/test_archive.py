"""A closed award becomes a file; after its retention two people delete what need not stay."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Role
from applications.models import Application
from applications.views.receipts import is_unchanged
from awards.actions import archiving as actions
from awards.actions import checking, recovering
from awards.archive_file import build
from awards.checks.archive import retention_ends_on
from awards.folder import folder_of
from awards.log_export import lines
from awards.models import ArchivedFile, Award, ReportSubmission, Tranche, Voucher
from core import audit
from core.models import AuditEvent, Snapshot
from core.refusals import RuleViolation
from core.snapshots import ContentErased, thaw
from tests import cast
from tests.awards import running
from tests.awards.test_audit_court import checked

pytestmark = pytest.mark.django_db
TO = "Zwischenarchiv, Übergabe 12/2044"


@pytest.fixture
def award():
    """An award whose proof of use is settled, everything paid as it should be."""
    one = running.award()
    running.paid(one, running.GRANT * 9 // 10)
    with running.after_the_end(one):
        cast.head_of_unit(), cast.officer(), cast.second_officer(), cast.auditor()
        check = checking.begin_check(running.handed_in(one), by=cast.officer())
        check = checking.draw_sample(check, 5, seen=check.version, by=cast.officer())
        checking.accept_remaining(check, seen=check.version, by=cast.officer())
        note = {"purpose_reached": True, "note": "Geprüft."}
        check = checking.save_note(check, note, seen=check.version + 1, by=cast.officer())
        check = checking.propose_final_account(check, by=cast.officer())
        checking.settle_proof(check, by=cast.head_of_unit())
        Award.objects.filter(pk=one.pk).update(stop_reason="")
    return Award.objects.get(pk=one.pk)


def built(award):
    return actions.build_archive(award, by=cast.officer())


def proposed(award):
    """Build and propose on the first day on which it is allowed."""
    with running.noon(retention_ends_on(award)):
        return actions.propose_deletion(built(award), TO, by=cast.officer())


def deleted(award):
    waiting = proposed(award)
    with running.noon(retention_ends_on(award) + timedelta(days=1)):
        return actions.delete_content(waiting, by=cast.head_of_unit())


def test_the_file_holds_letters_records_and_checksums(award):
    content, manifest = build(award)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        sums = archive.read("SHA256SUMS").decode().splitlines()
        for line in sums:
            digest, _, path = line.partition("  ")
            assert hashlib.sha256(archive.read(path)).hexdigest() == digest
        notice = pikepdf.open(io.BytesIO(archive.read("bescheide/schlussbescheid.pdf")))
        record = json.loads(archive.read("zuwendung.json"))
    assert {"antrag/antrag.json", "antrag/antrag.pdf", "antrag/quittung.pdf"} <= names
    assert len(sums) == len(manifest) == len(names) - 1
    with notice.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
    assert record["award"]["funding_code"] == award.funding_code
    assert any(name.startswith("nachweise/") for name in names)


def test_the_same_file_has_the_same_bytes(award):
    assert build(award)[0] == build(award)[0]


def test_what_runs_is_not_archived():
    with pytest.raises(RuleViolation, match="noch nicht abgeschlossen"):
        built(running.award())


def test_nothing_is_deleted_before_its_retention_is_over(award):
    ends = retention_ends_on(award)
    assert ends.year == award.bound_until.year + award.rules.archive_years
    with (
        running.noon(ends - timedelta(days=1)),
        pytest.raises(RuleViolation, match="aufzubewahren"),
    ):
        actions.propose_deletion(built(award), TO, by=cast.officer())
    with running.noon(ends), pytest.raises(RuleViolation, match="wem die Akte übergeben"):
        actions.propose_deletion(built(award), " ", by=cast.officer())


def test_an_open_recovery_keeps_the_file(award):
    about = {"amount": 100, "facts": "X", "by": cast.officer()}
    recovering.open_recovery(award, "bound_use", **about)
    with pytest.raises(RuleViolation, match="noch offen"):
        proposed(award)


def test_deleting_takes_two_people_even_with_two_roles(award):
    waiting = proposed(award)
    with running.noon(retention_ends_on(award)):
        people = cast.officer(), cast.head_of_unit()
        kinds = [[one.kind for one in folder_of(by)] for by in people]
        assert kinds == [[], ["Aussonderung der Akte"]]
        both = cast.person("Olaf Ordentlich", Role.HEAD_OF_UNIT)
        for nobody in (both, cast.second_officer(), cast.auditor()):
            with pytest.raises(PermissionDenied):
                actions.delete_content(waiting, by=nobody)


def test_content_goes_and_sums_receipts_and_chains_stay(award, tmp_path):
    submission = award.decision.candidacy.application.submissions.get()
    paid = Tranche.objects.get(award=award).paid
    heads = {entry.record_key: entry.digest for entry in AuditEvent.objects.all()}
    archived = deleted(award)
    assert archived.status == "deleted"
    assert not Voucher.objects.exists()
    assert not Application.objects.get().answers.exists()
    for snapshot in (submission.snapshot, ReportSubmission.objects.get().snapshot):
        with pytest.raises(ContentErased):
            thaw(Snapshot.objects.get(pk=snapshot.pk))
    protocol = thaw(archived.protocol)
    assert (protocol["handed_over"], protocol["deleted"]["Belege"]) == (TO, 20)
    assert protocol["proposed_by"] != protocol["decided_by"]
    assert Tranche.objects.get(award=award).paid == paid
    assert list(audit.faults(award)) == []
    assert set(heads.values()) <= {entry.digest for entry in AuditEvent.objects.all()}
    assert checked(tmp_path, list(lines()))[0] == 0
    asked = {"number": submission.receipt_number, "checksum": submission.snapshot.sha256}
    assert is_unchanged(SimpleNamespace(cleaned_data={**asked, "file": None})), "the receipt holds"


def test_pages_of_a_deleted_file_answer_without_failing(award, client):
    archived = deleted(award)
    submission = ReportSubmission.objects.get()
    with running.noon(retention_ends_on(award) + timedelta(days=2)):
        client.force_login(cast.head_of_unit())
        page = client.get(reverse("archived_award", args=[award.key]))
        assert "Protokoll der Aussonderung" in page.content.decode()
        assert client.get(reverse("archive_zip", args=[award.key])).status_code == 404
        assert client.get(reverse("award", args=[award.key])).status_code == 200
        report = reverse("award_report_pdf", args=[submission.report.key])
        assert client.get(report).status_code == 403
    assert archived.protocol_id


def test_what_changed_since_it_was_handed_over_is_not_deleted(award):
    waiting = proposed(award)
    Award.objects.filter(pk=award.pk).update(purpose="Etwas anderes.")
    with (
        running.noon(retention_ends_on(award)),
        pytest.raises(RuleViolation, match="hat sich etwas geändert"),
    ):
        actions.delete_content(waiting, by=cast.head_of_unit())
    assert Voucher.objects.exists()


def test_the_database_lets_content_be_erased_but_never_changed(award):
    snapshot = ReportSubmission.objects.get().snapshot
    same = Snapshot.objects.filter(pk=snapshot.pk)
    for change in ({"content": b"{}"}, {"sha256": "0" * 64, "content": b""}):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            same.update(**change)
    same.update(content=b"")


def test_the_pages_play_the_whole_way(award, client):
    page = reverse("archived_award", args=[award.key])

    def post(who, step, **sent):
        client.force_login(who)
        assert client.get(page).status_code == 200
        client.post(reverse("archive_step", args=[award.key, step]), sent)
        return ArchivedFile.objects.get().status

    with running.noon(retention_ends_on(award)):
        assert post(cast.officer(), "bilden") == "built"
        assert award.funding_code in client.get(reverse("archive")).content.decode()
        assert client.get(reverse("archive_zip", args=[award.key])).status_code == 200
        assert post(cast.officer(), "vorschlagen", handed_over="") == "built"
        assert post(cast.officer(), "vorschlagen", handed_over=TO) == "proposed"
        assert post(cast.head_of_unit(), "zurueckgeben", note="") == "proposed"
        assert post(cast.head_of_unit(), "zurueckgeben", note="Noch nicht.") == "built"
        assert post(cast.officer(), "vorschlagen", handed_over=TO) == "proposed"
        assert post(cast.head_of_unit(), "aussondern") == "deleted"
