"""Data for research: agree, ask for a data set, build it in a job, download it on record."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from core import audit, clock, jobs, outbox
from core.models import StoredFile
from programmes.models import Call, CallVersion
from reporting.actions.files import store
from reporting.models import DataSet, DataSetAccess, DataUseAgreement
from reporting.permissions import may_research

BUILD = "reporting.jobs.build_research_data"


@transaction.atomic
def sign_agreement(version: CallVersion, *, by: Person, purpose: str) -> DataUseAgreement:
    """Store that this person agreed to the terms, and for which purpose; the first one counts."""
    if not may_research(by):
        raise PermissionDenied
    agreement, is_new = DataUseAgreement.objects.get_or_create(
        person=by, call_version=version, defaults={"purpose": purpose}
    )
    if is_new:
        audit.record(agreement, "sign_agreement", by=by, change={"after": {"purpose": purpose}})
    return agreement


@transaction.atomic
def request_data_set(version: CallVersion, *, by: Person) -> DataSet:
    """Ask a worker for the next data set of this call; one at a time is enough."""
    agreement = agreement_of(version, by)
    Call.objects.select_for_update().get(pk=version.call_id)
    mine = DataSet.objects.filter(call_version=version)
    if (open_one := mine.filter(built_at=None).first()) and is_being_built(open_one):
        return open_one
    last = mine.aggregate(last=Max("number"))["last"] or 0
    data_set = DataSet.objects.create(call_version=version, number=last + 1, requested_by=by)
    data_set.job_key = str(jobs.enqueue(BUILD, data_set=data_set.pk).key)
    data_set.save(update_fields=["job_key"])
    note_access(data_set, DataSetAccess.Kind.REQUESTED, by, agreement)
    audit.record(data_set, "request_data_set", by=by, change={})
    return data_set


def agreement_of(version: CallVersion, person: Person) -> DataUseAgreement:
    """Return the person's agreement; without one there are no data."""
    found = DataUseAgreement.objects.filter(person=person, call_version=version).first()
    if found is None or not may_research(person):
        raise PermissionDenied
    return found


def is_being_built(data_set: DataSet) -> bool:
    return jobs.Job.objects.unfinished().filter(pk=data_set.job_key).exists()


def build_data_set(data_set: DataSet, said: Callable[[int, str], None]) -> DataSet:
    """Build the package, store it and tell the person who asked."""
    from reporting.research.package import build

    content, facts = build(data_set, said)
    with transaction.atomic():
        data_set.file = store(content, f"{data_set.call_version.call.slug}-v{data_set.number}.zip")
        data_set.rows, data_set.k_anonymity = facts["rows"], facts["k"]
        data_set.built_at = clock.now()
        data_set.save(update_fields=["file", "rows", "k_anonymity", "built_at"])
        sha = {"after": {"sha256": data_set.file.sha256}}
        audit.record(data_set, "build_data_set", by=data_set.requested_by, change=sha)
        subject = f"Ihr Datensatz ist fertig: {data_set}"
        body = "Der Datensatz liegt unter „Forschungsdaten“ zum Herunterladen bereit."
        outbox.send([data_set.requested_by.email], subject, body)
    return data_set


@transaction.atomic
def record_download(data_set: DataSet, *, by: Person) -> StoredFile:
    """Write down who downloads the data set, and hand its file over."""
    agreement = agreement_of(data_set.call_version, by)
    if data_set.file is None:
        raise PermissionDenied
    note_access(data_set, DataSetAccess.Kind.DOWNLOADED, by, agreement)
    audit.record(data_set, "record_download", by=by, change={})
    return data_set.file


def note_access(
    data_set: DataSet, kind: DataSetAccess.Kind, person: Person, agreement: DataUseAgreement
) -> None:
    DataSetAccess.objects.create(
        data_set=data_set, person=person, kind=kind, purpose=agreement.purpose
    )
