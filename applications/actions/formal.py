"""The formal check: every rule with the machine's finding and the officer's word, two officers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications import mails
from applications.checks import RULES, TITLES
from applications.checks.office import is_open_check
from applications.checks.rule import Rule, loaded
from applications.letters import formal_rejection_content
from applications.models import Application, CheckResult, FormalCheck, FormalRejection, Waiver
from applications.permissions import is_checking_officer
from core import audit, clock
from core.letters import issue
from core.refusals import Finding, RuleViolation
from core.workflow import Attempt, perform
from rulebook.calendar import notified_on, remedy_until

Verdict = CheckResult.Verdict


@transaction.atomic
def start_formal_check(application: Application, *, by: Any) -> FormalCheck:
    """Open the check: the machine looks at every rule."""
    application = perform(application, "start_formal_check", Attempt(by=by))
    check = FormalCheck.objects.create(application=application, checked_by_key=by.actor_key)
    attempt = Attempt(by=by)
    CheckResult.objects.bulk_create(
        CheckResult(
            formal_check=check, code=rule.code, **seen_by_machine(rule, application, attempt)
        )
        for rule in RULES
    )
    return check


def seen_by_machine(rule: Rule, application: Application, attempt: Attempt) -> dict[str, Any]:
    """Return what the machine found and the verdict it can give by itself."""
    findings = rule.check(loaded(application), attempt)
    if findings:
        return {"found": [str(one) for one in findings], "verdict": Verdict.NOT_MET}
    words = [evidence] if (evidence := rule.evidence(application)) else []
    if rule.not_due(application, attempt):
        return {"found": words, "verdict": Verdict.NOT_DUE}
    verdict = Verdict.OPEN if rule.by_hand(application) else Verdict.MET
    return {"found": words, "verdict": verdict}


@transaction.atomic
def repeat_rules(check: FormalCheck, *, by: Any) -> FormalCheck:
    """Let the machine look again, for instance after a document came; officers' words stay."""
    return look_again(lock_open_check(check, by), by=by)


def look_again(check: FormalCheck, *, by: Any) -> FormalCheck:
    """Renew what the machine said, not what officers said."""
    attempt, rules = Attempt(by=by), {rule.code: rule for rule in RULES}
    changed = {}
    for result in check.results.filter(changed_by_key=""):
        seen = seen_by_machine(rules[result.code], check.application, attempt)
        if (seen["verdict"], seen["found"]) != (result.verdict, result.found):
            changed[TITLES[result.code]] = Verdict(seen["verdict"]).label
            result.verdict, result.found = seen["verdict"], seen["found"]
            result.save(update_fields=["verdict", "found"])
    if changed:
        audit.record(check.application, "repeat_rules", by=by, change={"after": changed})
    return check


@transaction.atomic
def judge_rule(check: FormalCheck, code: str, *, verdict: str, note: str, by: Any) -> CheckResult:
    """Write the officer's word on one rule."""
    check = lock_open_check(check, by)
    result = check.results.get(code=code)
    before = result.get_verdict_display()
    result.verdict, result.note, result.changed_by_key = verdict, note, by.actor_key
    result.save(update_fields=["verdict", "note", "changed_by_key"])
    title, after = TITLES[code], result.get_verdict_display()
    change = {"before": {title: before}, "after": {title: after}, "note": note}
    audit.record(check.application, "judge_rule", by=by, change=change)
    return result


@transaction.atomic
def grant_waiver(check: FormalCheck, code: str, *, reason: str, by: Any) -> Waiver:
    """Let one rule pass, with the reason."""
    check = lock_open_check(check, by)
    if not reason.strip():
        raise RuleViolation(Finding("no_reason", "Begründen Sie die Ausnahme.", field="reason"))
    waiver, created = Waiver.objects.get_or_create(
        application=check.application,
        code=code,
        defaults={"reason": reason, "granted_by_key": by.actor_key},
    )
    if created:
        change = {"after": {TITLES[code]: "Ausnahme"}, "note": reason}
        audit.record(check.application, "grant_waiver", by=by, change=change)
    return waiver


@transaction.atomic
def revoke_waiver(check: FormalCheck, code: str, *, by: Any) -> None:
    """Take a waiver back while the check is open; the trail keeps it."""
    check = lock_open_check(check, by)
    waiver = check.application.waivers.filter(code=code).first()
    if waiver:
        change = {"before": {TITLES[code]: f"Ausnahme: {waiver.reason}"}}
        waiver.delete()
        audit.record(check.application, "revoke_waiver", by=by, change=change)


@transaction.atomic
def propose_admission(check: FormalCheck, *, by: Any) -> FormalCheck:
    """Every rule is settled: a second officer looks."""
    return propose(check, "propose_admission", reasons="", by=by)


@transaction.atomic
def propose_rejection(check: FormalCheck, *, reasons: str, by: Any) -> FormalCheck:
    """A rule is not met: the reasons go to a second officer."""
    return propose(check, "propose_rejection", reasons=reasons, by=by)


def propose(check: FormalCheck, step: str, *, reasons: str, by: Any) -> FormalCheck:
    """Whoever proposes is the one who may not confirm."""
    lock_application(check)
    attempt = Attempt(by=by, note=reasons, facts={"reasons": reasons})
    check = perform(check, step, attempt)
    check.proposed_at, check.reasons, check.checked_by_key = attempt.at, reasons, by.actor_key
    check.save(update_fields=["proposed_at", "reasons", "checked_by_key"])
    return check


@transaction.atomic
def confirm_formal_check(check: FormalCheck, *, by: Any) -> Application:
    """The second officer confirms: the application moves and the municipality hears of it."""
    application = lock_application(check)
    check = FormalCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    rejected = check.status == FormalCheck.Status.REJECTION_PROPOSED
    attempt = Attempt(by=by, note=check.reasons)
    check = perform(check, "confirm", attempt)
    check.confirmed_at = attempt.at
    check.save(update_fields=["confirmed_at"])
    application = perform(application, "reject_formally" if rejected else "admit", attempt)
    if rejected:
        keep_notice(check)
        mails.tell_formal_rejection(application, check.reasons)
    else:
        mails.tell_admission(application)
    return application


def keep_notice(check: FormalCheck) -> FormalRejection:
    """Freeze and seal the notice; the remedy's time runs from its notification."""
    sent = clock.today()
    notified = notified_on(sent)
    title = f"Formale Ablehnung {check.application}"
    return FormalRejection.objects.create(
        formal_check=check,
        snapshot=issue(check, "formal_rejection", formal_rejection_content(check), title),
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, check.application.organisation.land),
    )


@transaction.atomic
def return_to_check(check: FormalCheck, *, note: str, by: Any) -> FormalCheck:
    """The second officer does not agree and says why."""
    lock_application(check)
    return perform(check, "return_to_check", Attempt(by=by, note=note))


def lock_application(check: FormalCheck) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=check.application_id)


def lock_open_check(check: FormalCheck, by: Any) -> FormalCheck:
    """Lock application and check; refuse when a proposal is made, and to the wrong person."""
    application = lock_application(check)
    check = FormalCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    check.application = application
    if findings := is_open_check(check):
        raise RuleViolation(*findings)
    if not is_checking_officer(check, by):
        raise PermissionDenied
    return check
