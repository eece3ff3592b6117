"""What core itself writes on behalf of a visitor."""

from core import clock
from core.models import BarrierReport
from core.text import clean


def report_barrier(*, page: str, problem: str, contact: str) -> BarrierReport:
    """Store what somebody could not use; an answer follows within a month."""
    return BarrierReport.objects.create(
        page=clean(page), problem=clean(problem), contact=clean(contact), created_at=clock.now()
    )
