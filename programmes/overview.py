"""What the pages of a call say about a version, in words: facts, criteria, schedule, conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Organisation
from core import clock
from core.forms import written
from core.templatetags.allmende import day, euro, euro_short, german, instant, percent
from programmes.answers import YES_NO
from programmes.changes import changes_between
from programmes.checks import corrected_version
from programmes.models import (
    AskedRow,
    CallVersion,
    Chapter,
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    Question,
)

CONTENT = (
    "topics",
    "criterion_groups",
    "chapters",
    "criteria",
    "questions__criterion",
    "document_requirements",
    "fit_questions",
    "call__budget_years",
)
NUMERALS = {2: "Zwei", 3: "Drei", 4: "Vier", 5: "Fünf"}


def with_content(versions: QuerySet[CallVersion]) -> QuerySet[CallVersion]:
    """Load versions with everything their pages show, in a fixed number of queries."""
    related = ("call__programme", "guideline_version")
    return versions.select_related(*related).prefetch_related(*CONTENT)


def changes_of(version: CallVersion) -> dict[str, Any] | None:
    """Return what a corrected version says about its changes; None for the first one."""
    before = corrected_version(version)
    if before is None:
        return None
    return {"note": version.change_note, "sentences": changes_between(before, version)}


def state_of(version: CallVersion, at: datetime | None = None) -> tuple[str, str]:
    """Return what the call's mark says and its tone."""
    moment = at or clock.now()
    if version.status != CallVersion.Status.PUBLISHED:
        return version.get_status_display(), ""
    if moment < version.opens_at:
        return _("Beginnt bald"), "info"
    return (_("Geöffnet"), "ok") if moment <= version.closes_at else (_("Beendet"), "")


@dataclass(frozen=True)
class WeighedCriterion:
    """A criterion with the share of the heaviest weight, in per cent, for its bar."""

    criterion: Criterion
    share: Decimal
    anchors: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class WeighedGroup:
    """A group of criteria with the points it can reach."""

    group: CriterionGroup
    total: Decimal
    criteria: tuple[WeighedCriterion, ...]


def weighed_groups(version: CallVersion) -> list[WeighedGroup]:
    """Return the criteria by group, in their order."""
    criteria = list(version.criteria.all())
    heaviest = max((criterion.weight for criterion in criteria), default=Decimal(1)) or Decimal(1)
    groups = []
    for group in version.criterion_groups.all():
        own = [criterion for criterion in criteria if criterion.group_id == group.pk]
        rows = tuple(
            WeighedCriterion(c, round(c.weight / heaviest * 100, 1), anchors_of(c)) for c in own
        )
        groups.append(WeighedGroup(group, sum((c.weight for c in own), Decimal(0)), rows))
    return groups


def anchors_of(criterion: Criterion) -> tuple[tuple[int, str], ...]:
    return tuple((score, criterion.anchors.get(str(score), "")) for score in criterion.scores)


def facts_of(version: CallVersion) -> list[dict[str, str]]:
    """Return „Auf einen Blick“."""
    kinds = dict(Organisation.Kind.choices)
    fields = sum(topic.kind == "action_field" for topic in version.topics.all())
    own = [d for d in version.document_requirements.all() if not d.partner_kinds]
    needed = [d.name for d in own if d.required]
    rows = {
        _("Wer"): "\n".join(str(kinds[kind]) for kind in version.eligible_kinds if kind in kinds),
        _("Was"): _("Vorhaben, die mindestens zwei der %s Handlungsfelder verbinden") % fields,
        _("Wie viel"): _("Strategie: bis %s Ausgaben. Umsetzung: bis %s Ausgaben.")
        % (euro_short(version.cap_strategy), euro_short(version.cap_implementation)),
        _("Förderquote"): _("Höchstens %s, bei Haushaltsnotlage höchstens %s")
        % (percent(version.regular_rate), percent(version.emergency_rate)),
        _("Eigenanteil"): _("Mindestens %s") % percent(version.minimum_own_share_rate),
        _("Mindestzuwendung"): euro(version.minimum_grant),
        _("Mittel"): money_of(version),
        _("Frist"): instant(version.closes_at, "weekday"),
        _("Aufwand"): "{hours} ({source})".format(**effort_of(version)),
        _("Unterlagen"): "\n".join(needed),
    }
    return [{"label": label, "value": value} for label, value in rows.items()]


def effort_of(version: CallVersion) -> dict[str, str]:
    """Return how long an application takes and who says so.

    The call's estimate stands until as many applicants have answered as the programme publishes
    small numbers for; from then on the median of their answers.
    """
    call = version.call
    answers = call.effort_answers or 0
    if call.effort_median is None or answers < call.programme.small_number_limit:
        hours = _("Etwa %s Stunden") % version.effort_hours
        return {"hours": hours, "source": _("Schätzung des Aufrufs")}
    places = 0 if call.effort_median == int(call.effort_median) else 1
    source = _("Median aus %s Angaben von Antragstellenden") % german(answers)
    return {"hours": _("%s Stunden") % german(call.effort_median, places), "source": source}


def money_of(version: CallVersion) -> str:
    total = sum((row.amount for row in version.call.budget_years.all()), Decimal(0))
    years = (euro_short(total), version.first_year, version.last_year)
    return _("%s für %s bis %s") % years if total else ""


def schedule_of(version: CallVersion) -> list[dict[str, str]]:
    """Return what happens when; the first part that is not over is the current one."""
    applications = _("%s bis %s") % (day(version.opens_at), instant(version.closes_at))
    parts = [
        (_("Anträge stellen"), applications, localtime(version.closes_at).date()),
        until(_("Formalprüfung"), version.formal_check_until),
        until(_("Gutachten"), version.review_until),
        until(_("Entscheidung"), version.decision_until),
        (_("Start der Vorhaben"), _("ab %s") % version.first_year, None),
    ]
    running = version.published_at is not None and version.opens_at <= clock.now()
    ends = [end for _label, _when, end in parts]
    current = next(n for n, end in enumerate(ends) if end is None or end >= clock.today())
    states = [
        "done" if n < current else "now" if running and n == current else ""
        for n in range(len(parts))
    ]
    entries = [
        {"label": label, "when": when, "state": state}
        for (label, when, _end), state in zip(parts, states, strict=True)
    ]
    if version.published_at:
        published = {"label": _("Aufruf veröffentlicht"), "when": day(version.published_at)}
        entries.insert(0, {**published, "state": "done"})
    return entries


def until(label: str, on: date | None) -> tuple[str, str, date | None]:
    return label, _("bis %s") % day(on) if on else _("Termin folgt"), on


def how_it_is_decided(version: CallVersion) -> list[str]:
    """Return the way from reviews to the decision, sentence by sentence."""
    reviews = version.reviews_per_application
    return [
        _("%s Fachleute bewerten jeden Antrag unabhängig voneinander.")
        % NUMERALS.get(reviews, reviews),
        _("Die Punktzahl ist das Mittel zweier Gutachten, ab drei Gutachten der Median."),
        _("Weichen Gutachten um mehr als %s Punkte ab, wird beraten oder ein weiteres eingeholt.")
        % german(version.divergence_total),
        _("Die ersten Bewertungen bleiben dabei erhalten."),
        _("Förderwürdig ist ein Antrag ab %s Punkten, wenn er alle Mindestwerte erreicht.")
        % german(version.fundable_total),
        _("Die Rangfolge gilt, bis die Mittel verbraucht sind. Eine Abweichung wird begründet."),
        _("Eine Jury berät, wenn mindestens %s ihrer Stimmberechtigten im Raum sind.")
        % percent(version.panel_quorum_rate),
        _("Nach dem Bescheid kann die Kommune %s Tage lang auf Tatsachenfehler hinweisen.")
        % version.fact_error_days,
        _("Drei Personen entscheiden: Eine schlägt vor, eine prüft den Haushalt, eine gibt frei."),
        _("Ein Anspruch auf Förderung besteht nicht."),
    ]


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the catalogue as applicants read it before they sign in."""

    number: int
    question: Question
    options: tuple[str, ...]
    notes: tuple[str, ...]


def catalogue_of(version: CallVersion) -> list[tuple[Chapter, list[AskedQuestion]]]:
    """Return the questions by chapter, numbered through."""
    every = list(version.questions.all())
    found, number = [], 0
    for chapter in version.chapters.all():
        own = [question for question in every if question.chapter_id == chapter.pk]
        asked = [
            AskedQuestion(n, question, options_of(question), notes_on(question, version, every))
            for n, question in enumerate(own, start=number + 1)
        ]
        number += len(own)
        found.append((chapter, asked))
    return [(chapter, asked) for chapter, asked in found if asked]


def notes_on(
    question: Question, version: CallVersion, every: Iterable[Question]
) -> tuple[str, ...]:
    """Return all that is to be known about a question besides its wording, in sentences."""
    criterion, limit = question.criterion, german(question.limit) if question.limit else ""
    notes = [
        condition_of(question, every),
        full_only_of(question, version),
        "" if question.required else _("Freiwillig"),
        _("Höchstens %s Zeichen") % limit if limit and question.kind == "text" else "",
        _("Höchstens %s Zeilen") % limit if limit and question.kind == "table" else "",
        _("Tabelle mit den Spalten: %s") % columns_of(question) if question.columns else "",
        _("Darf nachgereicht werden bis %s") % instant(question.due_at) if question.due_at else "",
        _("Bewertet unter „%s“ mit %s von 100 Punkten") % (criterion, written(criterion.weight))
        if criterion
        else "",
        _("Wozu wir das brauchen: %s") % question.reason if question.reason else "",
        _("Rechtsgrundlage: %s") % question.legal_basis if question.legal_basis else "",
    ]
    return tuple(note for note in notes if note)


def columns_of(question: Question) -> str:
    kinds = dict(Question.Kind.choices)
    return ", ".join(f"{c['label']} ({kinds.get(c['kind'], '')})" for c in question.columns)


def full_only_of(row: Question | DocumentRequirement, version: CallVersion) -> str:
    """Say from which grant this is asked; nothing when it always is."""
    if not row.full_only or not version.full_catalogue_from:
        return ""
    return _("Nur ab einer Zuwendung von %s") % euro(version.full_catalogue_from)


def options_of(question: Question) -> tuple[str, ...]:
    """Return the answers one may choose; none for texts and numbers."""
    if question.kind == Question.Kind.YES_NO:
        return tuple(YES_NO.values())
    return tuple(option["label"] for option in question.options)


def condition_of(row: AskedRow | DocumentRequirement, questions: Iterable[AskedRow]) -> str:
    """Say when the row is asked for, in words of the question it depends on."""
    on = next((question for question in questions if question.code == row.condition_code), None)
    if on is None:
        return ""
    labels = YES_NO | {option["value"]: option["label"] for option in on.options}
    wanted = [labels.get(value, value) for value in row.condition_value.split("|")]
    answers = _(" oder ").join(f"„{label.rstrip('.')}“" for label in wanted)
    return _("Nur bei der Antwort %s auf die Frage „%s“") % (answers, on.label)


def of_whom(document: DocumentRequirement) -> str:
    """Name the partners that hand the document in; empty when the application itself does."""
    labels = dict(Organisation.Kind.choices)
    kinds = _(", ").join(str(labels[kind]) for kind in document.partner_kinds or ())
    return _("Von jedem Partner dieser Art: %s") % kinds if kinds else ""


def documents_of(version: CallVersion) -> list[dict[str, object]]:
    """Return the documents with their due dates and conditions."""
    questions = list(version.questions.all())
    return [
        {
            "document": document,
            "due_at": document.due_at or version.deadline_at,
            "later": document.due_at is not None and document.due_at > version.deadline_at,
            "condition": of_whom(document) or condition_of(document, questions),
            "full_only": full_only_of(document, version),
            "types": ", ".join(kind.upper() for kind in document.file_types),
        }
        for document in version.document_requirements.all()
    ]
