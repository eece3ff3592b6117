"""Rules for signing a report and for accepting it; each returns findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from core.refusals import Finding
from core.workflow import Attempt
from rulebook.indicators import goal_attainment, on_track


def texts_written(report: Any, _attempt: Attempt) -> list[Finding]:
    """Every text of the kind is written and not too long."""
    from awards.report_parts import TEXT_LIMIT, TEXTS_OF

    found = []
    for name in TEXTS_OF[report.duty.kind]:
        label = report._meta.get_field(name).verbose_name
        text = getattr(report, name).strip()
        if not text:
            found.append(Finding("text", f"Beantworten Sie: „{label}“", "bericht", name))
        elif len(text) > TEXT_LIMIT:
            sentence = f"Kürzen Sie „{label}“ auf {TEXT_LIMIT} Zeichen."
            found.append(Finding("text", sentence, "bericht", name))
    return found


def values_given(report: Any, _attempt: Attempt) -> list[Finding]:
    """Every indicator has a value, its quality, and a reason where it lags behind."""
    return [
        finding
        for measurement in report.measurements.select_related("indicator")
        for finding in findings_of(measurement, report.duty.period_until)
    ]


def findings_of(measurement: Any, on: date) -> Iterator[Finding]:
    """Yield what one indicator still needs."""
    name = measurement.indicator.name
    if measurement.actual is None:
        yield missing(measurement, "actual", f"Geben Sie den erreichten Wert an: {name}.")
        return
    if not measurement.quality:
        yield missing(measurement, "quality", f"Wählen Sie, wie der Wert entstand: {name}.")
    if is_behind(measurement, on):
        for field, word in (("reason", "den Grund"), ("next_step", "den nächsten Schritt")):
            if not getattr(measurement, field).strip():
                sentence = f"„{name}“ liegt hinter dem Plan. Nennen Sie {word}."
                yield missing(measurement, field, sentence)


def missing(measurement: Any, field: str, sentence: str) -> Finding:
    return Finding("indicator", sentence, "indikatoren", f"{measurement.pk}-{field}")


def attainment_of(measurement: Any) -> Decimal | None:
    """Return how much of the way from baseline to target is done, in percent."""
    one = measurement.indicator
    return goal_attainment(one.baseline, one.target, measurement.actual, one.rising)


def is_behind(measurement: Any, on: date) -> bool:
    """Does the indicator lag behind the share of time that has passed?"""
    attainment = attainment_of(measurement)
    return attainment is not None and not on_track(attainment, time_share(measurement, on))


def time_share(measurement: Any, on: date) -> Decimal:
    """Return how much of the time from baseline to target has passed, 0 to 1."""
    one = measurement.indicator
    whole = (one.target_on - one.baseline_on).days
    passed = (on - one.baseline_on).days
    if whole <= 0:
        return Decimal(1)
    return min(max(Decimal(passed) / Decimal(whole), Decimal(0)), Decimal(1))


def numbers_given(report: Any, _attempt: Attempt) -> list[Finding]:
    """Every line of the plan has its amount; nothing is left open by accident."""
    return [
        Finding("line", f"Geben Sie den Betrag an: {line}.", "zahlen", f"line_{line.pk}")
        for line in report.lines.filter(declared=None).select_related("plan_line")
    ]


def vouchers_in_order(report: Any, _attempt: Attempt) -> list[Finding]:
    """A proof with expenses lists their vouchers, none of them paid in the future."""
    if not report.is_proof:
        return []
    vouchers = report.vouchers.all()
    if not vouchers.exists():
        return [Finding("vouchers", "Die Belegliste ist leer.", "belege", "file")]
    future = vouchers.filter(paid_on__gt=clock.today()).first()
    if future:
        sentence = f"Beleg {future.number} in Zeile {future.row} ist in der Zukunft gezahlt."
        return [Finding("vouchers", sentence, "belege", "file")]
    return []


def partners_proven(report: Any, _attempt: Attempt) -> list[Finding]:
    """Each partner that got money has a proof that the recipient has checked."""
    found = []
    for proof in report.partner_proofs.select_related("partner"):
        if proof.passed_on is None or proof.recognised is None or not proof.result.strip():
            sentence = f"Tragen Sie den geprüften Nachweis ein: {proof.partner}."
            found.append(Finding("partner", sentence, "partner", f"{proof.pk}-passed_on"))
        elif proof.recognised > proof.passed_on:
            sentence = f"Nachgewiesen ist mehr als weitergeleitet: {proof.partner}."
            found.append(Finding("partner", sentence, "partner", f"{proof.pk}-recognised"))
    return found


def proof_goes_by_its_check(report: Any, attempt: Attempt) -> list[Finding]:
    """A proof of use is accepted by its check note and final notice, not by a click."""
    if not report.is_proof or attempt.facts.get("by_check"):
        return []
    return [Finding("proof", "Der Verwendungsnachweis wird mit einem Prüfvermerk geprüft.")]


REPORT_CHECKS = (texts_written, values_given, numbers_given, vouchers_in_order, partners_proven)
ACCEPTANCE_CHECKS = (proof_goes_by_its_check,)
