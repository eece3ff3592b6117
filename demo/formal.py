"""What the officers of the demonstration say in the formal check."""

from datetime import timedelta

from applications.models import CheckResult
from demo.cases import Case
from demo.fates import NOT_ASSESSABLE, Fate

Verdict = CheckResult.Verdict
PROPOSED_AFTER, CONFIRMED_AFTER, WITHDRAWN_AFTER = (
    timedelta(hours=2),
    timedelta(days=1),
    timedelta(hours=3),
)
PROPOSED = (Fate.ADMISSION_PROPOSED, Fate.REJECTION_PROPOSED)
NOTES = {
    "assessable": "Auf Deutsch und verständlich.",
    "emergency": "Die Bestätigung der Kommunalaufsicht liegt vor.",
}
REASONS = "Die Antworten bestehen aus Platzhaltern. Der Antrag ist nicht bewertbar."
WITHDRAWAL = "Der Rat hat sich gegen das Vorhaben entschieden."


def word_on(case: Case, code: str) -> tuple[str, str]:
    """Return verdict and note on a rule that only a person can judge."""
    if code == "assessable" and case.fate in NOT_ASSESSABLE:
        return Verdict.NOT_MET, REASONS
    return Verdict.MET, NOTES[code]
