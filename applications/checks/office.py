"""What stands against a proposal of the formal check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import FormalCheck


def every_rule_settled(check: FormalCheck, attempt: Attempt) -> list[Finding]:
    """Admission: each rule is met, not due yet, or waived with a reason."""
    from applications.checks import TITLES

    waived = set(check.application.waivers.values_list("code", flat=True))
    return [
        Finding(
            f"rule_{result.code}",
            f"„{TITLES.get(result.code, result.code)}“: {result.get_verdict_display()}.",
            "formal_check",
            result.code,
        )
        for result in check.results.all()
        if result.verdict in ("open", "not_met") and result.code not in waived
    ]


def nothing_is_awaited(check: FormalCheck, attempt: Attempt) -> list[Finding]:
    """While the municipality may still answer, no result is proposed."""
    if check.application.status != "supplement_requested":
        return []
    sentence = "Die Nachforderung ist noch offen. Die Kommune darf noch antworten."
    return [Finding("supplement_open", sentence, "formal_check")]


def some_rule_is_not_met(check: FormalCheck, attempt: Attempt) -> list[Finding]:
    """Rejection needs a rule that is not met and not waived."""
    waived = set(check.application.waivers.values_list("code", flat=True))
    if check.results.filter(verdict="not_met").exclude(code__in=waived).exists():
        return []
    return [Finding("nothing_wrong", "Es ist keine Regel verletzt.", "formal_check")]


def reasons_are_written(check: FormalCheck, attempt: Attempt) -> list[Finding]:
    """The municipality must be told why; offering the step does not ask yet."""
    if "reasons" not in attempt.facts or attempt.facts["reasons"].strip():
        return []
    sentence = "Schreiben Sie die Gründe der Ablehnung auf."
    return [Finding("no_reasons", sentence, "formal_check", "reasons")]


def is_open_check(check: FormalCheck) -> list[Finding]:
    """Rules are judged while nobody has proposed a result."""
    if check.status == "open":
        return []
    sentence = f"Die Formalprüfung hat den Stand „{check.get_status_display()}“."
    return [Finding("check_not_open", sentence, "formal_check")]
