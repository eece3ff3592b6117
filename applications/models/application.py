"""The application and its answers: one screen shows its whole life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import APPLICANT_ROLES, Organisation, Role
from accounts.permissions import has_role, organisations_of
from applications import permissions
from applications.checks import SIGNATURE_CHECKS, SUBMISSION_CHECKS
from applications.checks.revision import no_open_revision, revision_possible, supplement_is_over
from applications.deadlines import deadline_of, open_supplement
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models import CallVersion


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Which applications somebody may see."""

    def visible_to(self, user: Any) -> ApplicationQuerySet:
        """The organisation's people see their own, guests a draft; the office what came in."""
        if not user.is_authenticated:
            return self.none()
        own = Q(organisation__in=organisations_of(user, *APPLICANT_ROLES))
        if has_role(user, Role.GUEST):
            own |= drafts_read_by(user)
        if has_role(user, Role.OFFICER, Role.HEAD_OF_UNIT, Role.BUDGET_OFFICER, Role.AUDITOR):
            own |= ~Q(status__in=Application.BEFORE_SUBMISSION) & Q(revises=None)
        return self.filter(own)

    def submitted(self) -> ApplicationQuerySet:
        return self.exclude(status__in=Application.BEFORE_SUBMISSION)


def drafts_read_by(guest: Any) -> Q:
    """The drafts to which somebody from outside is admitted today."""
    from applications.models.teamwork import Guest

    admitted = Guest.objects.admitted().filter(invitation__accepted_by=guest)
    return Q(pk__in=admitted.values("application"), status__in=Application.BEFORE_SUBMISSION)


class WholeApplications(models.Manager["Application"]):
    """Applications without their working copies."""

    def get_queryset(self) -> models.QuerySet[Application]:
        return super().get_queryset().filter(revises=None)


class Application(Keyed):
    """One organisation's application to one call version.

    After submission nobody edits it. A revision, or the answer to a supplement request, is written
    into a working copy (`revises`) that replaces the content only when a signatory submits it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        AWAITING_SIGNATURE = "awaiting_signature", "Zur Zeichnung"
        SUBMITTED = "submitted", "Eingereicht"
        IN_FORMAL_CHECK = "in_formal_check", "In Formalprüfung"
        SUPPLEMENT_REQUESTED = "supplement_requested", "Nachforderung"
        ADMITTED = "admitted", "Zugelassen"
        FORMALLY_REJECTED = "formally_rejected", "Formal abgelehnt"
        WITHDRAWN = "withdrawn", "Zurückgezogen"

    BEFORE_SUBMISSION = (Status.DRAFT, Status.AWAITING_SIGNATURE)

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    revises = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="working_copy"
    )
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    receipt_number = models.CharField("Eingangsnummer", max_length=40, blank=True, db_index=True)
    submitted_at = models.DateTimeField("Eingang", null=True, blank=True, db_index=True)
    requested_amount = models.DecimalField(
        "Beantragt", max_digits=14, decimal_places=2, null=True, blank=True
    )
    eligible_amount = models.DecimalField(
        "Zuwendungsfähig", max_digits=14, decimal_places=2, null=True, blank=True
    )
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    with_copies = ApplicationQuerySet.as_manager()  # first: relations and locks find every row
    objects = WholeApplications.from_queryset(ApplicationQuerySet)()

    class Meta:
        verbose_name = "Antrag"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call_version", "organisation"],
                condition=~Q(status="withdrawn") & Q(revises=None),
                name="one_application_a_call",
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~Q(receipt_number=""),
                name="one_application_a_receipt_number",
            ),
        ]
        indexes = [models.Index(fields=["call_version", "status", "submitted_at"])]

    def __str__(self) -> str:
        return self.receipt_number or f"Entwurf {self.key}"

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_copy(self) -> bool:
        return self.revises_id is not None

    @property
    def main(self) -> Application:
        """The application itself, also when this is its working copy."""
        return self.revises or self

    @property
    def deadline(self) -> datetime:
        """The last instant at which this can be submitted."""
        return deadline_of(self)

    @property
    def supplement(self) -> Any:
        """What the office waits for, for the application and for the copy that answers."""
        return open_supplement(self.main)

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.AWAITING_SIGNATURE,
        permission=permissions.may_edit,
        custom={"label": "Zur Zeichnung geben", "checks": SIGNATURE_CHECKS},
    )
    def offer_for_signature(self) -> None:
        """The editors are done; a signatory reads everything."""

    @transition(
        status,
        source=Status.AWAITING_SIGNATURE,
        target=Status.DRAFT,
        permission=permissions.may_edit,
        custom={"label": "Zurück in die Bearbeitung"},
    )
    def return_to_draft(self) -> None:
        """Something is still to be changed."""

    @transition(
        status,
        source=[Status.DRAFT, Status.AWAITING_SIGNATURE],
        target=Status.SUBMITTED,
        permission=permissions.may_sign,
        custom={"label": "Antrag einreichen", "checks": SUBMISSION_CHECKS},
    )
    def submit(self) -> None:
        """The action sets receipt number, time and sums beside this."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.IN_FORMAL_CHECK,
        permission=permissions.may_check,
        custom={"label": "Formalprüfung beginnen", "checks": (no_open_revision,)},
    )
    def start_formal_check(self) -> None:
        """An officer opens the check."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.SUBMITTED,
        permission=permissions.may_revise,
        custom={"label": "Überarbeiten", "checks": (revision_possible,)},
    )
    def revise(self) -> None:
        """A working copy is opened; what was submitted counts until a new one replaces it."""

    @transition(
        status,
        source=[Status.DRAFT, Status.AWAITING_SIGNATURE],
        target=Status.WITHDRAWN,
        permission=permissions.may_discard,
        custom={"label": "Überarbeitung verwerfen"},
    )
    def discard(self) -> None:
        """The working copy is given up; what was submitted counts."""

    @transition(
        status,
        source=[Status.SUBMITTED, Status.WITHDRAWN],
        target=Status.DRAFT,
        permission=permissions.may_discard,
    )
    def reopen(self) -> None:
        """The working copy of an earlier revision is used again."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.SUBMITTED,
        permission=permissions.may_sign,
    )
    def replace_content(self) -> None:
        """A signatory submitted the revision: from now on it counts."""

    @transition(
        status,
        source=Status.IN_FORMAL_CHECK,
        target=Status.SUPPLEMENT_REQUESTED,
        permission=permissions.may_check,
    )
    def request_supplement(self) -> None:
        """An officer names what is missing, and until when."""

    @transition(
        status,
        source=Status.SUPPLEMENT_REQUESTED,
        target=Status.IN_FORMAL_CHECK,
        permission=permissions.may_sign,
    )
    def answer_supplement(self) -> None:
        """A signatory submitted what was asked for: the check goes on."""

    @transition(
        status,
        source=Status.SUPPLEMENT_REQUESTED,
        target=Status.IN_FORMAL_CHECK,
        permission=permissions.may_check,
        custom={"checks": (supplement_is_over,)},
    )
    def close_supplement(self) -> None:
        """No answer came in time: the check goes on with what there is."""

    @transition(
        status,
        source=Status.IN_FORMAL_CHECK,
        target=Status.ADMITTED,
        permission=permissions.may_confirm_check,
        custom={"label": "Zulassung bestätigen"},
    )
    def admit(self) -> None:
        """A second officer confirms that the application is complete."""

    @transition(
        status,
        source=Status.IN_FORMAL_CHECK,
        target=Status.FORMALLY_REJECTED,
        permission=permissions.may_confirm_check,
        custom={"label": "Formale Ablehnung bestätigen"},
    )
    def reject_formally(self) -> None:
        """A second officer confirms the reasons."""

    @transition(
        status,
        source=[
            Status.DRAFT,
            Status.AWAITING_SIGNATURE,
            Status.SUBMITTED,
            Status.IN_FORMAL_CHECK,
            Status.SUPPLEMENT_REQUESTED,
        ],
        target=Status.WITHDRAWN,
        permission=permissions.may_withdraw,
        custom={"label": "Antrag zurückziehen"},
    )
    def withdraw(self) -> None:
        """Expressly withdrawn by a signatory."""


class Answer(models.Model):
    """One answer of the catalogue: a JSON value, with a version of its own for editors."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    done = models.BooleanField("Abschnitt fertig", default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return self.code
