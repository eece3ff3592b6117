"""Errors of fact: pointed out by the municipality in time, answered by the office on the record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import may_edit_for
from awards.fact_errors import open_until
from awards.mails import announce_fact_answer, report_fact_error
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from evaluation.models import FactError, FundingDecision
from evaluation.permissions import may_assign


@transaction.atomic
def point_out(decision: FundingDecision, code: str, text: str, *, by: Person) -> FactError:
    """Write a hint within the period of the call."""
    decision = FundingDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    candidacy = decision.candidacy
    if not may_edit_for(by, candidacy.application.organisation):
        raise PermissionDenied
    until = open_until(decision)
    if until is None or clock.today() > until:
        sentence = "Die Frist für Hinweise auf Tatsachenfehler ist abgelaufen."
        raise RuleViolation(Finding("too_late", sentence))
    if not text.strip():
        raise RuleViolation(Finding("text", "Beschreiben Sie den Fehler.", field="text"))
    hint = FactError.objects.create(
        candidacy=candidacy, code=code, text=clean(text).strip(), written_by_key=by.actor_key
    )
    audit.record(candidacy, "point_out_error", by=by, change={"note": hint.text})
    report_fact_error(hint)
    return hint


@transaction.atomic
def answer_fact_error(hint: FactError, *, right: bool, answer: str, by: Person) -> FactError:
    """Say once whether the hint is right, with reasons."""
    hint = FactError.objects.select_for_update(of=("self",)).get(pk=hint.pk)
    if not may_assign(hint.candidacy, by):
        raise PermissionDenied
    if not hint.is_open:
        raise RuleViolation(Finding("answered", "Der Hinweis ist schon beantwortet."))
    if not answer.strip():
        raise RuleViolation(Finding("answer", "Begründen Sie die Antwort.", field="answer"))
    hint.verdict = FactError.Verdict.RIGHT if right else FactError.Verdict.WRONG
    hint.answer, hint.answered_at = clean(answer).strip(), clock.now()
    hint.answered_by_key = by.actor_key
    hint.save(update_fields=["verdict", "answer", "answered_at", "answered_by_key"])
    change = {"note": f"{hint.get_verdict_display()}: {hint.answer}"}
    audit.record(hint.candidacy, "answer_fact_error", by=by, change=change)
    announce_fact_answer(hint)
    return hint


@transaction.atomic
def reopen_after_error(decision: FundingDecision, *, note: str, by: Person) -> FundingDecision:
    """A hint was right: the rejection falls, and the case is reviewed and decided again."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Nennen Sie den Grund.", field="note"))
    if not decision.candidacy.fact_errors.filter(verdict=FactError.Verdict.RIGHT).exists():
        sentence = "Erst muss ein Hinweis als zutreffend beantwortet sein."
        raise RuleViolation(Finding("no_error", sentence))
    attempt = Attempt(by=by, note=clean(note).strip())
    perform(decision.candidacy, "reopen_rejected", attempt)
    return perform(decision, "revoke_rejection", attempt)
