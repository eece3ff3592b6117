"""Build the file of a closed award, and delete its content when its retention is over."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.actions.erasing import erase_application
from awards.actions.notices import lock_award, refuse_without_note
from awards.archive_file import build, concerned, files_of
from awards.models import ArchivedFile, Award, CheckedVoucher, Report, ReportSubmission, Voucher
from awards.permissions import may_care_for_award
from awards.report_parts import TEXTS_OF
from core import audit, clock
from core.files import erase_file
from core.models import AuditEvent
from core.refusals import Finding, RuleViolation
from core.snapshots import erase, freeze, thaw
from core.text import clean
from core.workflow import Attempt, perform

STAYS = (
    "Zuwendung mit Summen, Jahresraten, Mittelanforderungen und Zahlungen",
    "Bescheide und ihre Siegel",
    "Eingangsnummern und Prüfsummen der Einreichungen und Unterlagen",
    "Ketten des Protokolls mit ihren Prüfsummen",
)


@transaction.atomic
def build_archive(award: Award, *, by: Any) -> ArchivedFile:
    """Build the file, or build it again while nobody has proposed its deletion."""
    award = lock_award(award)
    if not may_care_for_award(award, by):
        raise PermissionDenied
    if not hasattr(award, "final_notice"):
        raise RuleViolation(Finding("open", "Die Zuwendung ist noch nicht abgeschlossen."))
    archived = ArchivedFile.objects.filter(award=award).first() or ArchivedFile(award=award)
    if archived.status != ArchivedFile.Status.BUILT:
        raise RuleViolation(Finding("moment", "Die Aussonderung ist schon vorgeschlagen."))
    content, manifest = build(award)
    archived.sha256, archived.size = sha256(content).hexdigest(), len(content)
    archived.manifest = freeze(award, "archive", {"files": manifest})
    archived.built_at = clock.now()
    archived.save()
    change = {"after": {"sha256": archived.sha256, "size": archived.size}}
    audit.record(archived, "build_archive", by=by, change=change)
    return archived


@transaction.atomic
def propose_deletion(archived: ArchivedFile, handed_over: str, *, by: Any) -> ArchivedFile:
    """An officer says who took the file over; the parts must be as they were handed over."""
    archived = ArchivedFile.objects.select_for_update(of=("self",)).get(pk=archived.pk)
    if archived.status == ArchivedFile.Status.BUILT:
        archived.handed_over = clean(handed_over)
        archived.save(update_fields=["handed_over"])
    archived = perform(archived, "propose_deletion", Attempt(by=by, note=archived.handed_over))
    archived.proposed_by_key = by.actor_key
    archived.save(update_fields=["proposed_by_key"])
    return archived


@transaction.atomic
def give_back_deletion(archived: ArchivedFile, *, by: Any, note: str) -> ArchivedFile:
    refuse_without_note(note, "Begründen Sie, warum die Akte bleibt.")
    return perform(archived, "give_back", Attempt(by=by, note=clean(note)))


@transaction.atomic
def delete_content(archived: ArchivedFile, *, by: Any) -> ArchivedFile:
    """A second person decides: content is deleted, the protocol says what."""
    award = lock_award(archived.award)
    archived = perform(archived, "delete_content", Attempt(by=by))
    refuse_changed_file(archived)
    counts = erase_application(award.decision.candidacy.application)
    counts |= erase_reports(award) | erase_uploads(award)
    counts["Inhalte des Protokolls"] = erase_payloads(award)
    protocol = {
        "funding_code": award.funding_code,
        "sha256": archived.sha256,
        "handed_over": archived.handed_over,
        "proposed_by": archived.proposed_by_key,
        "decided_by": by.actor_key,
        "deleted": counts,
        "stays": list(STAYS),
    }
    archived.protocol = freeze(archived, "deletion", protocol)
    archived.deleted_at = clock.now()
    archived.save(update_fields=["protocol", "deleted_at"])
    return archived


def refuse_changed_file(archived: ArchivedFile) -> None:
    """What was handed over is what is deleted: every part, but for entries of the log since."""
    _, now = build(archived.award)
    built = {path: digest for path, digest in thaw(archived.manifest)["files"]}
    built.pop("protokoll.json", None)
    if {path: digest for path, digest in now if path != "protokoll.json"} != built:
        sentence = "Seit die Akte gebildet wurde, hat sich etwas geändert. Bilden Sie sie neu."
        raise RuleViolation(Finding("changed", sentence))


def erase_reports(award: Award) -> dict[str, int]:
    """Delete vouchers, texts and frozen versions; sums along the plan stay."""
    reports = Report.objects.filter(duty__award=award)
    names = sorted({name for texts in TEXTS_OF.values() for name in texts})
    checked = CheckedVoucher.objects.filter(check_of__submission__report__in=reports)
    vouchers = Voucher.objects.filter(report__in=reports)
    counts = {"Belege": vouchers.count(), "Geprüfte Belege": checked.count()}
    vouchers.delete()
    checked.delete()
    reports.update(**dict.fromkeys(names, ""))
    submissions = ReportSubmission.objects.filter(report__in=reports).select_related("snapshot")
    for one in submissions:
        erase(one.snapshot)
    return counts | {"Fassungen von Nachweisen": submissions.count()}


def erase_uploads(award: Award) -> dict[str, int]:
    files = files_of(award)
    for stored in files:
        erase_file(stored)
    return {"Weitere Unterlagen": len(files)}


def erase_payloads(award: Award) -> int:
    """Empty the entries of the log; their salted digests keep every chain verifiable."""
    erased = 0
    for record in concerned(award):
        place = audit.address(record)
        erased += AuditEvent.objects.filter(**place).exclude(payload={}).update(payload={})
    return erased
