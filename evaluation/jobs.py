"""Work done later: safe to run twice, since a finished calculation is left alone."""

from core import jobs
from evaluation.actions.calculating import finish_calculation
from evaluation.models import Calculation


def calculate(calculation: str) -> None:
    """Compute one calculation and freeze it."""
    found = Calculation.objects.filter(key=calculation, snapshot=None).first()
    if found is None:
        return
    jobs.report(5, "Die Gutachten werden gelesen.")
    finish_calculation(found)
    jobs.report(100, "Das Ergebnis ist eingefroren.")
