"""Work done later: safe to run twice, since the figures are replaced as a whole."""

from core import jobs
from programmes.models import CallVersion
from reporting.actions import prepare_figures


def prepare(version: int) -> None:
    """Compute the figures of one call version."""
    found = CallVersion.objects.select_related("call").filter(pk=version).first()
    if found is None:
        return
    jobs.report(10, "Die Zeilen werden gelesen.")
    count = prepare_figures(found)
    jobs.report(100, f"{count} Kennzahlen sind berechnet.")
