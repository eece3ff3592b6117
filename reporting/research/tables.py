"""The tidy tables of a data set: one row an application, measure, indicator, score, payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Sum

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.models import Application, Indicator, Measure, Partner
from awards.models import Payment
from evaluation.models import Review, Score
from programmes.models import BudgetYear, CallVersion
from reporting.models import DataSet
from reporting.research import after
from reporting.research.after import stage_told
from reporting.research.protection import STABLE, protect, pseudonym, published_counts
from reporting.research.shape import APPLICATION, HIDDEN, Tidy, Variable, by_application
from reporting.research.surveys import questions, surveys

KINDS = ("municipality", "district", "union", "purpose_union")


REVIEWER = Variable("reviewer", "Gutachtende Person (Pseudonym)", source="Gutachten")
FIELDS = {
    "land": "organisation__land",
    "size_class": "organisation__size_class",
    "phase": "project__phase",
    "status": "status",
    "stage": "stage",
    "requested": "requested_amount",
    "total": "candidacy__total",
    "fundable": "candidacy__is_fundable",
    "awarded": "candidacy__decision__award__amount",
    "applied_again": "applied_again",
}
OF_APPLICATIONS = (
    APPLICATION,
    Variable("applicant", "Antragstellende (in allen Datensätzen gleich)", source="Organisation"),
    Variable("land", "Land", source="Gemeindeverzeichnis", missing=HIDDEN),
    Variable("size_class", "Größenklasse (BBSR)", source="Gemeindeverzeichnis", missing=HIDDEN),
    Variable("phase", "Phase", source="Vorhaben"),
    Variable("status", "Stand des Antrags", source="Antrag"),
    Variable("stage", "Stand der Auswahl", source="Bewerbung: Status"),
    Variable("requested", "Beantragt", "number", "Euro", "Finanzplan"),
    Variable("total", "Punktzahl, 0 bis 100", "number", "Punkte", "Bewerbung"),
    Variable("fundable", "Förderwürdig", "boolean", "", "Bewerbung"),
    Variable("awarded", "Bewilligt", "number", "Euro", "Zuwendung"),
    Variable("applied_again", "Später wieder beantragt", "boolean", "", "Antrag"),
)
OF_SCORES = (
    APPLICATION,
    REVIEWER,
    Variable("criterion", "Kriterium", source="Gutachten"),
    Variable("points", "Punkte, 0 bis 5", "number", "Punkte", "Gutachten"),
    Variable("review_total", "Punktzahl des Gutachtens", "number", "Punkte", "Gutachten"),
)


def tables_of(data_set: DataSet) -> Iterator[Tidy]:
    """Yield the tables in the order of the package."""
    version, realm = data_set.call_version, data_set.key
    names = names_in(data_set)
    yield applications(version, names)
    yield from parts(version, names)
    yield indicators(version, names)
    yield scores(version, realm, names)
    yield payments(version, names)
    yield budget(version)
    yield after.decisions(version, names)
    yield after.actuals(version, names)
    yield after.cohorts(version)
    yield after.places(version)
    yield (answered := surveys(version, names))
    yield questions(answered, names)
    yield unfunded(version)


def names_in(data_set: DataSet) -> dict[int, str]:
    """Return the pseudonym of every application in this data set."""
    submitted = Application.objects.filter(
        call_version__call=data_set.call_version.call_id
    ).submitted()
    keys = submitted.values_list("pk", flat=True)
    return {pk: pseudonym(data_set.key, "application", pk) for pk in keys}


def least_class(version: CallVersion) -> int:
    """k of the programme: fewer who are alike are not shown."""
    return version.call.programme.small_number_limit


def applications(version: CallVersion, names: dict[int, str]) -> Tidy:
    """One row an application: rejected ones remain, as the group to compare with."""
    later = Application.objects.submitted().filter(
        organisation=OuterRef("organisation"), submitted_at__gt=version.closes_at
    )
    mine = Application.objects.filter(call_version__call=version.call_id).submitted()
    told = mine.annotate(applied_again=Exists(later), stage=stage_told("candidacy"))
    found = told.values("pk", "organisation_id", *FIELDS.values())
    rows = [
        {
            "application": names[row["pk"]],
            "applicant": pseudonym(STABLE, "organisation", row["organisation_id"]),
            **{name: row[field] for name, field in FIELDS.items()},
            "size_class": row["organisation__size_class"] or "ohne",
        }
        for row in found
    ]
    protected = protect(rows, least_class(version))
    return Tidy("applications", "Anträge", OF_APPLICATIONS, by_application(protected))


def parts(version: CallVersion, names: dict[int, str]) -> Iterator[Tidy]:
    """Partners and measures by kind; names and free texts are left out."""
    partners = Partner.objects.filter(application__in=names)
    rows = [
        {"application": names[pk], "kind": kind, "passes_on": passes}
        for pk, kind, passes in partners.values_list("application", "kind", "passes_on")
    ]
    kind = Variable("kind", "Art des Partners", source="Antrag: Partner")
    passes = Variable("passes_on", "Erhält Mittel", "boolean", source="Antrag: Partner")
    yield Tidy("partners", "Partner", (APPLICATION, kind, passes), by_application(rows))
    measures = Measure.objects.filter(application__in=names)
    rows = [
        {"application": names[pk], "topic": topic, "open_source": is_open}
        for pk, topic, is_open in measures.values_list("application", "topic_code", "open_source")
    ]
    topic = Variable("topic", "Handlungsfeld", source="Antrag: Maßnahme")
    is_open = Variable("open_source", "Open Source", "boolean", source="Antrag: Maßnahme")
    yield Tidy("measures", "Maßnahmen", (APPLICATION, topic, is_open), by_application(rows))


def indicators(version: CallVersion, names: dict[int, str]) -> Tidy:
    """Planned values of all applications; what was reached stands in the report's figures."""
    fields = ("level", "unit", "rising", "baseline", "target", "target_on", "sdg")
    found = Indicator.objects.filter(application__in=names).values("application", *fields)
    rows = [{**row, "application": names[row["application"]]} for row in found]
    variables = (
        APPLICATION,
        Variable("level", "Ebene", source="Antrag: Indikator"),
        Variable("unit", "Einheit", source="Antrag: Indikator"),
        Variable("rising", "Höher ist besser", "boolean", source="Antrag: Indikator"),
        Variable("baseline", "Ausgangswert", "number", "wie unit", "Antrag: Indikator"),
        Variable("target", "Zielwert", "number", "wie unit", "Antrag: Indikator"),
        Variable("target_on", "Zielwert bis", "date", source="Antrag: Indikator"),
        Variable("sdg", "Nachhaltigkeitsziel", "integer", source="Antrag: Indikator"),
    )
    return Tidy("indicators", "Indikatoren", variables, by_application(rows))


def scores(version: CallVersion, realm: str, names: dict[int, str]) -> Tidy:
    """One row a score; reasons and notes are left out."""
    counting = Review.objects.counting().filter(
        assignment__candidacy__application__call_version__call=version.call_id
    )
    application = "review__assignment__candidacy__application"
    found = Score.objects.filter(review__in=counting, points__isnull=False).values_list(
        application, "review__assignment__reviewer", "code", "points", "review__total"
    )
    rows = [
        {
            "application": names[of],
            "reviewer": pseudonym(realm, "reviewer", reviewer),
            "criterion": code,
            "points": points,
            "review_total": total,
        }
        for of, reviewer, code, points, total in found
    ]
    return Tidy("scores", "Punktwerte", OF_SCORES, by_application(rows))


def payments(version: CallVersion, names: dict[int, str]) -> Tidy:
    """One row a payment that arrived."""
    application = "request__award__decision__candidacy__application"
    found = Payment.objects.filter(**{f"{application}__in": names}, failed_because="")
    rows = [
        {"application": names[pk], "paid_on": paid_on, "amount": amount}
        for pk, paid_on, amount in found.exclude(paid_on=None).values_list(
            application, "paid_on", "amount"
        )
    ]
    variables = (
        APPLICATION,
        Variable("paid_on", "Wertstellung", "date", source="Auszahlung"),
        Variable("amount", "Betrag", "number", "Euro", "Auszahlung"),
    )
    return Tidy("payments", "Auszahlungen", variables, by_application(rows))


def budget(version: CallVersion) -> Tidy:
    """One row a budget year."""
    columns = ("year", "amount", "reserved", "committed", "granted")
    years = BudgetYear.objects.filter(call=version.call).annotate(granted=Sum("tranches__granted"))
    rows = years.order_by("year").values(*columns)
    labels = ("Jahr", "Verfügbar", "Vorgemerkt", "Gebunden", "In Jahresraten bewilligt")
    variables = tuple(
        Variable(name, label, "integer" if name == "year" else "number", "Euro", "Haushaltsjahr")
        for name, label in zip(columns, labels, strict=True)
    )
    return Tidy("budget", "Haushaltsjahre", variables, list(rows))


def unfunded(version: CallVersion) -> Tidy:
    """The published table of applications without an award, by Land and kind.

    Awards are public one by one; leaving them out means that no sum gives a cell away.
    """
    without = Application.objects.filter(call_version__call=version.call_id).submitted()
    without = without.filter(candidacy__decision__award=None)
    counts = Counter(without.values_list("organisation__land", "organisation__kind"))
    labels = dict(Organisation.Kind.choices)
    variables = (
        Variable("group", "Land, zuletzt die Summe"),
        *(Variable(kind, labels[kind], "integer", "Anträge", missing=HIDDEN) for kind in KINDS),
        Variable("total", "Zusammen", "integer", "Anträge", missing=HIDDEN),
    )
    rows = published_counts(counts, list(LAENDER), KINDS, least_class(version))
    return Tidy("published_unfunded", "Anträge ohne Bewilligung", variables, rows)
