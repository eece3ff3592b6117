"""The whole file of an award after its close: built, handed over, deleted by two people."""

from __future__ import annotations

from django.db import models
from django_fsm import transition

from awards import follow_up_permissions as permissions
from awards.checks.archive import DELETION_CHECKS, PROPOSAL_CHECKS
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField


class ArchivedFile(Keyed):
    """The file of one award as it was built: what it holds, and its SHA-256."""

    class Status(models.TextChoices):
        BUILT = "built", "Akte gebildet"
        PROPOSED = "proposed", "Aussonderung vorgeschlagen"
        DELETED = "deleted", "Ausgesondert"

    award = models.OneToOneField(Award, models.PROTECT, related_name="archived_file")
    status = StatusField("Stand", default=Status.BUILT, choices=Status.choices)
    sha256 = models.CharField("Prüfsumme (SHA-256)", max_length=64)
    size = models.PositiveBigIntegerField("Größe in Byte")
    manifest = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    built_at = models.DateTimeField("Gebildet am", default=clock.now)
    handed_over = models.CharField("Übergeben an", max_length=300, blank=True)
    proposed_by_key = models.CharField(max_length=40, blank=True)
    protocol = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_at = models.DateTimeField("Ausgesondert am", null=True, blank=True)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Archivakte"
        ordering = ["-built_at", "pk"]

    def __str__(self) -> str:
        return f"Archivakte {self.award.funding_code}"

    @transition(
        status,
        source=Status.BUILT,
        target=Status.PROPOSED,
        permission=permissions.may_archive,
        custom={"label": "Aussonderung vorschlagen", "checks": PROPOSAL_CHECKS},
    )
    def propose_deletion(self) -> None:
        """The file was handed over, and its retention is over."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.BUILT,
        permission=permissions.may_delete_file,
        custom={"label": "Zurückgeben"},
    )
    def give_back(self) -> None:
        """The second person does not agree."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.DELETED,
        permission=permissions.may_delete_file,
        custom={"label": "Aussondern", "checks": DELETION_CHECKS},
    )
    def delete_content(self) -> None:
        """A second person decides; the protocol says what was deleted and what stays."""
