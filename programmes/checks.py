"""What stands against publishing a call version: one function per rule.

`section` of a finding is the address part of the page where it is put right.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core import audit
from core.refusals import Finding
from core.templatetags.allmende import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from programmes.models import CallVersion

CAPPED_BY_THE_GUIDELINE = (
    "regular_rate",
    "emergency_rate",
    "cap_strategy",
    "cap_implementation",
)
FIT_QUESTIONS = 5
JUDGED_BY = (
    *("fundable_total", "divergence_total", "divergence_criterion", "reviews_per_application"),
    *("half_points", "reason_length", "reviewers_from_same_land"),
)


def deadline_is_ahead(version: CallVersion, attempt: Attempt) -> list[Finding]:
    if corrected_version(version):
        return []  # the time began with the first version; it may not become shorter
    days = version.guideline_version.least_application_days
    if version.deadline_at >= max(version.opens_at, attempt.at) + timedelta(days=days):
        return []
    sentence = f"Zwischen Veröffentlichung oder Beginn und Frist müssen {days} Tage liegen."
    return [Finding("deadline", sentence, "grunddaten", "deadline_at")]


def corrected_version(version: CallVersion) -> CallVersion | None:
    """Return the published version that this one corrects; None for the first one."""
    if version.number == 1:
        return None
    earlier = version.call.versions.filter(number__lt=version.number)
    return earlier.order_by("-number").first()


def correction_shortens_nothing(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """Whoever works on an application relies on every date that was published."""
    before = corrected_version(version)
    if before is None:
        return []
    found = []
    if version.deadline_at < before.deadline_at or version.opens_at > before.opens_at:
        sentence = "Beginn und Frist eines veröffentlichten Aufrufs dürfen nicht kürzer werden."
        found.append(Finding("shortened", sentence, "grunddaten", "deadline_at"))
    sources = (("fragen", "questions"), ("unterlagen", "document_requirements"))
    for section, rows in sources:
        dates = {row.code: row.due_at for row in getattr(before, rows).all() if row.due_at}
        found += [
            Finding("shortened", f"Die Frist für „{row}“ darf nicht kürzer werden.", section)
            for row in getattr(version, rows).all()
            if row.code in dates and (row.due_at or version.deadline_at) < dates[row.code]
        ]
    return found


def correction_keeps_the_yardstick(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """All applications of a call are judged alike, whichever version they were written for."""
    before = corrected_version(version)
    if before is None or yardstick(before) == yardstick(version):
        return []
    sentence = (
        "Kriterien, Gewichte, Mindestwerte und Regeln der Begutachtung gelten für alle Anträge "
        "des Aufrufs. Eine Korrektur kann sie nicht ändern."
    )
    return [Finding("yardstick", sentence, "kriterien")]


def yardstick(version: CallVersion) -> list[tuple[object, ...]]:
    """Return everything that decides how applications are judged."""
    criteria = version.criteria.select_related("group").order_by("code")
    return [
        tuple(getattr(version, name) for name in JUDGED_BY),
        *[(one.code, one.name, one.minimum) for one in version.criterion_groups.order_by("code")],
        *[
            (c.code, c.group.code, c.name, c.question, c.weight, c.minimum, c.maximum, c.anchors)
            for c in criteria
        ],
    ]


def correction_is_explained(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """Everybody with a draft reads why the call has changed."""
    if version.change_note.strip() or not corrected_version(version):
        return []
    sentence = "Schreiben Sie, was sich ändert und warum. Alle mit einem Entwurf lesen das."
    return [Finding("change_note", sentence, "grunddaten", "change_note")]


def terms_are_within_the_guideline(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """A call may promise less than the guideline allows, never more."""
    guideline = version.guideline_version
    above = [
        name
        for name in CAPPED_BY_THE_GUIDELINE
        if getattr(version, name) > getattr(guideline, name)
    ]
    labels = {field.name: field.verbose_name for field in version._meta.concrete_fields}
    return [
        Finding(
            "terms",
            f"„{labels[name]}“ ist höher, als die Förderrichtlinie erlaubt.",
            "grunddaten",
            name,
        )
        for name in above
    ]


def somebody_may_apply(version: CallVersion, attempt: Attempt) -> list[Finding]:
    if version.eligible_kinds:
        return []
    sentence = "Legen Sie fest, wer sich bewerben kann."
    return [Finding("eligible_kinds", sentence, "grunddaten", "eligible_kinds")]


def fields_can_be_connected(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """The programme connects action fields, so there must be two to connect."""
    kinds = Counter(topic.kind for topic in version.topics.all())
    if kinds["action_field"] > 1 and kinds["challenge"]:
        return []
    sentence = "Nennen Sie mindestens zwei Handlungsfelder und eine Herausforderung."
    return [Finding("topics", sentence, "themen")]


def weights_sum_to_100(version: CallVersion, attempt: Attempt) -> list[Finding]:
    total = sum((criterion.weight for criterion in version.criteria.all()), Decimal(0))
    if total == 100:  # noqa: PLR2004
        return []
    sentence = f"Die Gewichte der Kriterien ergeben {german(total, 2)}. Sie müssen 100 ergeben."
    return [Finding("weights", sentence, "kriterien")]


def groups_can_reach_their_minimum(version: CallVersion, attempt: Attempt) -> list[Finding]:
    reachable: Counter[int] = Counter()
    for criterion in version.criteria.all():
        reachable[criterion.group_id] += criterion.weight  # type: ignore[assignment]
    return [
        Finding(
            "group_minimum",
            f"Die Gruppe „{group.name}“ kann höchstens {german(reachable[group.pk], 2)} Punkte "
            f"erreichen, verlangt sind {german(group.minimum, 2)}.",
            "gruppen",
        )
        for group in version.criterion_groups.all()
        if not reachable[group.pk] or group.minimum > reachable[group.pk]
    ]


def scales_have_anchors(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """Every whole score of every criterion is described in words."""
    return [
        Finding(
            "anchors",
            f"Beschreiben Sie bei „{criterion}“ alle Punktwerte von 0 bis "
            f"{german(criterion.maximum)}.",
            "kriterien",
        )
        for criterion in version.criteria.all()
        if not all(criterion.anchors.get(str(score)) for score in criterion.scores)
    ]


def asks_something(version: CallVersion, attempt: Attempt) -> list[Finding]:
    if version.questions.all():
        return []
    return [Finding("questions", "Der Fragenkatalog ist leer.", "fragen")]


def conditions_name_questions(version: CallVersion, attempt: Attempt) -> list[Finding]:
    codes = {question.code for question in version.questions.all()} | {""}
    sources = (("fragen", version.questions), ("unterlagen", version.document_requirements))
    return [
        Finding(
            "condition",
            f"„{row}“ hängt von der Frage „{row.condition_code}“ ab. Diese Frage gibt es nicht.",
            section,
        )
        for section, rows in sources
        for row in rows.all()
        if row.condition_code not in codes
    ]


def documents_are_due_with_or_after_the_application(
    version: CallVersion, attempt: Attempt
) -> list[Finding]:
    return [
        Finding(
            "document_due",
            f"Die Frist für „{document.name}“ liegt vor der Frist des Antrags.",
            "unterlagen",
        )
        for document in version.document_requirements.all()
        if document.due_at and document.due_at < version.deadline_at
    ]


def fits_in_five_questions(version: CallVersion, attempt: Attempt) -> list[Finding]:
    number = len(version.fit_questions.all())
    if number == FIT_QUESTIONS:
        return []
    sentence = f"„Passt der Aufruf?“ hat {number} Fragen. Es müssen {FIT_QUESTIONS} sein."
    return [Finding("fit_questions", sentence, "passt")]


def every_year_has_a_budget(version: CallVersion, attempt: Attempt) -> list[Finding]:
    funded = {row.year for row in version.call.budget_years.all() if row.amount > 0}
    missing = [str(year) for year in version.years if year not in funded]
    if not missing:
        return []
    sentence = f"Es fehlen die Mittel für {', '.join(missing)}."
    return [Finding("budget", sentence, "haushalt")]


def second_person_publishes(version: CallVersion, attempt: Attempt) -> list[Finding]:
    """Four eyes: whoever prepared, edited or offered the call does not publish it."""
    mine = audit.trail(version).filter(actor_key=attempt.by.actor_key)
    if not mine.exclude(step="return_to_draft").exists():
        return []
    sentence = (
        "Sie haben diesen Aufruf angelegt, bearbeitet oder vorgelegt. "
        "Veröffentlichen muss ihn eine zweite Person."
    )
    return [Finding("second_person", sentence)]


PUBLICATION_CHECKS = (
    deadline_is_ahead,
    terms_are_within_the_guideline,
    somebody_may_apply,
    fields_can_be_connected,
    weights_sum_to_100,
    groups_can_reach_their_minimum,
    scales_have_anchors,
    asks_something,
    conditions_name_questions,
    documents_are_due_with_or_after_the_application,
    fits_in_five_questions,
    every_year_has_a_budget,
    correction_shortens_nothing,
    correction_keeps_the_yardstick,
    correction_is_explained,
)
