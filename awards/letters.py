"""What a notice says (VV Nr. 4.2 zu § 44 BHO), frozen when it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from applications.models import PlanLine
from evaluation.letters import assessment, heading

if TYPE_CHECKING:
    from awards.models import AgreedIndicator, Award, AwardNotice
    from awards.terms import Terms
    from programmes.models import GuidelineVersion

DRAFT = "Entwurf – noch nicht unterschrieben"
# Text blocks that a guideline version may word differently (`notice_texts`).
TEXTS = {
    "use": "Ausgezahlt wird, wenn dieser Bescheid bestandskräftig ist, und nur soweit Mittel "
    "binnen {use_days} Tagen nach Auszahlung für fällige Zahlungen benötigt werden.",
    "retention": "Bis zur Prüfung des Verwendungsnachweises werden {retention} der Zuwendung "
    "einbehalten.",
    "subsidy": "Angaben, von denen Bewilligung, Rückforderung oder Belassen der Zuwendung "
    "abhängen, sind subventionserheblich im Sinne von § 264 StGB. Änderungen sind unverzüglich "
    "mitzuteilen.",
    "several": "Fördern mehrere Stellen das Vorhaben, ist der Verwendungsnachweis auch ihnen "
    "vorzulegen.",
    "publicity": "Bei Veröffentlichungen ist auf die Förderung durch den Bund hinzuweisen.",
    "waiver": "Sie können im Portal auf Rechtsbehelfe verzichten. Dann ist der Bescheid sofort "
    "bestandskräftig.",
}


def notice_content(notice: AwardNotice, terms: Terms | None = None) -> dict[str, Any]:
    """Return the content of a notice: recipient, purpose, money, conditions, remedies.

    `terms` are those of an award that is not stored yet, for the preview.
    """
    award = notice.award
    decision, rules = award.decision, award.rules
    application = decision.candidacy.application
    first = notice.number == 1
    return {
        **heading(decision.candidacy, notice.sent_on),
        **terms_content(award, terms),
        "kind": notice.get_kind_display(),
        "number": notice.number,
        "occasion": notice.reason,
        "submission_sha256": application.submissions.latest("number").snapshot.sha256,
        "reason": decision.reason if first else notice.reason,
        "assessment": assessment(decision.candidacy) if first else None,
        "legal_basis": rules.legal_basis,
        "texts": texts_of(rules),
        "contact": contact_of(award),
        "remedies": rules.remedies,
    }


def preview_content(notice: AwardNotice, terms: Terms) -> dict[str, Any]:
    """Return the content of a notice that nobody has signed: all of it, marked as a draft."""
    return {**notice_content(notice, terms), "draft": DRAFT}


def terms_content(award: Award, terms: Terms | None = None) -> dict[str, Any]:
    """Return the terms in force: what amendments change and the chain compares."""
    rows = terms or award
    return {
        "funding_code": award.funding_code,
        "file_reference": award.file_reference,
        **money_content(award, rows),
        "starts_on": award.starts_on,
        "ends_on": award.ends_on,
        "bound_until": award.bound_until,
        "purpose": award.purpose,
        "payment_mode": award.call_version.get_payment_mode_display(),
        "indicators": [indicator_content(row) for row in rows_of(rows, "indicators")],
        "reports": [
            [row.get_kind_display(), row.period_from, row.period_until, row.due_on]
            for row in rows_of(rows, "report_dates")
        ],
        "general_conditions": award.general_conditions,
        "conditions": award.conditions,
    }


def rows_of(whole: Award | Terms, name: str) -> list[Any]:
    """Return the rows of that name: stored ones of an award, or those of terms not stored yet."""
    rows = getattr(whole, name)
    return rows if isinstance(rows, list) else list(rows.all())


def money_content(award: Award, rows: Award | Terms) -> dict[str, Any]:
    """Return how much, of which expenses, in which years and passed on to whom."""
    kinds = dict(PlanLine.Kind.choices)
    return {
        "financing": award.get_financing_display(),
        "amount": award.amount,
        "eligible_amount": award.eligible_amount,
        "requested_rate": award.requested_rate,
        "rate": award.rate,
        "own_funds": award.own_funds,
        "other_funds": award.other_funds,
        "expenses": [[kinds[row.kind], row.amount] for row in rows_of(rows, "expenses")],
        "years": [year_content(row) for row in rows_of(rows, "tranches")],
        "onward_grants": [
            [row.name, row.amount, row.get_aid_basis_display()]
            for row in rows_of(rows, "onward_grants")
        ],
    }


def year_content(tranche: Any) -> dict[str, Any]:
    """Return one year's money and where in the budget it stands."""
    return {
        "year": tranche.budget_year.year,
        "amount": tranche.granted,
        "kind": "Kassenmittel" if tranche.is_cash else "Verpflichtungsermächtigung",
        "source": tranche.budget_year.source,
    }


def indicator_content(row: AgreedIndicator) -> dict[str, Any]:
    """Return an agreed indicator with baseline and target."""
    return {
        "name": row.name,
        "level": row.get_level_display(),
        "unit": row.unit,
        "baseline": row.baseline.normalize(),
        "target": row.target.normalize(),
        "target_on": row.target_on,
    }


def texts_of(rules: GuidelineVersion) -> Mapping[str, str]:
    """Return the text blocks, as the guideline version words them."""
    retention = f"{rules.retention_rate * 100:.0f} %"
    return {
        name: rules.notice_texts.get(name, text).format(
            use_days=rules.use_days, retention=retention
        )
        for name, text in TEXTS.items()
    }


def contact_of(award: Award) -> list[str]:
    """Return how to reach the office."""
    programme = award.decision.candidacy.application.call_version.call.programme
    return [line for line in (programme.contact_phone, programme.contact_email) if line]
