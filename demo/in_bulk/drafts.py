"""Applications with all their parts, as if they had been written section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import localtime

from accounts.models import Membership, Role
from applications.actions.applicant import as_known
from applications.actions.contacts import told
from applications.finance import ZERO
from applications.models import (
    Answer,
    Applicant,
    Application,
    ChosenTopic,
    Contact,
    Document,
    Indicator,
    Interaction,
    Measure,
    Partner,
    PlanAmount,
    PlanLine,
    Project,
)
from applications.receipts import receipt_number
from core.models import StoredFile
from demo import content
from demo.cases import Case
from demo.fates import DRAFTS, Fate
from demo.papers import papers
from demo.play import Play

Status = Application.Status
KINDS = [*PlanLine.COST_TYPES, *PlanLine.SOURCES]
STATUS = {
    **dict.fromkeys((Fate.BEGUN, Fate.HALF, Fate.COMPLETE), Status.DRAFT),
    Fate.TO_SIGN: Status.AWAITING_SIGNATURE,
    Fate.SUBMITTED: Status.SUBMITTED,
    Fate.WITHDRAWN: Status.WITHDRAWN,
    Fate.REJECTED: Status.FORMALLY_REJECTED,
    **dict.fromkeys(
        (Fate.IN_CHECK, Fate.ADMISSION_PROPOSED, Fate.REJECTION_PROPOSED), Status.IN_FORMAL_CHECK
    ),
}
Written = list[tuple[Case, Application]]


@dataclass
class Desk:
    """What the batches of one load share: the next receipt number, papers, keys of people."""

    next_serial: int = 1
    members: dict[int, dict[str, Membership]] = field(default_factory=dict)

    @cached_property
    def papers(self) -> Mapping[str, dict[str, Any]]:
        return stored_papers()

    def meet(self, cases: Sequence[Case]) -> None:
        """Learn who works for the organisations of a batch, by organisation and role."""
        self.members = {case.organisation.pk: {} for case in cases}
        members = Membership.objects.filter(organisation__in=self.members)
        for member in members.select_related("person"):
            self.members[member.organisation_id][member.role] = member

    def key_of(self, case: Case, role: Role) -> str:
        return self.members[case.organisation.pk][role].person.key

    def contacts(self, case: Case, application: Application) -> Iterator[Contact]:
        """Yield the persons that an application begins with: who signs, who writes."""
        members = self.members[case.organisation.pk]
        known = ((Contact.Role.REPRESENTATIVE, Role.SIGNATORY), (Contact.Role.CONTACT, Role.EDITOR))
        for position, (task, role) in enumerate(known, start=1):
            values = {"role": task, **told(members[role])}
            yield Contact(application=application, position=position, **values)

    def number(self, play: Play, at: datetime) -> str:
        """Return the next receipt number."""
        serial, self.next_serial = self.next_serial, self.next_serial + 1
        return receipt_number(play.version.call.programme.code, localtime(at).year, serial)


def stored_papers() -> Mapping[str, dict[str, Any]]:
    """Store each paper once and return the columns of a file that shows it, by its code."""
    return {
        code: {
            "name": f"{code}.pdf",
            "content_type": "application/pdf",
            "size": len(paper),
            "sha256": sha256(paper).hexdigest(),
            "blob": default_storage.save(f"files/demo/{code}.pdf", ContentFile(paper)),
        }
        for code, paper in papers().items()
    }


def write_drafts(play: Play, desk: Desk, cases: Sequence[Case]) -> Written:
    """Store the applications of a batch with their parts."""
    desk.meet(cases)
    written = [(case, application_of(play, desk, case)) for case in cases]
    Application.objects.bulk_create(application for _, application in written)
    Project.objects.bulk_create(
        Project(application=application, version=2, **content.project_of(case, play.version))
        for case, application in written
    )
    ChosenTopic.objects.bulk_create(
        ChosenTopic(application=application, code=code, is_primary=main)
        for case, application in written
        for code, main in content.topics_of(case).items()
    )
    write_applicants(desk, written)
    write_rows(play, written)
    Answer.objects.bulk_create(
        answer
        for case, application in written
        for answer in answers_of(case, application, desk.key_of(case, Role.EDITOR))
    )
    write_plans(play, written)
    write_documents(desk, written)
    return written


def application_of(play: Play, desk: Desk, case: Case) -> Application:
    """Return the application as it is at the end, numbered in the order of the cases."""
    end = play.round.submitted_at(case.number)
    submitted = {} if case.fate in DRAFTS else sums_of(play, case)
    if submitted:
        submitted |= {"submitted_at": end, "receipt_number": desk.number(play, end)}
    return Application(
        call_version=play.version,
        organisation=case.organisation,
        status=STATUS.get(case.fate, Status.ADMITTED),
        version=1 + saves_of(play, case),
        created_at=play.round.started_at(case.number),
        changed_at=end,
        **submitted,
    )


def sums_of(play: Play, case: Case) -> dict[str, Any]:
    """Return what is asked for, and the expenses it is asked for."""
    plan = content.plan_of(case, play.version)
    sums = {kind: sum(by_year.values(), ZERO) for kind, by_year in plan.items()}
    costs = sum((sums[kind] for kind, _ in content.COST_SHARES), ZERO)
    return {"requested_amount": sums["grant"], "eligible_amount": costs}


def write_applicants(desk: Desk, written: Written) -> None:
    """Store who applies and who speaks for it."""
    Applicant.objects.bulk_create(applicant_of(case, application) for case, application in written)
    Contact.objects.bulk_create(
        contact for case, application in written for contact in desk.contacts(case, application)
    )


def applicant_of(case: Case, application: Application) -> Applicant:
    """Return what was known of the organisation, and then said in the application."""
    applicant, said = as_known(application), content.applicant_of(case)
    for name, value in said.items():
        setattr(applicant, name, value)
    applicant.version += bool(said)
    return applicant


def saves_of(play: Play, case: Case) -> int:
    """Return how often the editor saved something."""
    rows = sum(len(wanted) for _, wanted in rows_of(play, case))
    declared = bool(content.declarations_of(case)) + bool(content.plan_of(case, play.version))
    pages = len(content.texts_of(case)) + declared + len(list(content.documents_of(case)))
    return 2 + bool(content.applicant_of(case)) + rows + pages


def rows_of(play: Play, case: Case) -> Sequence[tuple[type, list[content.Row]]]:
    return (
        (Interaction, content.interactions_of(case)),
        (Partner, content.partners_of(case)),
        (Measure, content.measures_of(case, play.version)),
        (Indicator, content.indicators_of(case, play.version)),
    )


def write_rows(play: Play, written: Written) -> None:
    """Store interactions, partners, measures and indicators."""
    rows: dict[Any, list[Any]] = {Interaction: [], Partner: [], Measure: []}
    for case, application in written:
        for model, wanted in rows_of(play, case)[:-1]:
            rows[model].extend(
                model(application=application, position=position, **values)
                for position, values in enumerate(wanted, start=1)
            )
    for model, instances in rows.items():
        model.objects.bulk_create(instances)
    measures = {(row.application_id, row.position): row for row in rows[Measure]}
    write_indicators(play, written, measures)


def write_indicators(play: Play, written: Written, measures: Mapping[Any, Measure]) -> None:
    """Store first what nothing of the same application must precede, then what leads to it."""
    stored: dict[Any, Indicator] = {}
    for is_output in (False, True):
        found = []
        for case, application in written:
            rows = enumerate(content.indicators_of(case, play.version), start=1)
            for position, values in rows:
                if bool(values["leads_to"]) != is_output:
                    continue
                near = {
                    "measure": {1: measures.get((application.pk, 1))},
                    "leads_to": {1: stored.get((application.pk, 1))},
                }
                known = content.linked(values, play.catalogue, near)
                found.append(Indicator(application=application, position=position, **known))
        Indicator.objects.bulk_create(found)
        stored |= {(row.application_id, row.position): row for row in found}


def answers_of(case: Case, application: Application, editor: str) -> Iterator[Answer]:
    """Yield the answers; the last text of a half draft is not done."""
    fixed = {"changed_at": application.changed_at, "changed_by_key": editor}
    texts = content.texts_of(case)
    for number, (code, text) in enumerate(texts.items(), start=1):
        done = case.fate != Fate.HALF or number < len(texts)
        yield Answer(application=application, code=code, value=text, done=done, **fixed)
    for code, value in content.declarations_of(case).items():
        yield Answer(application=application, code=code, value=value, **fixed)


def write_plans(play: Play, written: Written) -> None:
    """Store the finance plans: each line was offered, then filled."""
    lines: list[PlanLine] = []
    amounts: list[PlanAmount] = []
    for case, application in written:
        for kind, by_year in content.plan_of(case, play.version).items():
            line = line_of(application, kind)
            lines.append(line)
            amounts.extend(amounts_of(line, by_year))
    PlanLine.objects.bulk_create(lines)
    PlanAmount.objects.bulk_create(amounts)


def line_of(application: Application, kind: str) -> PlanLine:
    side = "expense" if kind in PlanLine.COST_TYPES else "financing"
    position = KINDS.index(PlanLine.Kind(kind))
    return PlanLine(application=application, side=side, kind=kind, position=position, version=2)


def amounts_of(line: PlanLine, by_year: Mapping[int, Decimal]) -> Iterator[PlanAmount]:
    return (PlanAmount(line=line, year=year, amount=amount) for year, amount in by_year.items())


def write_documents(desk: Desk, written: Written) -> None:
    """Store the documents, each with a file of its own that shows the same paper."""
    documents = []
    for case, application in written:
        editor, at = desk.key_of(case, Role.EDITOR), application.changed_at
        for code in content.documents_of(case):
            file = StoredFile(uploaded_at=at, actor_key=editor, **desk.papers[code])
            documents.append(
                Document(application=application, code=code, file=file, uploaded_at=at)
            )
    StoredFile.objects.bulk_create(document.file for document in documents)
    Document.objects.bulk_create(documents)
